/** What a person can mend: a wrong word, a wrong number, a wrong file. */

/** Its message is one line: what is wrong, where, what to do. It ends the command with code 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError'
}
