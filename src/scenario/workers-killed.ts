/** How many workers each `kill-workers` finds: those that another took are away until its end. */

import { sayMs } from './grammar.js'
import type { PlacedFault } from './read-faults.js'
import type { ClusterSpec, KillWorkers } from './scenario-plan.js'
import type { ScenarioReader } from './scenario-reader.js'

/** The count of a fault that says none: as many as there are. */
export const ALL = Number.POSITIVE_INFINITY

/** Workers that faults took, by when they give them back. Faults are added in the order of time. */
export class WorkersAway {
  readonly #faults: KillWorkers[] = []

  add(fault: KillWorkers): void {
    this.#faults.push(fault)
  }

  /** How many of its cluster are away when a fault strikes; what ends then has ended. */
  at({ cluster, atMs }: Pick<KillWorkers, 'cluster' | 'atMs'>): number {
    const gone = this.#faults.filter(
      ({ cluster: other, restartMs = Number.POSITIVE_INFINITY }) =>
        other === cluster && restartMs > atMs,
    )
    return gone.reduce((sum, { count }) => sum + count, 0)
  }
}

/** Fills in how many are all, and notes each fault that wants more than are there. */
export function countKilled(
  reading: ScenarioReader,
  faults: readonly PlacedFault[],
  clusters: ReadonlyMap<string, Pick<ClusterSpec, 'workers'>>,
): PlacedFault[] {
  const away = new WorkersAway()
  return faults.map(placed => {
    const { fault, path } = placed
    if (fault.kind !== 'kill-workers') return placed
    const { cluster, atMs } = fault
    const gone = away.at(fault)
    const left = (clusters.get(cluster)?.workers ?? 0) - gone
    const when = gone > 0 ? ` left ${atMs > 0 ? `at ${sayMs(atMs)}` : 'there'}` : ''
    if (left === 0) {
      reading.report([...path, 'kill-workers'], `kill-workers: ${cluster} has none${when}`)
    } else if (fault.count !== ALL && fault.count > left) {
      const has = `${left} ${left === 1 ? 'worker' : 'workers'}${when}`
      const problem = `count: ${cluster} has ${has}: use at most so many, not ${fault.count}`
      reading.report([...path, 'count'], problem)
    }
    const killed = { ...fault, count: Math.min(fault.count, left) }
    away.add(killed)
    return { ...placed, fault: killed }
  })
}
