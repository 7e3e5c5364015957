/** The directory of one run, in the user's own: made, left by each cluster, removed at last. */

import { existsSync, mkdtempSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describeError } from '../base/describe-error.js'
import type { Millis } from '../base/time.js'
import { UsageError } from '../scenario/usage-error.js'
import { makeDirectory, ownDirectory } from './directory.js'
import { isListening } from './is-listening.js'

const PREFIX = 'run-'

/** Socket files, also those that were put aside. */
const SOCKET = /\.ipc(\.full)?$/

/** Younger ones may belong to a run that is about to start. */
const SWEPT_AFTER_MS: Millis = 60_000

/**
 * A new directory for the socket files of one run.
 *
 * @throws UsageError if it cannot be made: a disk that is read-only, or full.
 */
export async function makeRunDirectory(): Promise<string> {
  const own = ownDirectory()
  makeDirectory(own)
  await sweepOwnDirectory()
  try {
    return mkdtempSync(join(own, PREFIX))
  } catch (error) {
    throw new UsageError(`Cannot make a directory in ${own}: ${describeError(error)}`)
  }
}

/**
 * Removes the directories of runs, and the socket files of clusters, that were killed with all
 * their processes, so that nobody could clear up.
 */
export async function sweepOwnDirectory(): Promise<void> {
  const own = ownDirectory()
  if (!existsSync(own)) return
  const names = readdirSync(own).filter(name => name.startsWith(PREFIX) || SOCKET.test(name))
  await Promise.all(names.map(name => sweep(join(own, name))))
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

/** Removes a socket, or a directory of them, that is old, and where nobody answers. */
async function sweep(path: string): Promise<void> {
  try {
    if (!isOld(path)) return
    const alive = await Promise.all(socketsAt(path).map(isListening))
    // Meanwhile somebody may have made it anew.
    if (!alive.includes(true) && isOld(path)) removeRunDirectory(path)
  } catch {
    // Another has been quicker.
  }
}

function isOld(path: string): boolean {
  return Date.now() - statSync(path).mtimeMs >= SWEPT_AFTER_MS
}

function socketsAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
  return files.filter(file => SOCKET.test(file)).map(file => join(path, file))
}
