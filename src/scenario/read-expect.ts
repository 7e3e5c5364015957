/** The section `expect`: whether the scenario is one that its theory is about. */

import { meanOf } from '../base/distribution.js'
import type { Millis } from '../base/time.js'
import { EXPECT } from './definition.js'
import { clustersWithLoad, expectedQueues, isLate } from './expected-queues.js'
import { sayMs } from './grammar.js'
import { sayPolicy } from './parse-policy.js'
import type { Expectation, LoadSpec, ScenarioPlan, TheoryName } from './scenario-plan.js'
import type { ScenarioReader } from './scenario-reader.js'
import type { Path } from './source.js'

interface Check {
  readonly theory: TheoryName
  readonly plan: ScenarioPlan
  /** The loads by the entries of the file, whose places problems have. */
  readonly entries: readonly (readonly LoadSpec[])[]
  /** What the theory is about, and what to say so that the scenario is. */
  readonly wants: (path: Path, about: string, advice: string) => void
}

/** Of a section that has problems it is not known what it would say. */
const CHECKS: readonly [sections: readonly string[], (check: Check) => void][] = [
  [['faults'], checkFaults],
  [['links'], checkLinks],
  [['clusters', 'broker', 'load'], checkClusters],
  [['load'], checkLoads],
  [['clusters', 'broker', 'load'], checkClients],
]

export function readExpect(
  reading: ScenarioReader,
  said: unknown,
  plan: ScenarioPlan,
  entries: Check['entries'],
): Expectation | undefined {
  if (said === undefined) return undefined
  const { theory } = reading.fields(EXPECT, said, ['expect'], 'expect')
  if (theory === undefined) return undefined
  const wants: Check['wants'] = (path, about, advice) =>
    reading.report(path, `${path.at(-1)}: ${theory} is about ${about}: ${advice}`)
  const checks = CHECKS.filter(([sections]) => sections.every(name => reading.isWell(name)))
  for (const [, check] of checks) check({ theory, plan, entries, wants })
  if (reading.problems.length > 0) return undefined
  const queues = expectedQueues(theory, plan)
  for (const { cluster = 'the clusters', waitMs } of queues) {
    if (waitMs < Number.POSITIVE_INFINITY) continue
    const advice = 'use a lower rate, or more workers'
    wants(['expect', 'theory'], `queues that end, and that of ${cluster} grows for ever`, advice)
  }
  return { theory, queues }
}

function checkFaults({ plan, wants }: Check): void {
  if (plan.faults.length === 0) return
  wants(['faults'], 'clusters that nothing happens to', 'leave the faults out')
}

function checkLinks({ theory, plan: { links }, wants }: Check): void {
  const { default: standard, local, pairs } = links
  for (const [name, { loss }] of Object.entries({ default: standard, local, ...pairs })) {
    if (loss > 0) wants(['links', name, 'loss'], 'links that lose nothing', 'leave it out')
  }
  if (theory !== 'closed-mmc' || !isLate(local)) return
  wants(['links', 'local'], 'clients and workers at no distance', 'leave it out')
}

function checkClusters({ theory, plan, wants }: Check): void {
  const isPooled = theory === 'pooled-mmc'
  const names = isPooled ? Object.keys(plan.clusters) : clustersWithLoad(plan)
  const others = Object.keys(plan.clusters).length - 1
  for (const name of names) {
    const spec = plan.clusters[name]
    if (!spec) continue
    const { workers, service, policy, peers } = spec
    const at = (key: string) => ['clusters', name, key]
    if (theory === 'mg1') {
      if (workers !== 1) wants(at('workers'), 'one worker', `use 1, not ${workers}`)
    } else if (service.kind !== 'exp') {
      wants(at('service'), 'exponential service', 'use a time such as exp:100ms')
    }
    const isAlone = policy === 'local-only' || peers.length === 0
    if (!isPooled && !isAlone) {
      wants(at('policy'), 'clusters that lend nothing', `use local-only, not ${sayPolicy(policy)}`)
    } else if (isPooled && others > 0 && policy === 'local-only') {
      wants(at('policy'), 'clusters that lend all they have', 'use one such as weighted')
    } else if (isPooled && peers.length < others) {
      wants(at('peers'), 'clusters that all lend to each other', 'leave it out')
    }
  }
  if (isPooled) checkSame({ plan, wants })
}

function checkSame({ plan: { clusters }, wants }: Pick<Check, 'plan' | 'wants'>): void {
  const timed = Object.entries(clusters).filter(([, { service }]) => service.kind === 'exp')
  const [first, ...rest] = timed.map(([name, { service }]) => ({ name, meanMs: meanOf(service) }))
  for (const { name, meanMs } of rest) {
    if (!first || meanMs === first.meanMs) continue
    const advice = `use exp:${sayMs(first.meanMs)}, as ${first.name} has it`
    wants(['clusters', name, 'service'], 'workers that are all alike', advice)
  }
}

function checkLoads({ theory, plan, entries, wants }: Check): void {
  const isClosed = theory === 'closed-mmc'
  const executor = isClosed ? 'closed' : 'rate'
  const senders = isClosed ? 'clients that think' : 'Poisson arrivals'
  if (plan.loads.length === 0) wants(['load'], senders, `use a load of executor ${executor}`)
  for (const [index, [spec]] of entries.entries()) {
    if (!spec) continue
    const { load, fromMs, untilMs } = spec
    const at = (key: string) => ['load', index, key]
    if (load.kind !== executor) {
      wants(at('executor'), senders, `use ${executor}, not ${load.kind}`)
    } else if (load.kind === 'closed' && load.think.kind !== 'exp') {
      wants(at('think'), 'exponential think times', 'use a time such as exp:1s')
    } else if (load.kind === 'rate' && load.arrivals !== 'poisson') {
      wants(at('arrivals'), senders, `use poisson, not ${load.arrivals}`)
    }
    const always = 'a load that is there as long as is measured'
    if (fromMs > plan.warmupMs) wants(at('from'), always, 'begin before the warmup ends')
    if (untilMs < plan.durationMs) wants(at('until'), always, 'leave it out')
  }
  if (isClosed) checkThinks({ entries, wants })
}

/** The clients of a cluster, which may be of several loads, are all alike. */
function checkThinks({ entries, wants }: Pick<Check, 'entries' | 'wants'>): void {
  const thinks = new Map<string, Millis>()
  for (const [index, specs] of entries.entries()) {
    for (const { at, load } of specs) {
      if (load.kind !== 'closed') continue
      const meanMs = meanOf(load.think)
      const firstMs = thinks.get(at) ?? meanMs
      thinks.set(at, firstMs)
      if (meanMs === firstMs) continue
      const advice = `use exp:${sayMs(firstMs)}, as others of ${at} do`
      wants(['load', index, 'think'], 'clients that are all alike', advice)
    }
  }
}

/** Too few clients are as good as too few workers. */
function checkClients({ theory, plan, entries, wants }: Check): void {
  if (theory === 'closed-mmc') return
  const pool = Object.values(plan.clusters).reduce((sum, { workers }) => sum + workers, 0)
  for (const [index, specs] of entries.entries()) {
    for (const { at, clients } of specs) {
      const workers = theory === 'pooled-mmc' ? pool : (plan.clusters[at]?.workers ?? 0)
      if (clients >= workers) continue
      const advice = `use at least ${workers}, not ${clients}`
      wants(['load', index, 'clients'], 'a client for every worker', advice)
    }
  }
}
