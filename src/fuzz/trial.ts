/** A trial: one scenario run to its end, and what did not hold. */

import type { Millis } from '../base/time.js'
import type { Invariant } from '../report/summary.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import type { CloudOptions } from '../sim/cloud.js'
import { simulate } from '../sim/simulate.js'

/** Where nothing moved for so long, nothing that fuzzing makes will move again. */
const PATIENCE_MS: Millis = 30_000

/**
 * The first invariant that is broken; undefined if all hold.
 *
 * @throws Error that names the seed, where a machine throws: that is a bug.
 */
export async function brokenBy(
  plan: ScenarioPlan,
  options: CloudOptions = {},
): Promise<Invariant | undefined> {
  const run = simulate(plan, { ...options, patienceMs: PATIENCE_MS })
  const { summary } = await run.catch((error: Error) => {
    throw new Error(`seed ${plan.seed}: ${error.message}`, { cause: error })
  })
  const broken = summary.invariants.filter(({ verdict }) => verdict === 'false')
  return broken.sort((a, b) => (a.broken?.t ?? 0) - (b.broken?.t ?? 0))[0]
}
