/** What of a scenario one driver can judge: some things are only measured by the other. */

import { metricInfo } from './metric-names.js'
import { type ScenarioPlan, withNote } from './scenario-plan.js'

const PLACES = { live: 'on real sockets', sim: 'in virtual time' } as const

/** Without the thresholds, and the comparison with theory, that this driver cannot judge. */
export function restrictToDriver(driver: 'live' | 'sim', plan: ScenarioPlan): ScenarioPlan {
  const { expect, ...rest } = plan
  const isLeftOut = ({ metric }: ScenarioPlan['thresholds'][number]) => {
    const { only } = metricInfo(metric)
    return only !== undefined && only !== driver
  }
  const thresholds = plan.thresholds.filter(threshold => !isLeftOut(threshold))
  // Theory is about the wait, and nobody sees a real worker begin.
  const keepsTheory = expect !== undefined && driver === 'sim'
  const missed = [
    ...plan.thresholds.filter(isLeftOut).map(each => `${each.metricText} ${each.exprText}`),
    ...(expect !== undefined && !keepsTheory ? ['the wait that theory expects'] : []),
  ]
  if (missed.length === 0) return plan
  const judged = { ...rest, thresholds, ...(keepsTheory ? { expect } : {}) }
  return withNote(judged, `not measured ${PLACES[driver]}: ${missed.join(', ')}`)
}
