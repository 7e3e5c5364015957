/** A dash in the place of a scenario: its text comes from the standard input. */

import { SCENARIO_OPTIONS } from './scenario-options.js'

/** What stands for the standard input: yargs makes an empty word of a dash. */
export const STDIN = '/dev/stdin'

/** Options that take no value. */
const FLAGS = Object.entries(SCENARIO_OPTIONS)
  .filter(([, { type }]) => type === 'boolean')
  .map(([name]) => `--${name}`)

/** The words of a command line, with a scenario that is a dash as one that can be read. */
export function withStdin(words: readonly string[]): string[] {
  const [command = '', ...rest] = words
  if (command !== 'run' && command !== 'sim') return [...words]
  const isValue = (index: number) => {
    const before = rest[index - 1] ?? ''
    return /^--[^=]+$/.test(before) && !FLAGS.includes(before)
  }
  return [command, ...rest.map((word, at) => (word === '-' && !isValue(at) ? STDIN : word))]
}
