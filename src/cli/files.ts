/** Files that a person names: read, or why they cannot be, in words. */

import { StringDecoder } from 'node:string_decoder'
import { describeError } from '../base/describe-error.js'
import { fileBlocks, readTextFile } from '../policy/read-file.js'
import { TRACE_LINE_MAX } from '../scenario/limits.js'
import { UsageError } from '../scenario/usage-error.js'

/** @throws UsageError that says why it cannot be read. */
export function readText(path: string, bytesMax: number): string {
  return attempt('read', path, () => readTextFile(path, bytesMax))
}

/**
 * The same in blocks, where all of it may be longer than a text can be.
 *
 * @throws UsageError that says why it cannot be read.
 */
export function* textBlocks(path: string): Generator<string> {
  const decoder = new StringDecoder('utf8')
  const blocks = fileBlocks(path)
  let lineLength = 0
  for (;;) {
    const { value, done } = attempt('read', path, () => blocks.next())
    if (done) break
    const end = value.lastIndexOf('\n')
    lineLength = end < 0 ? lineLength + value.length : value.length - end
    if (lineLength > TRACE_LINE_MAX) {
      throw new UsageError(`${path}: this is no trace: a line is longer than any event`)
    }
    yield decoder.write(value)
  }
  yield decoder.end()
}

/** @throws UsageError, or another, that says why the file cannot be used, where `what` fails. */
export function attempt<T>(
  verb: 'read' | 'write',
  path: string,
  what: () => T,
  Problem: new (message: string) => Error = UsageError,
): T {
  try {
    return what()
  } catch (error) {
    throw new Problem(`Cannot ${verb} ${path}: ${describeError(error)}`)
  }
}
