/** Files that a person names: read and written, or why they cannot be, in words. */

import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { wordsOf } from '../base/words.js'
import { UsageError } from '../scenario/usage-error.js'
import { OutputError } from './output-error.js'

/** @throws UsageError that says why it cannot be read. */
export function readText(path: string): string {
  return attempt('read', path, () => readFileSync(path, 'utf8'))
}

/** So many bytes are read at a time: with larger blocks the collector has more to do. */
const BLOCK = 65_536

/**
 * The same in blocks, where all of it may be longer than a text can be.
 *
 * @throws UsageError that says why it cannot be read.
 */
export function* textBlocks(path: string): Generator<string> {
  const file = attempt('read', path, () => openSync(path, 'r'))
  const decoder = new StringDecoder('utf8')
  const buffer = Buffer.allocUnsafe(BLOCK)
  try {
    for (;;) {
      const length = attempt('read', path, () => readSync(file, buffer))
      if (length === 0) break
      yield decoder.write(buffer.subarray(0, length))
    }
    yield decoder.end()
  } finally {
    closeSync(file)
  }
}

/**
 * Before there is anything to write: what is there stays.
 *
 * @throws UsageError that says why it cannot be written.
 */
export function checkWritable(path: string): void {
  attempt('write', path, () => writeFileSync(path, '', { flag: 'a' }))
}

/** @throws OutputError that says why it cannot be written: a disk that is full by now. */
export function writeText(path: string, text: string): void {
  attempt('write', path, () => writeFileSync(path, text), OutputError)
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
    throw new Problem(`Cannot ${verb} ${path}: ${wordsOf(error)}`)
  }
}
