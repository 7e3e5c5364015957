/** The directory for the socket files of a user who names none. */

import { existsSync, lstatSync, type Stats } from 'node:fs'
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
