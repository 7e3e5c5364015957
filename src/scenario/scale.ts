/** A scenario made short and small, for a first try and for CI: its shape stays. */

import { meanOf } from '../base/distribution.js'
import type { Millis } from '../base/time.js'
import type { Load } from '../client/load.js'
import type { Attack } from './attack.js'
import {
  type ClusterSpec,
  type Fault,
  type LoadSpec,
  type ScenarioPlan,
  withNote,
} from './scenario-plan.js'
import type { Threshold } from './threshold.js'
import { UsageError } from './usage-error.js'
import { WorkersAway } from './workers-killed.js'

/** So many workers are few already: a cluster is not made smaller. */
const WORKERS_KEPT = 5
/** Times that are not made shorter than this: below, the machine's own pace would show. */
const HEARTBEAT_MIN_MS = 100
const TIMEOUT_MIN_MS = 1000
/** Work takes as long as before, and so do short queues: clients wait so many times the mean. */
const TIMEOUT_MIN_SERVICES = 10

/**
 * All points in time come so much earlier, and heartbeats and timeouts with them; clusters of many
 * workers have so many fewer of them, of clients and of arrivals. How long work and links take
 * stays, and so do the thresholds' values. What theory expects is left out: it is of the whole.
 *
 * @param scale above 0 and up to 1.
 * @throws UsageError for another scale.
 */
export function scalePlan(plan: ScenarioPlan, scale: number): ScenarioPlan {
  if (!(scale > 0 && scale <= 1)) throw new UsageError('use a number above 0 and up to 1')
  if (scale === 1) return plan
  const { expect, ...rest } = plan
  const smaller = scaled(rest, scale)
  const fewer = arrivalsOf(plan) - arrivalsOf(smaller)
  const idle = killsOf(plan) - killsOf(smaller)
  const left = [
    ...(expect ? ['the wait that theory expects of the whole scenario'] : []),
    ...(fewer > 0 ? [`${fewer} of ${arrivalsOf(plan)} arrivals of files`] : []),
    ...(idle > 0 ? [`${idle} of ${killsOf(plan)} kill-workers, as no worker is left`] : []),
  ]
  return left.length === 0 ? smaller : withNote(smaller, `left out by --scale: ${left.join(', ')}`)
}

/** Of all replays. */
function arrivalsOf({ loads }: Pick<ScenarioPlan, 'loads'>): number {
  return loads.reduce((sum, { load }) => sum + (load.kind === 'replay' ? load.atMs.length : 0), 0)
}

function killsOf({ faults }: Pick<ScenarioPlan, 'faults'>): number {
  return faults.filter(({ kind }) => kind === 'kill-workers').length
}

function scaled(plan: Omit<ScenarioPlan, 'expect'>, scale: number): ScenarioPlan {
  const time = (ms: Millis) => (ms === 0 ? 0 : Math.max(1, Math.round(ms * scale)))
  const durationMs = time(plan.durationMs)
  const sizes = new Map(
    Object.entries(plan.clusters).map(([name, { workers }]) => [name, sizeOf(workers, scale)]),
  )
  const clusters = Object.entries(plan.clusters).map(
    ([name, spec]) => [name, scaleCluster(spec, sizes.get(name) ?? 1, scale)] as const,
  )
  const services = Object.values(plan.clusters).map(({ service }) => meanOf(service))
  const timeoutMinMs = Math.max(TIMEOUT_MIN_MS, TIMEOUT_MIN_SERVICES * Math.max(...services))
  return {
    ...plan,
    durationMs,
    warmupMs: Math.round(plan.warmupMs * scale),
    clusters: Object.fromEntries(clusters),
    loads: plan.loads.map(load => ({
      ...scaleLoad(load, sizes.get(load.insteadOf ?? load.at) ?? 1, scale),
      // A load that ends with the run does so still.
      untilMs: load.untilMs === plan.durationMs ? durationMs : load.untilMs * scale,
      timeoutMs: shorter(load.timeoutMs, scale, timeoutMinMs),
    })),
    faults: scaleFaults(plan, sizes, fault => moveFault(fault, time, durationMs)),
    ...(plan.attacks && { attacks: plan.attacks.map(attack => scaleAttack(attack, scale)) }),
    thresholds: plan.thresholds.map(threshold => scaleThreshold(threshold, time, scale)),
  }
}

/** Not below the least, unless it was so before. */
function shorter(ms: Millis, scale: number, leastMs: Millis): Millis {
  return Math.max(Math.min(ms, leastMs), ms * scale)
}

