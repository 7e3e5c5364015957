/** How long a broker waits for answers where nobody says it: it follows from what is known. */

import { type Distribution, longestOf } from '../base/distribution.js'
import type { Millis } from '../base/time.js'
import { LOAD_FIELDS } from './fields.js'
import { parseDuration } from './grammar.js'
import type { LoadPlan } from './plan.js'
import type { ClusterSpec, ScenarioPlan } from './scenario-plan.js'

/** Of its client's patience, a task may cost so much before it is placed anew. */
const PATIENCE_SHARE = 1 / 4

/** No worker is missed before so many times the longest service. */
const SERVICES = 3

/** The larger of a share of the shortest client timeout, and a few times the longest service. */
export function defaultTaskTimeout(
  services: readonly Distribution[],
  loads: readonly Pick<LoadPlan, 'timeoutMs'>[],
): Millis {
  const timeouts = loads.map(({ timeoutMs }) => timeoutMs)
  if (timeouts.length === 0) timeouts.push(parseDuration(LOAD_FIELDS.timeout.default))
  const patienceMs = Math.min(...timeouts)
  return Math.max(PATIENCE_SHARE * patienceMs, SERVICES * Math.max(...services.map(longestOf)))
}

/** What its broker goes by: of tasks and workers of the whole cloud, as all of them may meet. */
export function taskTimeoutIn(plan: ScenarioPlan, { taskTimeoutMs }: ClusterSpec): Millis {
  if (taskTimeoutMs !== undefined) return taskTimeoutMs
  const services = Object.values(plan.clusters).map(({ service }) => service)
  return defaultTaskTimeout(services, plan.loads)
}
