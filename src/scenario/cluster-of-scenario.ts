/** One cluster of a scenario, as the plan of a cluster on real sockets. */

import type { Millis } from '../base/time.js'
import { type ClusterPlan, clusterPlan } from './plan.js'
import type { LoadSpec, ScenarioPlan } from './scenario-plan.js'
import { UsageError } from './usage-error.js'

/**
 * The plan of the cluster of that name. Links and faults are not part of it: they are for
 * whoever runs the scenario.
 *
 * @param dir for the socket files.
 * @throws UsageError for loads that a cluster on real sockets cannot have yet.
 */
export function clusterOfScenario(scenario: ScenarioPlan, name: string, dir: string): ClusterPlan {
  const spec = scenario.clusters[name]
  if (!spec) throw new UsageError(`There is no cluster ${name} in ${scenario.name}`)
  const { joinsLater: _, ...cluster } = spec
  const loads = scenario.loads.filter(({ at }) => at === name)
  if (loads.length > 1) {
    throw new UsageError(`${name} has ${loads.length} loads, and on real sockets can have one`)
  }
  return clusterPlan({
    self: name,
    seed: scenario.seed,
    dir,
    ...cluster,
    ...clientsOf(loads[0], scenario.durationMs),
  })
}

function clientsOf(spec: LoadSpec | undefined, endMs: Millis) {
  if (!spec) return { clients: 0 }
  const { at, clients, load, timeoutMs, retries, bodyBytes } = spec
  if (spec.fromMs > 0 || spec.untilMs < endMs) {
    throw new UsageError(`The load of ${at} begins late or ends early: on real sockets it cannot`)
  }
  return { clients, load, timeoutMs, retries, bodyBytes }
}
