/** A dash in the place of a scenario or a trace: its text comes from the standard input. */

import { wordsOf } from '../base/words.js'
import { textOf, tooLong } from '../policy/read-file.js'
import { UsageError } from '../scenario/usage-error.js'
import { commandOf } from './command-names.js'

/** What stands for the standard input: yargs makes an empty word of a dash. */
export const STDIN = '/dev/stdin'

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

/** All that comes from it, in pieces: all of it may be longer than a text can be. */
export function stdinBlocks(): Promise<string[]> {
  return process.stdin.setEncoding('utf8').toArray()
}

/** @throws UsageError for what is too long, or is no text. */
export async function stdinText(bytesMax: number): Promise<string> {
  const blocks: Buffer[] = []
  let length = 0
  try {
    for await (const block of process.stdin as AsyncIterable<Buffer>) {
      length += block.length
      if (length > bytesMax) throw tooLong(bytesMax)
      blocks.push(block)
    }
    return textOf(Buffer.concat(blocks))
  } catch (error) {
    throw new UsageError(`Cannot read the standard input: ${wordsOf(error)}`)
  }
}
