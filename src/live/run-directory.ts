/** The directory of one run, in the user's own: made, left by each cluster, removed at last. */

import { mkdtempSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Millis } from '../base/time.js'
import { wordsOf } from '../base/words.js'
import { UsageError } from '../scenario/usage-error.js'
import { makeDirectory, ownDirectory } from './directory.js'
import { answers } from './probe.js'

const PREFIX = 'run-'

/** Younger ones may belong to a run that is about to start. */
const SWEPT_AFTER_MS: Millis = 60_000

/**
 * A new directory for the socket files of one run. Those of runs that were killed with all their
 * processes, so that nobody could clear up, are removed.
 *
 * @throws UsageError if it cannot be made: a disk that is read-only, or full.
 */
export async function makeRunDirectory(): Promise<string> {
  const own = ownDirectory()
  makeDirectory(own)
  const names = readdirSync(own).filter(name => name.startsWith(PREFIX))
  await Promise.all(names.map(name => sweep(join(own, name))))
  try {
    return mkdtempSync(join(own, PREFIX))
  } catch (error) {
    throw new UsageError(`Cannot make a directory in ${own}: ${wordsOf(error)}`)
  }
}

/** Removes a directory that was made for a run, with what clusters that were killed left in it. */
export function removeRunDirectory(dir: string): void {
  rmSync(dir, { recursive: true, force: true })
}

/** Removes it once nothing is left in it: whoever made it may be gone. */
export function leaveRunDirectory(dir: string): void {
  if (!dir.startsWith(join(ownDirectory(), PREFIX))) return
  try {
    rmdirSync(dir)
  } catch {
    // Others are still there, or have removed it already.
  }
}

/** Removes a directory that is old, and at none of whose sockets anybody answers. */
async function sweep(dir: string): Promise<void> {
  try {
    if (Date.now() - statSync(dir).mtimeMs < SWEPT_AFTER_MS) return
    const files = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    const sockets = files.filter(file => file.endsWith('.ipc')).map(file => join(dir, file))
    const alive = await Promise.all(sockets.map(answers))
    if (!alive.includes(true)) removeRunDirectory(dir)
  } catch {
    // Another has been quicker.
  }
}
