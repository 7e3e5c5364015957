/** Files that a person names. */

import { readFileSync } from 'node:fs'
import { wordsOf } from '../base/words.js'
import { UsageError } from '../scenario/usage-error.js'

/** @throws UsageError that says why it cannot be read. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${wordsOf(error)}`)
  }
}
