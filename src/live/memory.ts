/** The memory that the clusters of a run need, about, compared with what there is before it. */

import { type ClusterPlan, clientsOf } from '../scenario/plan.js'
import { UsageError } from '../scenario/usage-error.js'
import { threadsFor } from './limits.js'

const MIB = 2 ** 20

/** In MiB, as measured under load: docs/performance.md. A process has one thread of each kind. */
const PROCESS = 90
const THREAD = 11
const OWN_CLIENT = 0.15
const SHARED_CLIENT = 0.03
const OWN_WORKER = 0.15
const SHARED_WORKER = 0.03

/** A body under way is in so many hands at once. */
const COPIES = 4

/**
 * Looks at the memory of the machine, or of the container that this runs in.
 *
 * @param availableMiB what there is, unless it is said here.
 * @throws UsageError that says how much is needed, and what would need less.
 */
export function checkMemory(
  plans: readonly ClusterPlan[],
  availableMiB = process.availableMemory() / MIB,
): void {
  const neededMiB = Math.ceil(plans.reduce((sum, plan) => sum + memoryOf(plan), PROCESS))
  if (neededMiB <= availableMiB) return
  throw new UsageError(
    `The scenario needs about ${neededMiB} MiB of memory, and ${Math.floor(availableMiB)} MiB ` +
      `are free: use fewer clusters (${PROCESS} MiB each), fewer clients or workers, ` +
      'sockets: shared, workerSockets: shared, or --scale 0.1',
  )
}

/** Of a process with that cluster, in MiB. */
export function memoryOf(plan: ClusterPlan): number {
  const threads =
    plan.loads.reduce((sum, load) => sum + threadsFor(load.clients, plan.clientThreads), 0) +
    threadsFor(plan.workers, plan.workerThreads)
  const shared = plan.loads.filter(({ sockets }) => sockets === 'shared')
  const sharedClients = clientsOf({ loads: shared })
  const bodies = plan.loads.reduce((sum, load) => sum + load.clients * load.bodyBytes, 0)
  return (
    PROCESS +
    THREAD * Math.max(0, threads - 2) +
    SHARED_CLIENT * sharedClients +
    OWN_CLIENT * (clientsOf(plan) - sharedClients) +
    (plan.workerSockets === 'shared' ? SHARED_WORKER : OWN_WORKER) * plan.workers +
    (COPIES * bodies) / MIB
  )
}
