/** What is said between the main thread of a cluster and its other threads. */

import type { Millis } from '../base/time.js'
import type { BrokerState } from '../broker/contract.js'
import type { Counts } from '../report/counts.js'
import type { ClusterPlan, LoadPlan } from '../scenario/plan.js'
import type { WaysOfTasks } from '../trace/ways.js'

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

/** To a thread. */
export type Order =
  /** Clients and workers: connect to the broker; a worker says READY at once. */
  | { readonly order: 'connect' }
  /** Clients: send from that time on, by the clock of the machine; the load's are from another. */
  | { readonly order: 'begin'; readonly startMs: Millis; readonly originMs: Millis }
  /** Clients: send no task that was not sent before. */
  | { readonly order: 'cease' }
  /** Workers: those of the names that are its own end at once, or are started again. */
  | { readonly order: 'kill' | 'hire'; readonly names: readonly string[] }
  /** Workers: work takes so many times as long as it should. */
  | { readonly order: 'slow'; readonly factor: number }
  /** Broker: answered by the ways of these tasks. */
  | { readonly order: 'ways'; readonly tasks: readonly string[] }
  /** Answered by a report. */
  | { readonly order: 'report' }
  /** Close the sockets and end. A last report comes first. */
  | { readonly order: 'end' }
  /** Fail as if by a bug: for tests and for faults. */
  | { readonly order: 'fail' }

/** From a thread. */
export type Word =
  /** It has loaded; the broker's sockets are bound. */
  | { readonly word: 'ready' }
  /** Broker: all of the cluster's workers have said READY. */
  | { readonly word: 'staffed' }
  | { readonly word: 'report'; readonly report: ThreadReport }
  | { readonly word: 'ways'; readonly ways: WaysOfTasks }
  /** Broker: something happened that people like to know. */
  | { readonly word: 'event'; readonly event: ClusterEvent }
  /** Workers that failed: what they had not reported. */
  | { readonly word: 'rest'; readonly report: ThreadReport }
  /** It failed, and ends; `isUsage` if a person can mend that. */
  | { readonly word: 'failed'; readonly reason: string; readonly isUsage: boolean }

export interface ThreadReport {
  readonly counts: Counts
  /** From clients only: tasks that wait for their answer. */
  readonly inFlight?: number
  /** From clients only: tasks that should have been sent, and that no client was free for. */
  readonly overdue?: number
  /** From the broker only. */
  readonly broker?: BrokerState
}

/** What people watch a cluster for, besides its numbers. */
export type ClusterEvent =
  | { readonly event: 'peer-up'; readonly peer: string; readonly capacity: number }
  | { readonly event: 'peer-gone'; readonly peer: string; readonly home: number }
  | { readonly event: 'workers-died'; readonly thread: number; readonly reason: string }
  | { readonly event: 'monitor'; readonly line: string }
