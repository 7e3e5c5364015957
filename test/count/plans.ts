/** Plans for the count: all that changes a load, each kind of fault, and what comes along. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withPolicies } from '../../src/policy/read.js'
import { scalePlan } from '../../src/scenario/scale.js'
import { readScenario } from '../../src/scenario/scenario.js'
import type { ScenarioPlan } from '../../src/scenario/scenario-plan.js'

const HEAD = `\
version: 1
duration: 4500ms
clusters: { A: { workers: 2, service: 'exp:60ms' }, B: { workers: 2, service: 'exp:60ms' } }
links: { default: { latency: 'uniform:1ms,9ms' } }
broker: { heartbeat: 200ms, stateTtl: 600ms }
`

const CLOSED = "{ at: [A, B], executor: closed, clients: 4, think: 'exp:100ms' }"

/** By what is said of the load, the load. */
const LOADS: Readonly<Record<string, string>> = {
  guide: '[{ at: [A, B], executor: guide, clients: 6 }]',
  closed: `[${CLOSED}]`,
  'closed without thinking': '[{ at: A, executor: closed, clients: 5, think: 0ms }]',
  'rate by chance': '[{ at: A, executor: rate, rate: 50/s, clients: 30 }]',
  'even rate': '[{ at: [A, B], executor: rate, rate: 20/s, clients: 9, arrivals: even }]',
  'too few clients': '[{ at: A, executor: rate, rate: 60/s, clients: 3 }]',
  'ramp by chance': `[{ at: A, executor: ramping-rate, clients: 40,
    stages: [{ to: 90/s, over: 2s }, { hold: 1s }] }]`,
  'even ramp': `[{ at: A, executor: ramping-rate, clients: 9, arrivals: even,
    stages: [{ to: 50/s, over: 3s }] }]`,
  'from and until':
    '[{ at: A, executor: rate, rate: 40/s, clients: 9, from: 700ms, until: 2900ms }]',
  'several loads': `[${CLOSED}, { at: A, executor: rate, rate: 15/s, clients: 5, from: 1s },
    { at: A, executor: guide, clients: 2, until: 3s }]`,
  'sent again': '[{ at: A, executor: rate, rate: 70/s, clients: 40, timeout: 150ms, retries: 2 }]',
  'never sent again':
    '[{ at: A, executor: rate, rate: 70/s, clients: 40, timeout: 90ms, retries: 0 }]',
  'large bodies': '[{ at: A, executor: closed, clients: 4, think: 30ms, body: 5000 }]',
  'shared sockets': `[{ at: A, executor: rate, rate: 60/s, clients: 9, sockets: shared },
    { at: B, executor: closed, clients: 3, think: 20ms, sockets: shared }]`,
}

/** The same with other clusters, links or brokers. */
const OTHERS: Readonly<Record<string, string>> = {
  warmup: `${HEAD}warmup: 1300ms\nload: [${CLOSED}]\n`,
  'a pure lender, and one that only asks': `${HEAD.replace('A: { workers: 2', 'A: { workers: 0')}\
load: [{ at: A, executor: closed, clients: 4, think: 20ms }]\n`,
  'work of no time': `${HEAD.replaceAll('exp:60ms', '0ms')}load: [${CLOSED}]\n`,
  'no work at all': HEAD,
  'peers unknown': `${HEAD.replaceAll("'exp:60ms' }", "'exp:60ms', peers: [] }")}\
load: [${CLOSED}]\n`,
  'narrow links': `${HEAD.replace("'uniform:1ms,9ms'", '1ms, bandwidth: 100KB/s')}\
load: [{ at: A, executor: closed, clients: 9, think: 0ms, body: 2000 }]\n`,
  'links that lose': `${HEAD.replace("'uniform:1ms,9ms'", '2ms, loss: 5%')}\
load: [{ at: A, executor: rate, rate: 60/s, clients: 30, timeout: 300ms, retries: 5 }]\n`,
  'slow local links': `${HEAD.replace('links: {', 'links: { local: { latency: 3ms },')}\
load: [${CLOSED}]\n`,
  "the Guide's policy": `${HEAD.replace('broker: {', 'broker: { policy: guide,')}\
load: [${CLOSED}]\n`,
  'users of a dead cluster elsewhere': `${HEAD}load:
  - { at: A, executor: rate, rate: 30/s, clients: 9, failover: B, failoverAfter: 200ms }
  - { at: B, executor: closed, clients: 2, think: 50ms, failover: A }
faults: [{ at: 1300ms, kill: A, restart: 2600ms }, { at: 3s, leave: B }]\n`,
  'what theory expects': `${HEAD.replaceAll("'exp:60ms' }", "'exp:60ms', peers: [] }")}\
load: [{ at: A, executor: rate, rate: 20/s, clients: 50, timeout: 1h }]
expect: { theory: mmc }\n`,
}

