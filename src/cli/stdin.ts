/** A dash in the place of a scenario or a trace: its text comes from the standard input. */

import { describeError } from '../base/describe-error.js'
import { textOf, tooLong } from '../policy/read-file.js'
import { UsageError } from '../scenario/usage-error.js'

/** What stands for the standard input: yargs makes an empty word of a dash. */
export const STDIN = '/dev/stdin'

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
    throw new UsageError(`Cannot read the standard input: ${describeError(error)}`)
  }
}
