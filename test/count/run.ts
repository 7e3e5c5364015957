/** Runs for the count: a plan in virtual time, with questions added, and all that it told. */

import { newBroker } from '../../src/policy/new-broker.js'
import type { Report } from '../../src/report/report.js'
import { metricInfo } from '../../src/scenario/metric-names.js'
import type { ScenarioPlan } from '../../src/scenario/scenario-plan.js'
import { simulate } from '../../src/sim/simulate.js'
import type { TraceEvent } from '../../src/trace/trace.js'
import { questionsOn } from './questions.js'
import { type Told, toldBy } from './told.js'

/** Where nothing moved for so long, nothing that these plans make will move again. */
const PATIENCE_MS = 30_000

export interface Counted {
  readonly events: readonly TraceEvent[]
  readonly report: Report
  readonly told: Told
}

/**
 * @param questions so many thresholds are added at the most.
 * @param endMs when it is to end, if that is before its time.
 */
export async function counted(
  said: ScenarioPlan,
  questions: number,
  endMs = said.durationMs,
): Promise<Counted> {
  // What only the other driver can measure is left out of the judgement.
  const own = said.thresholds.filter(({ metric }) => metricInfo(metric).only !== 'live')
  const plan = { ...said, thresholds: [...own, ...questionsOn(said, questions)] }
  const events: TraceEvent[] = []
  const trace = (event: TraceEvent) => {
    events.push(event)
  }
  const options = { newBroker, trace, keepsDetail: true, patienceMs: PATIENCE_MS }
  const { report } = await simulate(plan, options)
  return { events, report, told: toldBy(plan, events, 'sim', endMs) }
}
