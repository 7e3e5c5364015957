/** What a thread of a cluster can be, and what it and the main thread call of each other. */

import type { Millis } from '../base/time.js'
import type { BrokerState } from '../broker/contract.js'
import type { Counts } from '../report/counts.js'
import type { ClusterPlan, LoadPlan } from '../scenario/plan.js'
import type { TaskPaths } from '../trace/hop-log.js'
import type { ClusterEvent } from './cluster-handle.js'

/** What a thread is started to be. */
export type ThreadRole =
  | { readonly role: 'broker'; readonly plan: ClusterPlan }
  | (Members & { readonly role: 'workers' })
  | (Members & {
      readonly role: 'clients'
      readonly load: LoadPlan
      /** The part of the load that falls to it, and the parts of those before it: 0 to 1. */
      readonly share: number
      readonly phase: number
    })

interface Members {
  readonly plan: ClusterPlan
  readonly names: readonly string[]
  /** Which of its kind it is, from 1. */
  readonly number: number
}

/** What the main thread calls of any role. */
interface RoleCalls {
  /** Clients and workers: connect to the broker; a worker says READY at once. */
  connect(): void
  report(): ThreadReport
}

export interface BrokerCalls extends RoleCalls {
  /** What it remembers of these tasks. */
  ways(tasks: readonly string[]): TaskPaths
}

export interface ClientCalls extends RoleCalls {
  /**
   * @param startMs when its clients begin, by the clock of the machine.
   * @param originMs when all loads began: their times are from then.
   */
  begin(startMs: Millis, originMs: Millis): void
  /** From now on, no task is sent that was not sent before. */
  cease(): void
}

export interface WorkerCalls extends RoleCalls {
  /** Those of the names that are its own end at once, with the tasks that they have. */
  kill(names: readonly string[]): void
  /** Workers that ended are started again. */
  hire(names: readonly string[]): void
  /** From now on, work takes `factor` times as long as it should. */
  slowDown(factor: number): void
}

/** What it calls of any thread, whatever its role. */
export interface ThreadCalls {
  /** Closes the sockets, and ends. The last report. */
  end(): ThreadReport | undefined
  /** Fails as if by a bug: for tests and for faults. */
  fail(): void
}

/** What a thread calls of the main thread. */
export interface ThreadEvents {
  /** It has loaded; the broker's sockets are bound. */
  ready(): void
  /** Broker: all of the cluster's workers have said READY. */
  staffed(): void
  event(event: ClusterEvent): void
  /** Workers that failed: what they had not reported. */
  rest(report: ThreadReport): void
  /** It failed, and ends; `isUsage` if a person can mend that. */
  failed(reason: string, isUsage: boolean): void
}

export interface ThreadReport {
  readonly counts: Counts
  /** From clients only: tasks that wait for their answer. */
  readonly inFlight?: number
  /** From clients only: tasks that should have been sent, and that no client was free for. */
  readonly overdue?: number
  /** From the broker only. */
  readonly broker?: BrokerState
}

/** What a role has besides, for its own thread. */
interface Closing {
  /**
   * Closes the sockets.
   *
   * @returns for how many ms the thread must live on.
   */
  close(): number
}

export type BrokerRole = BrokerCalls & Closing
export type ClientRole = ClientCalls & Closing
export type WorkerRole = WorkerCalls & Closing
export type AnyRole = BrokerRole | ClientRole | WorkerRole

/** What a thread gives to its role. */
export interface Host extends Pick<ThreadEvents, 'staffed' | 'event'> {
  fail(error: unknown): void
}
