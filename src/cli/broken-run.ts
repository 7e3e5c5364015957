/** A run that ends in an error of ours: its report says so in every form, as its exit code does. */

import { describeError } from '../base/describe-error.js'
import { reportOfFinished } from '../report/finished-run.js'
import type { Report } from '../report/report.js'
import { RunRecord } from '../report/run-record.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import { UsageError } from '../scenario/usage-error.js'

/** A report; with what was thrown in place of one, which is to be thrown when it is written. */
export interface ReportOrBroken {
  readonly report: Report
  readonly crash?: unknown
}

/** @throws UsageError for what a person has to mend. */
export async function reportOrBroken(
  plan: ScenarioPlan,
  mode: Report['mode'],
  run: () => Promise<Report>,
): Promise<ReportOrBroken> {
  try {
    return { report: await run() }
  } catch (error) {
    if (error instanceof UsageError) throw error
    const failures = [{ name: `seed ${plan.seed}`, reason: describeError(error) }]
    const ending = { endMs: 0, isInterrupted: false, failures }
    const report = reportOfFinished({ plan, record: new RunRecord(plan), mode, ...ending })
    return { report, crash: error }
  }
}
