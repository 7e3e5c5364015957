/** A trial: one scenario run to its end, and what did not hold; no report is made of it. */

import type { Millis } from '../base/time.js'
import type { Invariant } from '../report/summary.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import { type CloudOptions, SimCloud } from '../sim/cloud.js'
import { judgeLiveness } from '../sim/liveness.js'

/** Where nothing moved for so long, nothing that fuzzing makes will move again. */
const PATIENCE_MS: Millis = 30_000

/**
 * Once all is healed. It is for what moves for ever: of 1,500 scenarios none took longer than one
 * minute, but a client alone that makes up for hundreds of tasks over a lossy link takes five.
 */
const BOUND_MS: Millis = 1_800_000

/**
 * The first invariant that is broken; undefined if all hold.
 *
 * @throws Error that names the seed, where a machine throws: that is a bug.
 */
export async function firstViolation(
  plan: ScenarioPlan,
  options: CloudOptions = {},
): Promise<Invariant | undefined> {
  try {
    const cloud = new SimCloud(plan, { ...options, makesReport: false })
    const runTo = async (end: Millis) => {
      cloud.runTo(end)
      return true
    }
    await runTo(plan.durationMs)
    await judgeLiveness(cloud, plan, runTo, PATIENCE_MS, BOUND_MS)
    const broken = cloud.verdicts.all().filter(({ verdict }) => verdict === 'false')
    return broken.sort((a, b) => (a.broken?.t ?? 0) - (b.broken?.t ?? 0))[0]
  } catch (error) {
    const { message } = error as Error
    throw new Error(`seed ${plan.seed}: ${message}`, { cause: error })
  }
}
