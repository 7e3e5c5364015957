/**
 * Liveness: when a run has ended, all is mended, the load has stopped, and time passes until every
 * client is answered, or nothing moves any more. What then still waits, or does not agree, is a
 * fault.
 */

import { type Millis, NEVER } from '../base/time.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import type { SimCloud } from './cloud.js'
import type { SimCluster } from './cluster.js'

/** Steps in which the end is waited for. */
const STEP_MS: Millis = 1000

/**
 * Mends all, waits, and judges.
 *
 * @param runTo lets the time pass up to an end; false if somebody wants no more of it.
 * @param patienceMs for how long to wait while nothing moves, unless it is as long as clients do.
 * @param boundMs for how long at most, while something moves.
 * @returns whether it came to a judgement: false if `runTo` did.
 */
export async function judgeLiveness(
  cloud: SimCloud,
  plan: ScenarioPlan,
  runTo: (end: Millis) => Promise<boolean>,
  patienceMs: Millis = patienceOf(plan),
  boundMs: Millis = NEVER,
): Promise<boolean> {
  cloud.mendAll()
  const { clock, verdicts } = cloud
  const mendedAt = clock.now
  while (clock.now < Math.max(mendedAt, verdicts.movedAt) + patienceMs && !isAtRest(cloud)) {
    if (!(await runTo(clock.now + STEP_MS))) return false
    if (cloud.isStuck) return true
    if (clock.now < mendedAt + boundMs) continue
    verdicts.fail('every task is finished in time', clock.now, 'something still moves')
    break
  }
  judgeAnswers(cloud)
  judgeIdleness(cloud)
  judgeState(cloud)
  cloud.verdicts.settle()
  return true
}

/** The longest that a client waits before it tries again, and until a peer is heard of again. */
function patienceOf({ loads, clusters }: ScenarioPlan): Millis {
  const timeouts = loads.map(({ timeoutMs }) => timeoutMs)
  const words = Object.values(clusters).map(({ heartbeatMs }) => 3 * heartbeatMs)
  return Math.max(...timeouts, ...words) + 2 * STEP_MS
}

function isAtRest(cloud: SimCloud): boolean {
  const isServed = (cluster: SimCluster) =>
    cluster.clients.waiting === 0 || !hasWorkers(cloud, cluster)
  return cloud.alive().every(isServed) && disagreement(cloud) === ''
}

function judgeAnswers(cloud: SimCloud): void {
  let { givenUp } = cloud.verdicts
  for (const cluster of cloud.alive()) {
    const { name, clients } = cluster
    if (clients.waiting === 0 || !hasWorkers(cloud, cluster)) continue
    // A task that was missed too often is no broker's any more.
    givenUp -= clients.waiting
    if (givenUp >= 0) continue
    const what = `clients of ${name} that still wait: ${clients.waiting}`
    cloud.verdicts.fail('every client is answered', cloud.clock.now, what)
  }
}

/** Whether anybody could ever do a task of its clients: a worker of its own, or of a peer. */
function hasWorkers(cloud: SimCloud, { name, options }: SimCluster): boolean {
  const { policy, peers } = options.broker
  // What a policy of a file does with peers is its own affair.
  const lenders = policy === 'local-only' || typeof policy !== 'string' ? [] : peers
  return cloud
    .alive()
    .some(other => other.options.workers > 0 && [name, ...lenders].includes(other.name))
}

function judgeIdleness(cloud: SimCloud): void {
  for (const { name, broker, state } of cloud.alive()) {
    const waiting = (state?.waiting ?? 0) + broker.held
    if (waiting === 0 || (state?.ready ?? 0) === 0) continue
    const what = `tasks that wait at ${name}: ${waiting}, workers that are ready: ${state?.ready}`
    cloud.verdicts.fail('no ready worker idles while a task waits', cloud.clock.now, what)
  }
}

function judgeState(cloud: SimCloud): void {
  const what = disagreement(cloud)
  if (what !== '') cloud.verdicts.fail('state converges', cloud.clock.now, what)
}

/** The first peer whose capacity is not known as it is; '' if all are. */
function disagreement(cloud: SimCloud): string {
  // Each once: a state has all that a broker knows of its peers.
  const states = cloud.alive().map(({ name, state }) => ({ name, state }))
  const readyOf = new Map(states.map(({ name, state }) => [name, state?.ready]))
  for (const { name, state } of states) {
    for (const peer of state?.peers ?? []) {
      const ready = readyOf.get(peer.name)
      if (ready === undefined || ready === peer.capacity) continue
      return `${name} thinks that ${peer.name} has ${peer.capacity} free, and it has ${ready}`
    }
  }
  return ''
}