/** What part of a cluster stays. */
function sizeOf(workers: number, scale: number): number {
  if (workers <= WORKERS_KEPT) return 1
  return Math.max(WORKERS_KEPT, Math.round(workers * scale)) / workers
}

function scaleAttack(attack: Attack, scale: number): Attack {
  return { ...attack, fromMs: attack.fromMs * scale, untilMs: attack.untilMs * scale }
}

function scaleCluster(spec: ClusterSpec, size: number, scale: number): ClusterSpec {
  const heartbeatMs = shorter(spec.heartbeatMs, scale, HEARTBEAT_MIN_MS)
  return {
    ...spec,
    workers: Math.round(spec.workers * size),
    heartbeatMs,
    // As many heartbeats as before.
    stateTtlMs: (spec.stateTtlMs * heartbeatMs) / spec.heartbeatMs,
  }
}

function scaleLoad(spec: LoadSpec, size: number, scale: number): LoadSpec {
  return {
    ...spec,
    clients: Math.max(1, Math.round(spec.clients * size)),
    load: loadOf(spec.load, size, scale),
    fromMs: spec.fromMs * scale,
    ...(spec.onlyIn && {
      onlyIn: spec.onlyIn.map(({ fromMs, untilMs }) => ({
        fromMs: fromMs * scale,
        untilMs: untilMs * scale,
      })),
    }),
  }
}

function loadOf(load: Load, size: number, scale: number): Load {
  switch (load.kind) {
    case 'guide':
    case 'closed':
      return load
    case 'rate':
      return { ...load, perSecond: load.perSecond * size }
    case 'ramping-rate': {
      const stages = load.stages.map(({ fromPerSecond, toPerSecond, overMs }) => ({
        fromPerSecond: fromPerSecond * size,
        toPerSecond: toPerSecond * size,
        overMs: overMs * scale,
      }))
      return { ...load, stages }
    }
    // The arrivals come as densely as before, and there are fewer of them.
    case 'replay': {
      const endMs = (load.atMs.at(-1) ?? 0) * scale
      return { ...load, atMs: load.atMs.filter(ms => ms <= endMs) }
    }
  }
}

const MOMENTS = ['atMs', 'restartMs', 'resumeMs', 'healMs', 'untilMs'] as const

/** Of the workers that are there, each `kill-workers` takes as great a part as before. */
function scaleFaults(
  { faults, clusters }: Pick<ScenarioPlan, 'faults' | 'clusters'>,
  sizes: ReadonlyMap<string, number>,
  move: (fault: Fault) => Fault,
): Fault[] {
  const [before, after] = [new WorkersAway(), new WorkersAway()]
  return faults.flatMap(fault => {
    const moved = move(fault)
    if (fault.kind !== 'kill-workers' || moved.kind !== 'kill-workers') return [moved]
    const size = sizes.get(fault.cluster) ?? 1
    const workers = Math.round((clusters[fault.cluster]?.workers ?? 0) * size)
    const away = after.at(moved)
    const wanted = Math.round((before.at(fault) + fault.count) * size) - away
    // One at least: a fault that strikes nobody would be another scenario.
    const count = Math.min(Math.max(1, wanted), workers - away)
    before.add(fault)
    if (count === 0) return []
    after.add({ ...moved, count })
    return [{ ...moved, count }]
  })
}

/** It begins before the run ends, as it did, also where both are within one millisecond. */
function moveFault(fault: Fault, time: (ms: Millis) => Millis, endMs: Millis): Fault {
  const moments = Object.entries(fault).map(([key, value]) =>
    (MOMENTS as readonly string[]).includes(key) ? [key, time(value as Millis)] : [key, value],
  )
  const moved = Object.fromEntries(moments) as Fault
  return { ...moved, atMs: Math.min(moved.atMs, endMs - 1) }
}

function scaleThreshold(
  threshold: Threshold,
  time: (ms: Millis) => Millis,
  scale: number,
): Threshold {
  const { fromMs, untilMs, windowMs } = threshold
  const span = { fromMs: time(fromMs), untilMs: time(untilMs) }
  const roomMs = span.untilMs - span.fromMs
  const window = windowMs === undefined ? {} : { windowMs: Math.min(time(windowMs), roomMs) }
  const { abortAfterMs } = threshold
  const aborts =
    abortAfterMs === undefined ? {} : { abortAfterMs: Math.round(abortAfterMs * scale) }
  return { ...threshold, ...span, ...window, ...aborts }
}
