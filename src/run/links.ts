/** The links of a script's cloud: which of them are there to be broken. */

import { type FaultOnLinks, linkStrike } from '../scenario/link-faults.js'
import { allPairs, directionName } from '../scenario/link-pairs.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import { UsageError } from '../scenario/usage-error.js'

/** @throws UsageError if the fault is on no link that is there. */
export function checkLinks(fault: FaultOnLinks, plan: ScenarioPlan, areMade: boolean): void {
  if (!areMade) {
    throw new UsageError('There are no links to break: say links: {} where the cloud is opened')
  }
  const known = new Set(
    allPairs(plan).flatMap(({ from, to }) =>
      [
        { from, to },
        { from: to, to: from },
      ].map(directionName),
    ),
  )
  const names = linkStrike(fault).directions.map(directionName)
  if (names.some(name => known.has(name))) return
  throw new UsageError(`There is no link ${names[0]}: neither cluster knows the other`)
}
