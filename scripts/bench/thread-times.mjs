/**
 * The time that the processor has spent on each kind of thread of this process, as Linux counts it
 * (proc(5)): exact to a hundredth of a second, and what others do meanwhile hardly changes it.
 */

import { readdirSync, readFileSync } from 'node:fs'

/** The kernel counts in hundredths of a second, for all that programs see. */
const TICK_US = 10_000

const TASKS = '/proc/self/task'

/** The threads that there are by now, in the order of their start; none but on Linux. */
function threadIds() {
  try {
    return readdirSync(TASKS).map(Number)
  } catch {
    return []
  }
}

/** By thread: its name, and the processor's time in us. */
export function threadTimes() {
  return new Map(
    threadIds()
      .map(id => [id, timeOf(id)])
      .filter(([, time]) => time),
  )
}

/** What each has had since `before`, in the order of their start. */
export function timesSince(before) {
  return [...threadTimes()]
    .map(([id, { name, us }]) => ({ id, name, us: us - (before.get(id)?.us ?? 0) }))
    .sort((a, b) => a.id - b.id)
}

function timeOf(id) {
  try {
    // The name stands in brackets, and may have a blank or a bracket itself.
    const [, name, rest] = readFileSync(`${TASKS}/${id}/stat`, 'utf8').match(/\((.*)\) (.*)/)
    const fields = rest.split(' ')
    return { name, us: (Number(fields[11]) + Number(fields[12])) * TICK_US }
  } catch {
    return undefined
  }
}
