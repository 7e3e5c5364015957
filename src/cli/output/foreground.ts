/** Whether this process has the terminal, or the shell that put it into the background has it. */

import { readFileSync } from 'node:fs'

/** Elsewhere than on Linux it is taken to be. */
export function isInForeground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8')
    // Behind the name, which may have anything in it: state, parent, group, session, terminal, and
    // the group that the terminal belongs to: -1 where there is none.
    const [, , group, , , owner] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return group === owner || owner === '-1'
  } catch {
    return true
  }
}
