/** What a process may have of the machine, compared with what a cluster needs, before it starts. */

import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { type ClusterPlan, clientsOf } from '../scenario/plan.js'
import { UsageError } from '../scenario/usage-error.js'

/**
 * Checks the descriptors: libzmq aborts the process when a broker runs out of them.
 *
 * @throws UsageError with the number needed and the command that raises the limit.
 */
export function checkDescriptors(plan: ClusterPlan): void {
  const limit = descriptorLimit()
  const needed = descriptorsNeeded(plan)
  if (needed <= limit) return
  throw new UsageError(
    `${plan.self} needs ${needed} file descriptors for its sockets, and the limit is ${limit}: ` +
      `raise it with "ulimit -n ${needed}" or use fewer clients and workers`,
  )
}

/** As many as own clients may connect at once; what finds no place tries again 100 ms later. */
const BACKLOG_MAX = 4096
const BACKLOG_MIN = 8

/** The descriptors that the process may have, and those that strangers are not to take. */
export interface Descriptors {
  readonly limit: number
  /** For connections that come between two looks, or wait to be accepted, and for our own. */
  readonly reserve: number
}

export function descriptorsOf(plan: ClusterPlan): Descriptors {
  const limit = descriptorLimit()
  return { limit, reserve: Math.max(0, Math.ceil((3 / 4) * (limit - descriptorsNeeded(plan)))) }
}

/** Connections that may wait at a bound socket: once they do, nothing keeps them from coming in. */
export function backlogOf(plan: ClusterPlan): number {
  return Math.min(BACKLOG_MAX, Math.max(BACKLOG_MIN, Math.floor(descriptorsOf(plan).reserve / 16)))
}

/** A REQ socket costs two on its own side and one on the broker's; many may share theirs. */
function descriptorsNeeded(plan: ClusterPlan): number {
  const own = plan.loads.filter(({ sockets }) => sockets === 'own')
  const workers = plan.workerSockets === 'own' ? plan.workers : 0
  return 3 * (clientsOf({ loads: own }) + workers) + 9 * plan.peers.length + 100
}

/** How many threads share so many sockets: half of the cores each for clients and for workers. */
export function threadsFor(count: number, wanted: number | undefined): number {
  const sensible = Math.max(1, Math.floor(availableParallelism() / 2))
  return Math.min(count, wanted ?? Math.min(sensible, 8))
}

function descriptorLimit(): number {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8')
    const [, soft] = limits.match(/^Max open files\s+(\d+)/m) ?? []
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
