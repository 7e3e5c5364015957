/** A dash among the words of a command line, where a file may stand. */

import { commandOf } from './commands.js'
import { STDIN } from './stdin.js'

/** The commands that read it. */
const READERS = ['run', 'sim', 'replay']

/** The words of a command line, with a dash for a file as a word that yargs keeps. */
export function withStdin(words: readonly string[]): string[] {
  const [command = '', ...rest] = words
  if (!READERS.includes(command)) return [...words]
  const flags = Object.entries(commandOf(words).options)
    .filter(([, { type }]) => type === 'boolean')
    .map(([name]) => `--${name}`)
  const isValue = (index: number) => {
    const before = rest[index - 1] ?? ''
    return /^--[^=]+$/.test(before) && !flags.includes(before)
  }
  return [command, ...rest.map((word, at) => (word === '-' && !isValue(at) ? STDIN : word))]
}
