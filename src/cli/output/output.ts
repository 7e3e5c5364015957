/** What a session tells its user, and the three ways to say it. */

import type { Millis } from '../../base/time.js'
import type { ClusterEvent } from '../../live/cluster-handle.js'
import type { ClusterStatus } from '../../report/cluster-record.js'
import type { Progress } from '../../report/progress.js'
import type { Summary } from '../../report/summary.js'
import type { ClusterPlan } from '../../scenario/plan.js'

export type Statuses = Readonly<Record<string, ClusterStatus>>

export interface Output {
  /** All names are granted, and the clusters are being started. */
  preparing(plans: readonly ClusterPlan[]): void
  /** All workers are ready, and the clients send: the time begins. */
  ready(): void
  /** @param progress of a run that has a plan. */
  status(clusters: Statuses, elapsedMs: Millis, progress?: Progress): void
  event(cluster: string, event: ClusterEvent, elapsedMs: Millis): void
  /** A fault of the scenario strikes, or is mended. */
  fault(words: string, elapsedMs: Millis): void
  /** A cluster, or the links between them, broke down. */
  died(cluster: string, reason: string, elapsedMs: Millis): void
  summary(summary: Summary): void
}

/** Says nothing but the summary. */
export function quiet(output: Output): Output {
  return { ...SILENT, summary: summary => output.summary(summary), died: output.died }
}

const SILENT: Output = {
  preparing() {},
  ready() {},
  status() {},
  event() {},
  fault() {},
  died() {},
  summary() {},
}
