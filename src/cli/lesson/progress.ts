/** Which lessons were done: kept in a file of the user's, which nothing depends on. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/** The names of the lessons whose claims held, in whatever order. */
export function doneLessons(): ReadonlySet<string> {
  try {
    const names: unknown = JSON.parse(readFileSync(path(), 'utf8'))
    return new Set(Array.isArray(names) ? names : [])
  } catch {
    // There is none yet, or it is no good: then all is still to be done.
    return new Set()
  }
}

/** Where it cannot be kept, the lesson was not less worth. */
export function markDone(name: string): void {
  try {
    mkdirSync(dirname(path()), { recursive: true })
    writeFileSync(path(), JSON.stringify([...new Set([...doneLessons(), name])]))
  } catch {}
}

/** As the XDG base directory specification has it. */
function path(): string {
  const state = process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state')
  return join(state, 'peering', 'lessons.json')
}
