/** Time as the machines know it: a number handed to them, never a clock they read. */

/** Milliseconds, whole or not, from any fixed origin. */
export type Millis = number

/** The time that never comes: the deadline of a machine that waits for nothing. */
export const NEVER: Millis = Number.POSITIVE_INFINITY
