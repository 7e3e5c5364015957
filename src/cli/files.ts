/** Files that a person names: read and written, or why they cannot be, in words. */

import { readFileSync, writeFileSync } from 'node:fs'
import { wordsOf } from '../base/words.js'
import { UsageError } from '../scenario/usage-error.js'

/** @throws UsageError that says why it cannot be read. */
export function readText(path: string): string {
  return attempt('read', path, () => readFileSync(path, 'utf8'))
}

/**
 * @param flag `w` in place of what is there, `a` behind it.
 * @throws UsageError that says why it cannot be written.
 */
export function writeText(path: string, text: string, flag: 'w' | 'a' = 'w'): void {
  attempt('write', path, () => writeFileSync(path, text, { flag }))
}

/** @throws UsageError that says why the file cannot be read or written, where `what` fails. */
export function attempt<T>(verb: 'read' | 'write', path: string, what: () => T): T {
  try {
    return what()
  } catch (error) {
    throw new UsageError(`Cannot ${verb} ${path}: ${wordsOf(error)}`)
  }
}
