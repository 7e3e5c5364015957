/** Clouds whose brokers choose by a file: in scenarios, in scripts, in traces, in virtual time. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { newBroker } from '../../src/policy/new-broker.js'
import { readPolicy, withPolicies } from '../../src/policy/read.js'
import { openCloud } from '../../src/run/cloud.js'
import { runScenario } from '../../src/run/run-scenario.js'
import { parsePolicy } from '../../src/scenario/parse-policy.js'
import { readScenario, type Said } from '../../src/scenario/scenario.js'
import { BrokerReplayer } from '../../src/trace/broker-replayer.js'
import { readTraceLine } from '../../src/trace/read-line.js'
import { type TraceEvent, traceLine } from '../../src/trace/trace.js'
import { frames } from '../support/frames.js'
import { policyFile } from '../support/policies.js'

const SCENARIO = new URL('../../scenarios/policies/own.yaml', import.meta.url)
/** By paths as people type them. */
const [inTurn, leavesOne] = [
  new URL('../../scenarios/policies/in-turn.js', import.meta.url),
  new URL('../../scenarios/policies/leaves-one.ts', import.meta.url),
].map(url => relative('.', fileURLToPath(url))) as [string, string]

function planOf(said: Said = {}) {
  const file = relative('.', fileURLToPath(SCENARIO))
  return withPolicies(
    readScenario(readFileSync(SCENARIO, 'utf8'), file, { durationMs: 60_000, ...said }),
  )
}

