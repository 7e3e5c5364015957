/** A whole run of a scenario in virtual time, and its summary. */

import type { Millis } from '../base/time.js'
import { type Summary, summarize } from '../report/summary.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import { type CloudOptions, SimCloud } from './cloud.js'
import { judgeLiveness } from './liveness.js'

export interface SimulateOptions extends CloudOptions {
  /** Called before each step; to false it answers that the run is to end here. */
  readonly onStep?: (cloud: SimCloud) => Promise<boolean> | boolean
  /** How long to wait for liveness while nothing moves; as long as clients wait, by default. */
  readonly patienceMs?: Millis
}

/** Virtual time between two looks at the clusters. */
const STEP_MS: Millis = 1000

/**
 * Runs the scenario to its end, or until `onStep` says so; then mends all and judges liveness.
 *
 * @returns the summary of what happened in its duration, and after its warm-up.
 */
export async function simulate(
  plan: ScenarioPlan,
  options: SimulateOptions = {},
): Promise<{ readonly summary: Summary; readonly cloud: SimCloud }> {
  const cloud = new SimCloud(plan, options)
  cloud.runTo(plan.warmupMs)
  if (plan.warmupMs > 0) cloud.forgetMeasurements()
  let goesOn = true
  while (goesOn && cloud.clock.now < plan.durationMs) {
    cloud.runTo(Math.min(cloud.clock.now + STEP_MS, plan.durationMs))
    goesOn = (await options.onStep?.(cloud)) ?? true
  }
  // What liveness needs to be judged comes after what is measured.
  const { name, seed } = plan
  const durationMs = cloud.clock.now - plan.warmupMs
  const { records: clusters, digest } = cloud
  const input = { mode: 'sim', name, seed, durationMs, exitCode: 0, clusters } as const
  const summary = summarize(input)
  const thresholds = cloud.thresholds.results()
  const theory = cloud.theory.results(durationMs)
  if (goesOn) judgeLiveness(cloud, plan, options.patienceMs)
  const invariants = cloud.verdicts.all()
  const exitCode = exitCodeOf(cloud, { thresholds, theory }, goesOn)
  const verdict = exitCode === 0 ? 'pass' : exitCode === 4 ? 'inconclusive' : 'fail'
  return {
    summary: { ...summary, verdict, exitCode, thresholds, theory, invariants, digest },
    cloud,
  }
}

/** The contract's exit codes, the gravest first. */
function exitCodeOf(
  cloud: SimCloud,
  { thresholds, theory }: Pick<Summary, 'thresholds' | 'theory'>,
  hasEnded: boolean,
): number {
  if (cloud.verdicts.isBroken) return 3
  if (!hasEnded) return 130
  const passes = [
    ...thresholds.map(({ passed, value }) => (value === null ? undefined : passed)),
    ...theory.map(({ agrees, standardErrors }) => (standardErrors === null ? undefined : agrees)),
  ]
  if (passes.includes(false)) return 99
  return passes.includes(undefined) ? 4 : 0
}
