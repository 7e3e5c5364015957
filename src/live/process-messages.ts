/** What is said between a cluster's process and the one that started it. */

import type { Millis } from '../base/time.js'
import type { ClusterReport } from '../report/cluster-record.js'
import type { Counts } from '../report/counts.js'
import type { ClusterPlan, LoadPlan } from '../scenario/plan.js'
import type { WaysOfTasks } from '../trace/ways.js'
import type { ClusterEvent } from './thread-roles.js'

/** To the process of a cluster. */
export type ProcessOrder =
  | { readonly order: 'start'; readonly plan: ClusterPlan }
  | { readonly order: 'report' }
  | { readonly order: 'begin'; readonly startMs: Millis; readonly originMs: Millis }
  | {
      readonly order: 'load'
      readonly load: LoadPlan
      readonly originMs: Millis | undefined
    }
  | { readonly order: 'cease' }
  | { readonly order: 'kill-workers' | 'restart-workers'; readonly names: readonly string[] }
  | { readonly order: 'slow'; readonly factor: number }
  | { readonly order: 'ways'; readonly tasks: readonly string[] }
  /** Answered by the last report. */
  | { readonly order: 'halt' }

/** From the process of a cluster. */
export type ProcessWord =
  /** It has its name, and starts its threads. */
  | { readonly word: 'claimed' }
  | { readonly word: 'report'; readonly report: ClusterReport }
  | { readonly word: 'ways'; readonly ways: WaysOfTasks }
  | { readonly word: 'event'; readonly event: ClusterEvent }
  /** The last word: what was counted since the last report. */
  | { readonly word: 'stopped'; readonly counts: Counts }
