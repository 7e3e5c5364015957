/** Who missed what faults took away, and what thresholds on faults are judged by. */

import type { Fault } from '../../src/scenario/scenario-plan.js'
import { endOf, recoveryOf } from './recovery.js'
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

/** What thresholds on faults are judged by. */
export function faultSamples(
  told: Told,
  metric: 'peer.notice' | 'fault.recovery',
): { t: number; cluster?: string | undefined; ms: number }[] {
  if (metric === 'peer.notice') return noticesOf(told)
  // Whether all is well again is known at the end.
  const t = told.plan.durationMs - 1e-6
  return told.plan.faults
    .filter(({ atMs }) => atMs <= told.measured.until)
    .filter(({ kind }) => kind !== 'join')
    .map(fault => ({ t, ms: recoveryOf(told, fault).ms ?? Number.POSITIVE_INFINITY }))
}