/** A directory with a policy in it. */
function placeWith(choose: string) {
  const dir = mkdtempSync(join(tmpdir(), 'peering-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const file = join(dir, 'mine.js') as `${string}.js`
  writeFileSync(file, `export default ${choose}\n`)
  return { dir, file }
}

describe('the scenario with a policy of its own', () => {
  const run = (said?: Said) => runScenario(planOf(said), { mode: 'sim', keepsDetail: false })

  test.each([
    ['as it is', undefined],
    [basename(inTurn), readPolicy(parsePolicy(inTurn))],
  ])('passes %s, and is the same each time', async (_, policy) => {
    const [one, two] = [await run({ policy }), await run({ policy })]
    expect(one.verdict).toBe('pass')
    expect(two.digest).toBe(one.digest)
  })

  test('decides as a policy of a name does where it says the same, draw by draw', async () => {
    const { file } = placeWith(`(peers, { random }) => {
      let left = random() * peers.reduce((sum, peer) => sum + peer.capacity, 0)
      return peers.find(peer => (left -= peer.capacity) < 0)
    }`)
    const [own, weighted] = [readPolicy({ file }), 'weighted'] as const
    expect((await run({ policy: own })).digest).toBe((await run({ policy: weighted })).digest)
  })

  test('leaves peers one worker, so that fewer tasks find none', async () => {
    const [own, weighted] = [await run(), await run({ policy: 'weighted' })]
    expect(own.total.overcommit).toBeLessThan(weighted.total.overcommit / 2)
  })

  test('has a trace that says so, and from which its brokers can be run again', async () => {
    const lines: string[] = []
    const plan = planOf({ durationMs: 15_000 })
    await runScenario(plan, { mode: 'sim', trace: event => lines.push(traceLine(event)) })
    const events = lines.map(line => readTraceLine(line) as TraceEvent)
    const [start] = events.flatMap(event => ('options' in event && event.options) || [])
    expect(start?.policy).toEqual({ file: leavesOne, code: expect.stringContaining('generous') })
    const rerun = new BrokerReplayer(events, newBroker)
    rerun.statesAfter(events.length)
    expect(rerun.difference).toBeUndefined()
    expect(() => new BrokerReplayer(events).statesAfter(events.length)).toThrow(
      'nobody here can run the policy',
    )
  })
})

describe('a broker whose policy chooses nobody', () => {
  test('asks once for each thing that happens, and keeps the task until a worker is ready', () => {
    const sent: unknown[][] = []
    const policy = policyFile(
      '() => { globalThis.n = (globalThis.n ?? 0) + 1; if (n > 3) throw n }',
    )
    const times = { heartbeatMs: 1000, stateTtlMs: 0, stateIntervalMs: 0 }
    const ports = {
      send: (...what: unknown[]) => sent.push(what),
      random: () => 0,
      reopen() {},
      note() {},
    }
    const broker = newBroker({ self: 'DC1', peers: ['DC2'], policy, ...times }, ports)
    broker.start(0)
    broker.receive('statefe', frames('DC2 | 3'), 0)
    broker.receive('localfe', frames('c1 | | work'), 0)
    broker.receive('statefe', frames('DC2 | 2'), 1)
    broker.tick(2)
    expect(broker.state(2)).toMatchObject({ waiting: 1, peers: [{ capacity: 2, outstanding: 0 }] })
    broker.receive('localbe', frames('w1 | | READY'), 3)
    expect(sent.map(([outlet]) => outlet)).toContain('localbe')
  })
})

describe('a policy that is a file', () => {
  const text = (policy: string) => `version: 1
duration: 1s
clusters: { A: { policy: ${policy} }, B: }
broker: { policy: x.js }`
  const files = (name: string, policy: string) =>
    Object.values(readScenario(text(policy), name).clusters).map(({ policy }) => policy)

  test.each([
    ['a.yaml', './mine.ts', 'mine.ts', 'x.js'],
    ['of/mine/a.yaml', './mine.ts', 'of/mine/mine.ts', 'of/mine/x.js'],
    ['of/a.yaml', '../mine', 'of/../mine', 'of/x.js'],
    ['of/a.yaml', '/abs/mine.js', '/abs/mine.js', 'of/x.js'],
  ])('of %s, said as %s, is found beside it', (name, policy, own, others) => {
    expect(files(name, policy)).toEqual([{ file: own }, { file: others }])
  })

  test('is told from a slip of the hand', () => {
    const unknown = '"weigthed" is unknown: did you mean "weighted"?'
    expect(() => files('a.yaml', 'weigthed')).toThrow(`a.yaml:3:26: policy: ${unknown}`)
    expect(() => files('a.yaml', '3')).toThrow('or a file such as ./mine.ts, not 3')
    expect(() => parsePolicy('weigthed')).toThrow(unknown)
  })

  test('that cannot be read is told, before anything is begun', async () => {
    const missing = /^Cannot read the policy \S*nothing\.js: no such file or directory$/
    expect(() => readPolicy(parsePolicy('nothing.js'))).toThrow(missing)
    await expect(runScenario(text('nothing.js'), { mode: 'live' })).rejects.toThrow(missing)
    const clusters = { A: { policy: './nothing.js' }, B: {} } as const
    await expect(openCloud('live', { clusters })).rejects.toThrow(missing)
  })
})

describe("a script's cloud", () => {
  const open = (policy: `${string}.js`) =>
    openCloud('sim', { clusters: { A: { workers: 1, policy }, B: { workers: 9 } } })

  test('chooses by a file, from where the script was started', async () => {
    const { file } = placeWith('p => p[0]')
    const cloud = await open(relative('.', file) as typeof file)
    await cloud.load('A', { executor: 'closed', think: '0s', clients: 4 })
    await cloud.pass('20s')
    expect((await cloud.stop()).total.cloud).toBeGreaterThan(10)
  })

  test('fails in one line where its policy does what it must not', async () => {
    const { file } = placeWith('p => p[1].name')
    const cloud = await open(file)
    await cloud.load('A', { executor: 'closed', think: '0s', clients: 4 })
    const told = `${file}:1: the policy threw, and must not: TypeError: `
    await expect(cloud.pass('20s')).rejects.toThrow(told)
    // At the end of `await using` it is stopped, and would throw again what was thrown already.
    expect((await cloud.stop()).total.cloud).toBe(0)
  })
})

test('the page on policies shows the policy that comes along', () => {
  const page = readFileSync(new URL('../../docs/policies.md', import.meta.url), 'utf8')
  const [, shown] = page.match(/```ts\n([\s\S]*?)```/) ?? []
  expect(readFileSync(leavesOne, 'utf8')).toContain(shown)
})
