/** A look at a run, once a second: how its clusters stand, and how far it is. */

import type { Millis } from '../base/time.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import type { ClusterStatus } from './cluster-record.js'
import { type Progress, progressOf } from './progress.js'
import type { RunRecord } from './run-record.js'

/** What can be seen while a scenario runs; put together when it is asked for, and not later. */
export interface RunSnapshot {
  /** Since the load began, in ms. */
  readonly atMs: Millis
  /** By name: counts and latencies since the warm-up, and how each stands now. */
  clusters(): Record<string, ClusterStatus>
  /** What its load does, which faults are in force, and how thresholds stand. */
  progress(): Progress
}

export function lookOf(plan: ScenarioPlan, record: RunRecord, atMs: Millis): RunSnapshot {
  return {
    atMs,
    clusters() {
      const rows = record.clusters.map(cluster => [cluster.name, cluster.status()] as const)
      return Object.fromEntries(rows)
    },
    progress: () => progressOf(plan, record, atMs),
  }
}
