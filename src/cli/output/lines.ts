/** Many lines for the standard output: all of them may be longer than a text can be. */

/** So many are written at a time. */
const LINES_MAX = 10_000

export function writeLines<T>(things: readonly T[], lineOf: (thing: T) => string): void {
  for (let start = 0; start < things.length; start += LINES_MAX) {
    const lines = things.slice(start, start + LINES_MAX).map(thing => `${lineOf(thing)}\n`)
    process.stdout.write(lines.join(''))
  }
}

/** How wide a line may be: as the terminal is, and without end where there is none. */
export function columnsOf({ isTTY, columns }: NodeJS.WriteStream): number {
  return isTTY ? columns || 80 : Number.POSITIVE_INFINITY
}
