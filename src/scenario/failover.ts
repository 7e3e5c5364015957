/** Demand that outlives its cluster: while it is dead, its users ask another. */

import type { Spans } from '../client/load.js'
import { type Absence, absencesOf, type Timeline } from './absences.js'
import type { LoadSpec } from './scenario-plan.js'

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
