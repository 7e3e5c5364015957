/** A dash in the place of a scenario: its text comes from the standard input. */

/** What stands for the standard input: yargs makes an empty word of a dash. */
export const STDIN = '/dev/stdin'

/** The words of a command line, with a scenario that is a dash as one that can be read. */
export function withStdin(words: readonly string[]): string[] {
  const [command = '', ...rest] = words
  if (command !== 'run' && command !== 'sim') return [...words]
  const isValue = (index: number) => index > 0 && rest[index - 1]?.startsWith('--')
  return [command, ...rest.map((word, at) => (word === '-' && !isValue(at) ? STDIN : word))]
}
