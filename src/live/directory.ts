/** Directories for socket files: that of a user who names none, and how they are made. */

import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  type Stats,
  statSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { describeError } from '../base/describe-error.js'
import { UsageError } from '../scenario/usage-error.js'

/**
 * A directory of the user's own; `claim` makes it, for nobody else to read.
 *
 * @throws UsageError if something of another's stands there.
 */
export function ownDirectory(): string {
  const { uid } = userInfo()
  const { XDG_RUNTIME_DIR = '' } = process.env
  // In containers, and after `su`, it can be named and not be there.
  const parent = existsSync(XDG_RUNTIME_DIR) ? XDG_RUNTIME_DIR : tmpdir()
  const dir = join(parent, `peering-${uid}`)
  const stats = lstatSync(dir, { throwIfNoEntry: false })
  if (stats && !isPrivate(stats, uid)) {
    throw new UsageError(`The directory ${dir} is open to others: remove it, or use --dir`)
  }
  return dir
}

function isPrivate(stats: Stats, uid: number): boolean {
  const isOpen = process.platform !== 'win32' && (stats.mode & 0o077) !== 0
  return stats.isDirectory() && (uid === -1 || stats.uid === uid) && !isOpen
}

/**
 * In a directory that is there, for nobody else to read.
 *
 * @throws UsageError if it cannot be made, or not be written to.
 */
export function makeDirectory(dir: string): void {
  try {
    makeOne(dir)
  } catch (error) {
    throw new UsageError(`Cannot make the directory ${dir}: ${describeError(error)}`)
  }
  try {
    accessSync(dir, constants.W_OK | constants.X_OK)
  } catch {
    throw new UsageError(`Cannot write to the directory ${dir}: use another --dir`)
  }
}

/** Not its parent: a slip in a path would make a tree that nobody looks for. */
function makeOne(dir: string): void {
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return
  const parent = dirname(dir)
  if (!existsSync(parent)) throw new UsageError(`there is no ${parent}: make it first`)
  try {
    mkdirSync(dir, { mode: 0o700 })
  } catch (error) {
    // Another cluster may have been quicker.
    if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}
