/** How many workers each `kill-workers` finds: those that another took are away until its end. */

import type { Millis } from '../base/time.js'
import { sayMs } from './grammar.js'
import type { PlacedFault } from './read-faults.js'
import type { Reading } from './reading.js'
import type { ClusterSpec } from './scenario-plan.js'

/** The count of a fault that says none: as many as there are. */
export const ALL = Number.POSITIVE_INFINITY

/** Fills in how many are all, and notes each fault that wants more than are there. */
export function countKilled(
  reading: Reading,
  faults: readonly PlacedFault[],
  clusters: ReadonlyMap<string, Pick<ClusterSpec, 'workers'>>,
): PlacedFault[] {
  const away: { readonly cluster: string; readonly count: number; readonly untilMs: Millis }[] = []
  return faults.map(placed => {
    const { fault, path } = placed
    if (fault.kind !== 'kill-workers') return placed
    const { cluster, atMs, restartMs: untilMs = Number.POSITIVE_INFINITY } = fault
    const workers = clusters.get(cluster)?.workers ?? 0
    const gone = away.filter(other => other.cluster === cluster && other.untilMs > atMs)
    const left = gone.reduce((sum, { count }) => sum - count, workers)
    const when = gone.length > 0 ? ` left ${atMs > 0 ? `at ${sayMs(atMs)}` : 'there'}` : ''
    if (left === 0) {
      reading.report([...path, 'kill-workers'], `kill-workers: ${cluster} has none${when}`)
    } else if (fault.count !== ALL && fault.count > left) {
      const has = `${left} ${left === 1 ? 'worker' : 'workers'}${when}`
      const problem = `count: ${cluster} has ${has}: use at most so many, not ${fault.count}`
      reading.report([...path, 'count'], problem)
    }
    const count = Math.min(fault.count, left)
    away.push({ cluster, count, untilMs })
    return { ...placed, fault: { ...fault, count } }
  })
}
