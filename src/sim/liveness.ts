/**
 * Liveness: when a run has ended, all is mended, the load has stopped, and time passes until every
 * client must have been answered. What then still waits, or does not agree, is a fault.
 */

import type { Millis } from '../base/time.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import type { SimCloud } from './cloud.js'

/** Steps in which the end is waited for. */
const STEP_MS: Millis = 1000

/**
 * Mends all, waits, and judges.
 *
 * @param patienceMs for how long, unless it is as long as clients may try.
 */
export function judgeLiveness(
  cloud: SimCloud,
  plan: ScenarioPlan,
  patienceMs: Millis = patienceOf(plan),
): void {
  cloud.mendAll()
  const end = cloud.clock.now + patienceMs
  while (cloud.clock.now < end && !isAtRest(cloud)) cloud.runTo(cloud.clock.now + STEP_MS)
  judgeAnswers(cloud)
  judgeIdleness(cloud)
  judgeState(cloud)
  cloud.verdicts.settle()
}

/** The longest that a task may take: all its retries; then that a peer is heard of again. */
function patienceOf({ loads, clusters }: ScenarioPlan): Millis {
  const tries = loads.map(({ timeoutMs, retries }) => timeoutMs * (retries + 1))
  const words = Object.values(clusters).map(({ heartbeatMs }) => 3 * heartbeatMs)
  return Math.max(...tries, ...words) + 2 * STEP_MS
}

function isAtRest(cloud: SimCloud): boolean {
  return cloud.alive().every(cluster => cluster.waitingClients === 0) && disagreement(cloud) === ''
}

function judgeAnswers(cloud: SimCloud): void {
  for (const { name, waitingClients } of cloud.alive()) {
    if (waitingClients === 0) continue
    const what = `${waitingClients} clients of ${name} still wait`
    cloud.verdicts.breaks('every client is answered', cloud.clock.now, what)
  }
}

function judgeIdleness(cloud: SimCloud): void {
  for (const { name, broker, state } of cloud.alive()) {
    const waiting = (state?.waiting ?? 0) + broker.queued
    if (waiting === 0 || (state?.ready ?? 0) === 0) continue
    const what = `${waiting} tasks wait at ${name}, and ${state?.ready} workers are ready`
    cloud.verdicts.breaks('no ready worker idles while a task waits', cloud.clock.now, what)
  }
}

function judgeState(cloud: SimCloud): void {
  const what = disagreement(cloud)
  if (what !== '') cloud.verdicts.breaks('state converges', cloud.clock.now, what)
}

/** The first peer whose capacity is not known as it is; '' if all are. */
function disagreement(cloud: SimCloud): string {
  const alive = new Map(cloud.alive().map(cluster => [cluster.name, cluster]))
  for (const { name, state } of alive.values()) {
    for (const peer of state?.peers ?? []) {
      const ready = alive.get(peer.name)?.state?.ready
      if (ready === undefined || ready === peer.capacity) continue
      return `${name} thinks that ${peer.name} has ${peer.capacity} free, and it has ${ready}`
    }
  }
  return ''
}
