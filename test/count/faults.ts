/** What faults cost, by the sightings of peers and the rows of the series. */

import type { Fault } from '../../src/scenario/scenario-plan.js'
import { doneIn, rankOf, rowSpans, sorted } from './figures.js'
import type { Told } from './told.js'

/** So much later than by its rules a peer may be missed. */
const LATE_MAX_MS = 1000

export interface Notice {
  readonly t: number
  readonly fault: Fault
  readonly cluster: string
  readonly ms: number
}

/** Who missed what was gone, and how soon: each cluster once for each fault. */
export function noticesOf({ plan, story, measured }: Told): Notice[] {
  const seen = [...story.values()].flatMap(({ cluster, missed }) =>
    missed.map(({ t, peer }) => ({ t, cluster, peer })),
  )
  const notices: Notice[] = []
  for (const { t, cluster, peer } of seen) {
    if (t >= measured.until) continue
    const causes = plan.faults.filter(fault => fault.atMs <= t && isGone(fault, cluster, peer))
    const fault = causes.at(-1)
    if (!fault) continue
    const ttlMs = plan.clusters[cluster]?.stateTtlMs ?? 0
    if (t > backAt(fault, plan.faults) + ttlMs + LATE_MAX_MS) continue
    if (notices.some(notice => notice.fault === fault && notice.cluster === cluster)) continue
    notices.push({ t, fault, cluster, ms: Math.round(t - fault.atMs) })
  }
  return notices
}

function isGone(fault: Fault, cluster: string, peer: string): boolean {
  if (fault.kind === 'kill' || fault.kind === 'pause' || fault.kind === 'leave') {
    return fault.cluster === peer
  }
  if (fault.kind !== 'partition') return false
  const [ours, theirs] = [cluster, peer].map(name => fault.groups.find(each => each.includes(name)))
  return ours !== undefined && theirs !== undefined && ours !== theirs
}

/** When what a fault took away is there again. */
function backAt(fault: Fault, all: readonly Fault[]): number {
  const endMs = endOf(fault)
  if (endMs !== undefined && endMs > fault.atMs) return endMs
  const join = all.find(
    other =>
      other.kind === 'join' &&
      'cluster' in fault &&
      other.cluster === fault.cluster &&
      other.atMs >= fault.atMs,
  )
  return join?.atMs ?? Number.POSITIVE_INFINITY
}

/** When it is mended, if ever. */
export function endOf(fault: Fault): number | undefined {
  const moments = ['restartMs', 'resumeMs', 'healMs', 'untilMs']
  const [end] = Object.entries(fault).flatMap(([key, ms]) => (moments.includes(key) ? [ms] : []))
  return end
}

/**
 * How long after its end latencies were as before: undefined where nobody can recover; null where
 * that was not to be seen.
 */
export function recoveryOf(told: Told, fault: Fault): number | null | undefined {
  if (fault.kind === 'join') return undefined
  const rows = rowSpans(told.measured).map(span => {
    const ms = sorted(doneIn([...told.story.values()], span).map(({ latencyMs }) => latencyMs))
    return { ...span, p90: ms.length === 0 ? null : Math.round(1000 * rankOf(90, ms)) / 1000 }
  })
  const earlier = rows.filter(({ until }) => until <= fault.atMs).slice(-10)
  const known = sorted(earlier.flatMap(({ p90 }) => p90 ?? []))
  const usual = known[known.length >> 1]
  if (usual === undefined) return null
  const endMs = endOf(fault)
  const mended = endMs ?? fault.atMs
  const later = rows.filter(({ until }) => until > mended)
  const isCalm = later.map(({ p90 }) => p90 !== null && p90 <= 1.5 * usual)
  for (let first = 0; first + 3 <= later.length; first++) {
    if (!isCalm.slice(first, first + 3).every(calm => calm)) continue
    return Math.max(0, first === 0 ? 0 : (later[first - 1]?.until ?? 0) - mended)
  }
  return null
}

/** What thresholds on faults are judged by. */
export function faultSamples(
  told: Told,
  metric: 'peer.notice' | 'fault.recovery',
): { t: number; cluster?: string | undefined; ms: number }[] {
  if (metric === 'peer.notice') return noticesOf(told)
  // Whether all is well again is known at the end.
  const t = told.measured.until - 1e-6
  return told.plan.faults
    .filter(({ atMs }) => atMs <= told.measured.until)
    .flatMap(fault => {
      const ms = recoveryOf(told, fault)
      return ms === undefined ? [] : [{ t, ms: ms ?? Number.POSITIVE_INFINITY }]
    })
}