const FAULTS: Readonly<Record<string, string>> = {
  kill: '{ at: 1200ms, kill: B, restart: 2300ms }',
  'kill for good': '{ at: 1500ms, kill: B }',
  'kill of who asks': '{ at: 1750ms, kill: A, restart: 2s }',
  pause: '{ at: 1s, pause: B, resume: 2400ms }',
  'pause of who asks': '{ at: 1s, pause: A, resume: 2400ms }',
  partition: '{ at: 1s, partition: [[A], [B]], heal: 2600ms }',
  slow: '{ at: 1s, slow: B, factor: 5, until: 2s }',
  'slow link': '{ at: 1s, slow: A-B, latency: 300ms, until: 2s }',
  loss: '{ at: 1s, loss: A-B, probability: 30%, until: 3s }',
  'kill-workers': '{ at: 1333ms, kill-workers: B, count: 1 }',
  'kill-workers for a time': '{ at: 1333ms, kill-workers: A, count: 1, restart: 2100ms }',
  'kill of all workers, and of who has none': `{ at: 1s, kill-workers: A },
    { at: 1400ms, kill: A, restart: 2s }, { at: 2500ms, kill-workers: B, restart: 2900ms }`,
  'none measured': `{ at: 100ms, kill-workers: B, restart: 150ms },
    { at: 200ms, pause: A, resume: 300ms }`,
  'one while another lasts': `{ at: 800ms, pause: B, resume: 1900ms },
    { at: 1200ms, slow: A, factor: 9, until: 1400ms }`,
  join: '{ at: 1250ms, join: B }',
  leave: '{ at: 2250ms, leave: B }',
}

const BUSY_LOAD = `\
load:
  - { at: A, executor: rate, rate: 45/s, clients: 30, timeout: 700ms, retries: 3 }
  - { at: B, executor: closed, clients: 2, think: 'exp:90ms', timeout: 700ms, retries: 3 }
`

/** Every executor and option that changes a load, and every kind of fault. */
export function smallPlans(): [name: string, plan: ScenarioPlan][] {
  const texts = [
    ...Object.entries(LOADS).map(([name, load]) => [name, `${HEAD}load: ${load}\n`] as const),
    ...Object.entries(OTHERS),
    ...Object.entries(FAULTS).map(
      ([name, fault]) =>
        [`fault: ${name}`, `${HEAD}warmup: 500ms\n${BUSY_LOAD}faults: [${fault}]\n`] as const,
    ),
  ]
  const plans = texts.map(
    ([name, text]) => [name, readScenario(text, name)] as [string, ScenarioPlan],
  )
  return [...plans, ['replay', replay()]]
}

/** One that a threshold ends after two seconds; what else is asked is judged by those. */
export function endedPlan(): { readonly plan: ScenarioPlan; readonly endMs: number } {
  const text = `${HEAD}warmup: 300ms\n${BUSY_LOAD}\
faults: [{ at: 700ms, kill-workers: B, count: 1, restart: 900ms }, { at: 4s, kill: A }]
thresholds:
  - { metric: task.sent, expr: count < 100, abortOnFail: true }
  - { metric: 'worker.busy{cluster:A}', expr: max < 100%, window: 1s }
`
  return { plan: readScenario(text, 'ended'), endMs: 2000 }
}

/** One of them, by its name. */
export function smallPlan(name: string): ScenarioPlan {
  const [, plan] = smallPlans().find(([each]) => each === name) ?? []
  if (!plan) throw new Error(`there is no plan "${name}"`)
  return plan
}

/** Many at once, none for long, and one after the end. */
function replay(): ScenarioPlan {
  const plan = readScenario(`${HEAD}load: ${LOADS['rate by chance']}\n`, 'replay')
  const atMs = [0, 0, 0, 3.5, 20, 20, 777, 1000, 1000, 2000, 2000.25, 4499, 4499.999, 9000]
  const [load] = plan.loads
  return load ? { ...plan, loads: [{ ...load, load: { kind: 'replay', atMs } }] } : plan
}

const SCENARIOS = fileURLToPath(new URL('../../scenarios', import.meta.url))
/** What takes longer is made so short. */
const SHIPPED_MS = 8000

/** All that come along, the long ones scaled. */
export function shippedPlans(): [name: string, plan: ScenarioPlan][] {
  const files = readdirSync(SCENARIOS, { recursive: true, encoding: 'utf8' })
  return files
    .filter(file => file.endsWith('.yaml'))
    .sort()
    .map(file => {
      const path = join(SCENARIOS, file)
      const said = readScenario(readFileSync(path, 'utf8'), path)
      return [file, shortened(withPolicies(said))]
    })
}

/** What theory expects is of the whole: its scenarios are not scaled but cut. */
function shortened(plan: ScenarioPlan): ScenarioPlan {
  const scale = Math.min(1, SHIPPED_MS / plan.durationMs)
  if (!plan.expect) return scalePlan(plan, scale)
  return { ...plan, thresholds: [], warmupMs: 1000, durationMs: SHIPPED_MS / 2 }
}
