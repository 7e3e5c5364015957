/** On real sockets, too, figures are as they are counted from the trace of the run. */

import { type Report, readScenario, runScenario, type ScenarioPlan } from 'peering'
import { describe, expect, it } from 'vitest'
import type { TraceEvent } from '../../src/trace/trace.js'
import { differences } from '../count/compare.js'
import { differencesUpTo } from '../count/last-words.js'
import { questionsOn } from '../count/questions.js'
import { toldBy } from '../count/told.js'

const HEAD = `\
version: 1
duration: 2500ms
clusters: { A: { workers: 2, service: 20ms }, B: { workers: 2, service: 'exp:20ms' } }
broker: { heartbeat: 200ms, stateTtl: 600ms }
`
const LOAD = `\
load:
  - { at: A, executor: rate, rate: 60/s, clients: 30, timeout: 600ms, retries: 3 }
  - { at: B, executor: closed, clients: 2, think: 'exp:50ms', timeout: 600ms, retries: 3 }
`

const PLANS: Readonly<Record<string, string>> = {
  'rate and closed': `${HEAD}${LOAD}`,
  guide: `${HEAD}load: [{ at: [A, B], executor: guide, clients: 9 }]`,
  'even rate, too few clients': `${HEAD}\
load: [{ at: [A, B], executor: rate, rate: 80/s, clients: 2, arrivals: even }]`,
  ramp: `${HEAD}\
load: [{ at: A, executor: ramping-rate, clients: 20, stages: [{ to: 90/s, over: 2s }] }]`,
  'shared sockets': `${HEAD}\
load: [{ at: A, executor: rate, rate: 90/s, clients: 30, sockets: shared }]`,
  'workers behind one socket': `${HEAD.replace("ms' }", "ms', workerSockets: shared }")}\
${LOAD}faults: [{ at: 900ms, kill-workers: B, restart: 1400ms }]`,
  warmup: `${HEAD}warmup: 700ms\n${LOAD}`,
  'sent again': `${HEAD}\
load: [{ at: A, executor: rate, rate: 250/s, clients: 40, timeout: 90ms, retries: 1 }]`,
  'only asks': `${HEAD.replace('A: { workers: 2', 'A: { workers: 0')}${LOAD}`,
  kill: `${HEAD}${LOAD}faults: [{ at: 800ms, kill: B, restart: 1200ms }]`,
  pause: `${HEAD}${LOAD}faults: [{ at: 800ms, pause: B, resume: 1500ms }]`,
  'pause of who asks': `${HEAD}${LOAD}faults: [{ at: 800ms, pause: A, resume: 1500ms }]`,
  'kill-workers': `${HEAD}${LOAD}faults: [{ at: 1100ms, kill-workers: A, count: 1 }]`,
  'kill-workers for a time': `${HEAD}${LOAD}\
faults: [{ at: 600ms, kill-workers: A, restart: 1300ms }]`,
  'links that are slow, and cut': `${HEAD}links: { default: { latency: 5ms } }\n${LOAD}\
faults: [{ at: 800ms, partition: [[A], [B]], heal: 1700ms }]`,
  leave: `${HEAD}${LOAD}faults: [{ at: 1100ms, leave: B }]`,
}

const QUESTIONS = 300

/**
 * Where a figure is not what the trace has, by the kind of fault: see docs/metrics.md, "Where the
 * drivers differ".
 */
const EXCEPTIONS: Readonly<Partial<Record<string, RegExp>>> = {
  // What is told late counts in the first second that is not over, and what faults cost is made of
  // seconds.
  pause: /^(series|(task|worker|state|peer|fault)\.|faults .* (cost|(not )?recovered))/,
  // To what its end does to its own clients and to peers, a cluster does not own.
  leave: /\.(orphans|home):/,
}

async function counted(said: ScenarioPlan): Promise<string[]> {
  const plan = { ...said, thresholds: questionsOn(said, QUESTIONS, 'live') }
  const events: TraceEvent[] = []
  const trace = (event: TraceEvent) => {
    events.push(event)
  }
  const report: Report = await runScenario(plan, { mode: 'live', trace })
  const differencesOf = (some: readonly TraceEvent[]) =>
    differences(report, toldBy(plan, some, 'live'))
  const [fault] = plan.faults
  if (fault?.kind === 'kill') return differencesUpTo(fault.cluster, events, differencesOf)
  const exception = EXCEPTIONS[fault?.kind ?? '']
  return differencesOf(events).filter(line => !exception?.test(line))
}

describe('on real sockets, figures are as counted, of', () => {
  it.concurrent.each(Object.entries(PLANS))('%s', async (name, text) => {
    expect(await counted(readScenario(text, name))).toEqual([])
  })
})
