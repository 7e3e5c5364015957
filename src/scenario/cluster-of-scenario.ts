/** One cluster of a scenario, as the plan of a cluster on real sockets. */

import { type ClusterPlan, clusterPlan } from './plan.js'
import type { ScenarioPlan } from './scenario-plan.js'
import { taskTimeoutIn } from './task-timeout.js'
import { UsageError } from './usage-error.js'

/**
 * The plan of the cluster of that name. Links and faults are not part of it: they are for
 * whoever runs the scenario.
 *
 * @param dir for the socket files.
 * @throws UsageError if there is none of that name, or what it needs is too much.
 */
export function clusterOfScenario(scenario: ScenarioPlan, name: string, dir: string): ClusterPlan {
  const spec = scenario.clusters[name]
  if (!spec) throw new UsageError(`There is no cluster ${name} in ${scenario.name}`)
  const { joinsLater: _, ...cluster } = spec
  const loads = scenario.loads.filter(({ at }) => at === name)
  return clusterPlan({
    self: name,
    seed: scenario.seed,
    dir,
    ...cluster,
    taskTimeoutMs: taskTimeoutIn(scenario, spec),
    loads: loads.map(({ at, file, format, ...load }) => load),
  })
}
