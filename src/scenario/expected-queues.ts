/** What theory says of a scenario that it is about: its queues, and how long tasks wait in each. */

import { meanOf, meanSquareOf } from '../base/distribution.js'
import { mmcWait } from '../theory/erlang.js'
import { closedWait } from '../theory/finite-source.js'
import { memoryOf, mg1Wait } from '../theory/pollaczek-khinchine.js'
import {
  type ExpectedQueue,
  type LinkSpec,
  type LoadSpec,
  linkBetween,
  type ScenarioPlan,
  type TheoryName,
} from './scenario-plan.js'

/** Of a scenario that `readExpect` finds well. Infinity is the wait where a queue never ends. */
export function expectedQueues(theory: TheoryName, plan: ScenarioPlan): ExpectedQueue[] {
  if (theory === 'pooled-mmc') {
    const isLeast = isLate(plan.links.local) || sharesLate(plan)
    return [{ ...openQueue(theory, plan, Object.keys(plan.clusters)), isLeast }]
  }
  const isLeast = isLate(plan.links.local)
  const isClosed = theory === 'closed-mmc'
  return clustersWithLoad(plan).map(cluster => {
    const queue = isClosed ? closedQueue(plan, cluster) : openQueue(theory, plan, [cluster])
    return { cluster, ...queue, isLeast }
  })
}

/** In the order of the file. */
export function clustersWithLoad({ clusters, loads }: ScenarioPlan): string[] {
  const names = new Set(loads.map(({ at }) => at))
  return Object.keys(clusters).filter(name => names.has(name))
}

/** Whether a message is under way for any time. */
export function isLate({ latency, bytesPerMs }: LinkSpec): boolean {
  return meanOf(latency) > 0 || bytesPerMs !== undefined
}

type Queue = Omit<ExpectedQueue, 'cluster' | 'isLeast'>

/** Of some clusters whose service is the same. */
function openQueue(theory: TheoryName, plan: ScenarioPlan, names: readonly string[]): Queue {
  const specs = names.flatMap(name => plan.clusters[name] ?? [])
  const service = specs[0]?.service ?? { kind: 'constant', ms: 0 }
  const queue = {
    c: sumOf(specs, ({ workers }) => workers),
    lambda: sumOf(loadsAt(plan, names), perMs),
    service: meanOf(service),
    serviceSquare: meanSquareOf(service),
  }
  const memoryMs = memoryOf(queue)
  if (theory === 'mg1') return { kind: 'M/G/1', waitMs: mg1Wait(queue), memoryMs }
  return { kind: `M/M/${queue.c}`, waitMs: mmcWait(queue), memoryMs }
}

function closedQueue(plan: ScenarioPlan, name: string): Queue {
  const loads = loadsAt(plan, [name])
  const [load] = loads.map(spec => spec.load)
  const { workers: c = 0, service } = plan.clusters[name] ?? {}
  const queue = {
    c,
    n: sumOf(loads, ({ clients }) => clients),
    think: load?.kind === 'closed' ? meanOf(load.think) : 0,
    service: service ? meanOf(service) : 0,
  }
  const waitMs = closedWait(queue)
  // After a round of all clients, nothing is left of where they were.
  const memoryMs = queue.think + waitMs + queue.service
  return { kind: `M/M/${c}//${queue.n}`, waitMs, memoryMs }
}

/** Whether clusters know late, or work late, for each other. */
function sharesLate(plan: ScenarioPlan): boolean {
  const names = Object.keys(plan.clusters)
  if (names.length < 2) return false
  if (Object.values(plan.clusters).some(({ stateIntervalMs }) => stateIntervalMs > 0)) return true
  return names.some(from => names.some(to => from !== to && isLate(linkBetween(plan, from, to))))
}

function loadsAt({ loads }: ScenarioPlan, names: readonly string[]): LoadSpec[] {
  return loads.filter(({ at }) => names.includes(at))
}

function perMs({ load }: LoadSpec): number {
  return load.kind === 'rate' ? load.perSecond / 1000 : 0
}

function sumOf<T>(items: readonly T[], numberOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + numberOf(item), 0)
}
