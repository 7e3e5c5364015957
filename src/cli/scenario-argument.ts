/** The scenario that a command line names, whole: with the files that it names itself. */

import { dirname, resolve } from 'node:path'
import { withPolicies } from '../policy/read.js'
import { isResult } from '../report/result-file.js'
import { withArrivals } from '../scenario/arrivals.js'
import { readScenario, type Said } from '../scenario/scenario.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import { UsageError } from '../scenario/usage-error.js'
import { readText } from './files.js'
import { fileOf } from './shipped.js'

/**
 * @param scenario its file, or the name of one that comes along.
 * @param said what is said in place of what the file says.
 * @throws ScenarioError with all that is wrong in it; UsageError if it cannot be read.
 */
export function planOf(scenario: string, said: Said = {}): ScenarioPlan {
  const file = fileOf(scenario)
  const text = readText(file)
  if (isResult(text)) {
    throw new UsageError(`${file} is a summary of a run, no scenario: use peering compare`)
  }
  const plan = readScenario(text, file, said)
  return withPolicies(withArrivals(plan, csv => readText(resolve(dirname(file), csv))))
}
