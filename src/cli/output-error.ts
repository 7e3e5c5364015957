/** Why what was done cannot be written down: nothing that was typed is wrong, and it is no bug. */

export class OutputError extends Error {}
