/** The scenario that a command line names, whole: with the files that it names itself. */

import { dirname, resolve } from 'node:path'
import { withArrivals } from '../scenario/arrivals.js'
import { readScenario } from '../scenario/scenario.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import { readText } from './files.js'

/**
 * @param seed in place of the file's, if there is one.
 * @throws ScenarioError with all that is wrong in it; UsageError if it cannot be read.
 */
export function planOf(scenario: string, seed?: number): ScenarioPlan {
  const plan = readScenario(readText(scenario), scenario)
  const whole = withArrivals(plan, file => readText(resolve(dirname(scenario), file)))
  return { ...whole, seed: seed ?? whole.seed }
}
