/** A whole run of a scenario in virtual time, and its summary. */

import type { Millis } from '../base/time.js'
import { loadNotes } from '../report/load-notes.js'
import { notesOf } from '../report/notes.js'
import { type Report, reportOf } from '../report/report.js'
import { type Summary, summarizeRun } from '../report/summary.js'
import { finalizeVerdict } from '../report/verdict.js'
import { restrictToDriver } from '../scenario/driver-support.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import { type CloudOptions, SimCloud } from './cloud.js'
import { judgeLiveness } from './liveness.js'

export interface SimulateOptions extends CloudOptions {
  /**
   * Called after each second of it all, also of the warm-up and of the wait for liveness; to false
   * it answers that the run is to end here.
   */
  readonly onStep?: (cloud: SimCloud) => Promise<boolean> | boolean
  /** How long to wait for liveness while nothing moves; as long as clients wait, by default. */
  readonly patienceMs?: Millis
}

export interface SimulatedRun {
  readonly summary: Summary
  readonly report: Report
  readonly cloud: SimCloud
}

/** Virtual time between two looks at the clusters. */
const STEP_MS: Millis = 1000

/**
 * Runs the scenario to its end, or until `onStep` says so; then mends all and judges liveness.
 *
 * @returns the summary, and the report, of what happened in its duration, after its warm-up.
 */
export async function simulate(
  said: ScenarioPlan,
  options: SimulateOptions = {},
): Promise<SimulatedRun> {
  const plan = restrictToDriver('sim', said)
  const cloud = new SimCloud(plan, options)
  const { onStep = () => true, patienceMs } = options
  const { record } = cloud
  const runTo = async (end: Millis, isOver = () => false) => {
    let goesOn = true
    while (goesOn && !isOver() && !cloud.isStuck && cloud.clock.now < end) {
      // Whole seconds, at which thresholds are judged: a run that one ends goes no further.
      const step = Math.floor(cloud.clock.now / STEP_MS) + 1
      cloud.runTo(Math.min(step * STEP_MS, end))
      goesOn = await onStep(cloud)
    }
    return goesOn
  }
  const isOver = () => record.endedBy !== undefined
  let goesOn = await runTo(plan.warmupMs, isOver)
  goesOn &&= await runTo(plan.durationMs, isOver)
  // What liveness needs to be judged comes after what is measured.
  const endMs = cloud.clock.now
  const durationMs = Math.max(0, endMs - plan.warmupMs)
  const { digest } = cloud
  const faults = record.finish(endMs)
  const measured = {
    ...summarizeRun(plan, record, 'sim', durationMs),
    ...(plan.faults.length > 0 && { faults }),
    digest,
  }
  const { sent } = measured.total
  const ofLoad = loadNotes(plan, record, { endMs, sent, hasFailed: false })
  const report = reportOf({ summary: measured, record, warmupMs: plan.warmupMs })
  if (!cloud.isStuck) goesOn &&= await judgeLiveness(cloud, plan, runTo, patienceMs)
  const verdict = finalizeVerdict(
    { ...measured, invariants: cloud.verdicts.all() },
    { isInterrupted: !goesOn, hasFailed: false },
  )
  const summary = { ...verdict, notes: notesOf(verdict, plan, { ofLoad }) }
  return { summary, report: { ...report, ...summary }, cloud }
}
