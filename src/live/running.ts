/** A cluster that runs, in this process or in one of its own: what can be asked of it. */

import type { ClusterReport } from '../report/cluster-record.js'
import type { Counts } from '../report/tally.js'
import type { ClusterEvent } from './thread-roles.js'

export interface RunningCluster {
  /** What happened since the last report, and how it stands; undefined once it is dead. */
  report(): Promise<ClusterReport | undefined>
  /** Ends its clients; the rest goes on. Resolves with the last report. */
  halt(): Promise<ClusterReport | undefined>
  /**
   * Ends all that is left of it, within a second.
   *
   * @returns what was counted since the last report; what the end itself brings about is left out.
   */
  stop(): Promise<Counts | undefined>
  /** Lets threads of workers die of an error, as a fault; they are started again. */
  killWorkers(threads?: number): void
}

export interface ClusterListener {
  /** The name is its own: from here on it is being started. */
  onClaimed?(): void
  onEvent?(event: ClusterEvent): void
  /** It cannot go on: a bug in a thread it cannot do without, or its process was killed. */
  onFailure?(reason: string): void
}
