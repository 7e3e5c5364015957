/** The end of a run that was looked at as it went: what was measured is judged, and reported. */

import type { Millis } from '../base/time.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import { loadNotes } from './load-notes.js'
import { type Failure, notesOf } from './notes.js'
import { type Report, reportOf } from './report.js'
import type { RunRecord } from './run-record.js'
import { type Drained, type Summary, summarizeRun } from './summary.js'
import { finalizeVerdict } from './verdict.js'

export interface FinishedRun {
  readonly plan: ScenarioPlan
  readonly record: RunRecord
  readonly mode: Summary['mode']
  /** When it ended, in ms since its start: before the answers to the last tasks were waited for. */
  readonly endMs: Millis
  readonly isInterrupted: boolean
  readonly failures: readonly Failure[]
  /** What else lacks of what was asked for, in a line each. */
  readonly lacking?: readonly string[]
}

/** To be called once, when all have reported. */
export function reportOfFinished(run: FinishedRun): Report {
  const { plan, record, mode, endMs, isInterrupted, failures, lacking } = run
  const { warmupMs } = plan
  const faults = record.finish(endMs)
  const measured = summarizeRun(plan, record, mode, Math.max(0, endMs - warmupMs))
  const hasFailed = failures.length > 0
  const summary = finalizeVerdict(measured, { isInterrupted, hasFailed })
  const drained = drainedOf(record, measured.total.inFlight, endMs)
  const { sent } = summary.total
  const ofLoad = loadNotes(plan, record, { endMs, sent, hasFailed })
  const notes = notesOf({ ...summary, drained }, plan, { failures, ofLoad, lacking })
  return reportOf({ summary: { ...summary, faults, drained, notes }, record, warmupMs })
}

function drainedOf({ drained }: RunRecord, inFlight: number, endMs: Millis): Drained {
  const { answered } = drained
  // Those that were sent only after the end are lost after those that were in flight.
  const inOrder = drained.lost.toSorted((a, b) => a - b)
  const lost = inOrder.slice(0, Math.max(0, inFlight - answered.length))
  const unanswered = Math.max(0, inFlight - answered.length - lost.length)
  const lastMs = [...answered, ...lost].reduce((last, t) => Math.max(last, t), endMs)
  const tookMs = Math.round(lastMs - endMs)
  return { answered: answered.length, lost: lost.length, unanswered, tookMs }
}
