/** What a script's cloud stands on: real clusters and real time, or simulated ones. */

import type { Millis } from '../base/time.js'
import type { Effect } from '../live/fault.js'
import type { RunRecord } from '../report/run-record.js'
import type { Summary } from '../report/summary.js'
import type { Fault, LoadSpec } from '../scenario/scenario-plan.js'

export interface Stage {
  readonly mode: Summary['mode']
  /** Since the cloud was opened. */
  readonly now: Millis
  /** What was seen when it was last looked at. */
  readonly record: RunRecord
  isAlive(cluster: string): boolean
  addLoad(load: LoadSpec): Promise<void>
  effectOf(fault: Fault): Effect
  pass(ms: Millis): Promise<void>
  look(): Promise<void>
  /**
   * Waits for the answers to what is under way, and ends all.
   *
   * @returns when the last answer had come, or was waited for no longer.
   */
  stop(): Promise<Millis>
}
