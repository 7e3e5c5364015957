/** A cluster that runs, in this process or in one of its own: what can be asked of it. */

import type { Millis } from '../base/time.js'
import type { ClusterReport } from '../report/cluster-record.js'
import type { Counts } from '../report/counts.js'
import type { LoadPlan } from '../scenario/plan.js'
import type { TaskPaths } from '../trace/hop-log.js'

/**
 * Why a cluster fails that should end, and gives no last figures.
 *
 * @param signal what has ended it meanwhile; without one, it was killed as it did not end in time.
 */
export function withoutFigures(signal: string | undefined): string {
  const how = signal ? `it was ended by ${signal} when it should end` : 'it hung, and was killed'
  return `${how}: its last figures lack`
}

/** What people watch a cluster for, besides its numbers. */
export type ClusterEvent =
  | { readonly event: 'peer-up'; readonly peer: string; readonly capacity: number }
  | { readonly event: 'peer-gone'; readonly peer: string; readonly home: number }
  | { readonly event: 'workers-died'; readonly thread: number; readonly reason: string }
  | { readonly event: 'monitor'; readonly line: string }

/** What a cluster that runs can be told and asked, from whichever process. */
export interface ClusterCalls {
  /**
   * Lets its clients send.
   *
   * @param startMs from when on, by the clock of the machine; from now on, unless it is said here.
   * @param originMs what the times of its loads are from; `startMs`, unless it is said here.
   */
  begin(startMs?: Millis, originMs?: Millis): Promise<void>
  /**
   * Puts one more load on it, as soon as its clients are there.
   *
   * @param originMs what its times are from; when its clients begin, unless it is said here.
   */
  addLoad(load: LoadPlan, originMs?: Millis): Promise<void>
  /** From now on, no task is sent that was not sent before. */
  cease(): Promise<void>
  /** What happened since the last report, and how it stands; undefined once it is dead. */
  report(): Promise<ClusterReport | undefined>
  /**
   * What its broker remembers of these tasks, if its plan says that it does; times are by the clock
   * of the machine. Undefined once it is dead.
   */
  ways(tasks: readonly string[]): Promise<TaskPaths | undefined>
  /** Those workers end at once, with the tasks that they have. */
  killWorkers(names: readonly string[]): Promise<void>
  /** Workers that were killed are started again. */
  restartWorkers(names: readonly string[]): Promise<void>
  /** From now on, work takes `factor` times as long as it should. */
  slowDown(factor: number): Promise<void>
}

/** Their names, for a cluster in a process of its own. */
export const CLUSTER_CALLS: Record<keyof ClusterCalls, true> = {
  begin: true,
  addLoad: true,
  cease: true,
  report: true,
  ways: true,
  killWorkers: true,
  restartWorkers: true,
  slowDown: true,
}

/** A cluster that runs, in this process or in one of its own. */
export interface RunningCluster extends ClusterCalls {
  /** Ends its clients; the rest goes on. Resolves with the last report. */
  halt(): Promise<ClusterReport | undefined>
  /**
   * Ends all that is left of it, within a second.
   *
   * @returns what was counted since the last report; what the end itself brings about is left out.
   *   Undefined if it hung, and had to be killed, or once it is dead.
   */
  stop(): Promise<Counts | undefined>
  /** The signal that has ended its process, if this one did not send it. */
  readonly endedBy?: string | undefined
}

/** Who watches a cluster. */
export interface ClusterListener {
  /** The name is its own: from here on it is being started. */
  onClaimed?(): void
  onEvent?(event: ClusterEvent): void
  /**
   * It cannot go on: a bug in a thread it cannot do without, a policy file that cannot be used, or
   * its process was killed.
   *
   * @param isUsage whether a person can mend it, as a policy file.
   */
  onFailure?(reason: string, isUsage: boolean): void
}

/** Who watches the clusters of a run on real sockets. */
export interface CloudListener {
  onEvent?(cluster: string, event: ClusterEvent, t: Millis): void
  /** A cluster ended that nobody told to; `isUsage` if a person can mend why. */
  onFailure?(cluster: string, reason: string, t: Millis, isUsage: boolean): void
}
