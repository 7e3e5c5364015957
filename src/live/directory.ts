/** The directory for the socket files of a user who names none. */

import { lstatSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, type Stats } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { UsageError } from '../scenario/usage-error.js'

/**
 * A directory of the user's own; `claim` makes it, for nobody else to read.
 *
 * @throws UsageError if something of another's stands there.
 */
export function ownDirectory(): string {
  const { uid } = userInfo()
  const dir = join(process.env.XDG_RUNTIME_DIR || tmpdir(), `peering-${uid}`)
  const stats = lstatSync(dir, { throwIfNoEntry: false })
  if (stats && !isPrivate(stats, uid)) {
    throw new UsageError(`The directory ${dir} is open to others: remove it, or use --dir`)
  }
  return dir
}

/** A new directory in the user's own, for the socket files of one run. */
export function makeRunDirectory(): string {
  const own = ownDirectory()
  mkdirSync(own, { recursive: true, mode: 0o700 })
  return mkdtempSync(join(own, 'run-'))
}

/** Removes a directory that was made for a run, with what clusters that were killed left in it. */
export function removeRunDirectory(dir: string): void {
  rmSync(dir, { recursive: true, force: true })
}

/** Removes it once nothing is left in it: whoever made it may be gone. */
export function leaveRunDirectory(dir: string): void {
  if (!dir.startsWith(join(ownDirectory(), 'run-'))) return
  try {
    rmdirSync(dir)
  } catch {
    // Others are still there, or have removed it already.
  }
}

function isPrivate(stats: Stats, uid: number): boolean {
  const isOpen = process.platform !== 'win32' && (stats.mode & 0o077) !== 0
  return stats.isDirectory() && (uid === -1 || stats.uid === uid) && !isOpen
}
