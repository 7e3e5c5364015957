/** Attacks in virtual time: each does what its name says, and breaks nothing. */

import { describe, expect, test } from 'vitest'
import { firstViolation } from '../../src/fuzz/trial.js'
import { ATTACKS } from '../../src/scenario/attack.js'
import { readScenario } from '../../src/scenario/scenario.js'
import {
  type FactEvent,
  isMessage,
  type MessageEvent,
  type TraceEvent,
} from '../../src/trace/trace.js'

const STRANGERS = /^(?:stranger|asker|silent)-/

/** Three clusters, of which the first has too few workers. */
function planOf(attack: string, on: string) {
  return readScenario(
    `
version: 1
duration: 3s
clusters:
  DC1: { workers: 2, service: 20ms }
  DC2: &large { workers: 3, service: 20ms }
  DC3: *large
links: { default: { latency: 2ms } }
broker: { taskTimeout: 300ms, heartbeat: 200ms, stateTtl: 1s }
load:
  - { at: DC1, executor: closed, clients: 8, think: 5ms, timeout: 1s, retries: 30 }
  - { at: [DC2, DC3], executor: closed, clients: 1, think: 5ms, timeout: 1s, retries: 30 }
attacks: [{ on: ${on}, from: 500ms, until: 2s, ${attack} }]
`,
    'attacked.yaml',
  )
}

async function traceOf(attack: string, on = 'DC1'): Promise<TraceEvent[]> {
  const lines: TraceEvent[] = []
  expect(
    await firstViolation(planOf(attack, on), { trace: line => lines.push(line) }),
  ).toBeUndefined()
  return lines.filter(({ t }) => t >= 500 && t <= 2000)
}

function messages(lines: readonly TraceEvent[], at: string, socket: string, dir = 'in') {
  return lines.filter(
    (line): line is MessageEvent =>
      isMessage(line) && line.at === at && line.socket === socket && line.dir === dir,
  )
}

const facts = (lines: readonly TraceEvent[], at: string, fact: string) =>
  lines.filter(
    (line): line is FactEvent => !isMessage(line) && line.at === at && line.fact === fact,
  )

const fromStrangers = (lines: readonly TraceEvent[], socket: string, at = 'DC1') =>
  messages(lines, at, socket).filter(({ frames: [id] }) => STRANGERS.test(String(id)))

describe('each attack', () => {
  test.each(ATTACKS.filter(does => !/^(?:worker|broker)-/.test(does)))(
    'of strangers breaks nothing: %s',
    async does => {
      expect((await traceOf(`does: ${does}, every: 10ms`)).length).toBeGreaterThan(500)
    },
  )

  test.each(ATTACKS.filter(does => /^(?:worker|broker)-/.test(does)))(
    'of a faulty party breaks nothing: %s',
    async does => {
      expect((await traceOf(`does: ${does}, probability: 40%`)).length).toBeGreaterThan(500)
    },
  )
})

describe('strangers', () => {
  test('say what is none of the protocol on all six sockets', async () => {
    const lines = await traceOf('does: garbage, every: 1ms')
    const sockets = facts(lines, 'DC1', 'malformed').map(({ about }) => about)
    expect([...new Set(sockets)].sort()).toEqual([
      ...['cloudbe', 'cloudfe', 'localbe', 'localfe', 'statebe', 'statefe'],
    ])
  })

  test('answer tasks that were never theirs', async () => {
    const lines = await traceOf('does: forged-replies, every: 10ms')
    expect(fromStrangers(lines, 'localbe').length).toBeGreaterThan(100)
    expect(facts(lines, 'DC1', 'stray').length).toBeGreaterThan(100)
  })

  test('are ready and gone, so that tasks for them come back', async () => {
    const lines = await traceOf('does: readies, every: 10ms')
    expect(messages(lines, 'DC1', 'localbe', 'back').length).toBeGreaterThan(50)
  })

  test('are ready and do nothing, so that tasks with them are missed', async () => {
    const lines = await traceOf('does: silent-workers, every: 500ms')
    expect(facts(lines, 'DC1', 'expired').length).toBeGreaterThan(0)
  })

  test('ask for more than they wait for', async () => {
    const lines = await traceOf('does: requests, every: 10ms', 'DC2')
    expect(fromStrangers(lines, 'localfe', 'DC2').length).toBeGreaterThan(10)
    expect(fromStrangers(lines, 'cloudfe', 'DC2').length).toBeGreaterThan(10)
    expect(facts(lines, 'DC2', 'orphan').length).toBeGreaterThan(20)
  })

  test('subscribe to the state', async () => {
    const lines = await traceOf('does: subscriptions, every: 10ms')
    expect(messages(lines, 'DC1', 'statebe').length).toBeGreaterThan(100)
  })

  test('take the names of workers, which come back', async () => {
    const lines = await traceOf('does: stolen-workers, every: 200ms')
    expect(facts(lines, 'DC1', 'worker-gone').length).toBeGreaterThan(0)
    expect(facts(lines, 'DC1', 'reopened').length).toBeGreaterThan(0)
  })

  test('take the names of clients, which try again', async () => {
    const lines = await traceOf('does: stolen-clients, every: 50ms')
    expect(facts(lines, 'DC1', 'retried').length).toBeGreaterThan(0)
  })
})

describe('a faulty party', () => {
  /** At DC1, which delegates. */
  const count = async (does: string, on: string, fact: string) =>
    facts(await traceOf(`does: ${does}, probability: 60%`, on), 'DC1', fact).length

  test.each([
    ['worker-delay', 'expired'],
    ['worker-duplicate', 'stray'],
    ['worker-garble', 'malformed'],
    ['worker-drop', 'expired'],
  ])('has %s seen as %s', async (does, fact) => {
    expect(await count(does, 'DC1', fact)).toBeGreaterThan(0)
  })

  test('delays and drops what its peer waits for', async () => {
    const delayed = facts(
      await traceOf('does: broker-delay, probability: 60%', 'DC2'),
      'DC1',
      'answered',
    )
    expect(Math.max(...delayed.map(({ count }) => count))).toBeGreaterThan(400)
    expect(await count('broker-drop', 'DC2', 'expired')).toBeGreaterThan(0)
  })

  test.each(['broker-duplicate', 'broker-repeat', 'broker-forge'])(
    'answers again: %s',
    async does => {
      expect(await count(does, 'DC2', 'late')).toBeGreaterThan(0)
    },
  )

  test('claims more than it has', async () => {
    const lines = await traceOf('does: broker-lie, probability: 60%', 'DC2')
    const states = messages(lines, 'DC1', 'statefe')
    expect(states.some(({ frames: [, capacity] }) => capacity === '1000000')).toBe(true)
  })
})

test('an attack ends with the run, and the same seed makes the same of it', async () => {
  const plan = planOf('does: garbage, every: 5ms', 'DC1')
  const once = async () => {
    const lines: TraceEvent[] = []
    await firstViolation(plan, { trace: line => lines.push(line) })
    return lines
  }
  const lines = await once()
  expect(lines).toEqual(await once())
  expect(Math.max(...fromStrangers(lines, 'localbe').map(({ t }) => t))).toBeLessThanOrEqual(2000)
})
