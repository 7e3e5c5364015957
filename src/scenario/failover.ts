/** When clusters are not there, and demand that outlives them: their users ask another. */

import { type Millis, NEVER } from '../base/time.js'
import type { Spans } from '../client/load.js'
import type { LoadSpec, ScenarioPlan } from './scenario-plan.js'

/** Whose clusters know whether they join later. */
export type Timeline = Pick<ScenarioPlan, 'clusters' | 'faults'>

export interface Absence {
  readonly cluster: string
  readonly fromMs: Millis
  readonly untilMs: Millis
}

/** When clusters are not there, by what the scenario says. */
export function absencesOf({ clusters, faults }: Timeline): Absence[] {
  const away = new Map<string, Millis>()
  const absences: Absence[] = []
  const comes = (cluster: string, untilMs: Millis) => {
    const fromMs = away.get(cluster)
    if (fromMs !== undefined) absences.push({ cluster, fromMs, untilMs })
    away.delete(cluster)
  }
  for (const [name, { joinsLater }] of Object.entries(clusters)) if (joinsLater) away.set(name, 0)
  for (const fault of faults) {
    if (fault.kind === 'join') comes(fault.cluster, fault.atMs)
    if (fault.kind !== 'kill' && fault.kind !== 'leave') continue
    away.set(fault.cluster, fault.atMs)
    if (fault.kind === 'kill' && fault.restartMs !== undefined) {
      comes(fault.cluster, fault.restartMs)
    }
  }
  for (const cluster of [...away.keys()]) comes(cluster, NEVER)
  return absences
}

/** The loads, and those that their users make at other clusters while their own is not there. */
export function withFailover(loads: readonly LoadSpec[], timeline: Timeline): LoadSpec[] {
  return [...loads, ...loads.flatMap(load => elsewhere(load, absencesOf(timeline)))]
}

function elsewhere({ failover, ...load }: LoadSpec, absences: readonly Absence[]): LoadSpec[] {
  if (!failover) return []
  // What users have not noticed yet is there for them; but nobody answers them.
  const noticed = absences.map(each => ({ ...each, fromMs: each.fromMs + failover.afterMs }))
  const isGone = (name: string, t: number) =>
    noticed.some(({ cluster, fromMs, untilMs }) => cluster === name && fromMs <= t && t < untilMs)
  const moments = noticed.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs])
  const within = moments.filter(t => t > load.fromMs && t < load.untilMs)
  const edges = [...new Set([load.fromMs, ...within, load.untilMs])].sort((a, b) => a - b)
  const spans = new Map<string, Spans>()
  for (const [index, untilMs] of edges.slice(1).entries()) {
    const fromMs = edges[index] ?? 0
    const to = isGone(load.at, fromMs) && failover.to.find(name => !isGone(name, fromMs))
    if (to) spans.set(to, [...(spans.get(to) ?? []), { fromMs, untilMs }])
  }
  return [...spans].map(([at, onlyIn]) => ({ ...load, at, onlyIn, insteadOf: load.at }))
}
