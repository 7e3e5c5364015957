/** Scenario files that are well, and what is made of them. */

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SCENARIO } from '../../src/scenario/definition.js'
import { DEFAULTS } from '../../src/scenario/plan.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { linkBetween, type ScenarioPlan } from '../../src/scenario/scenario-plan.js'
import { parseSource } from '../../src/scenario/source.js'

/** The example of the format's contract, to the letter. */
const EXAMPLE = readFileSync(new URL('contract-example.yaml', import.meta.url), 'utf8')

const HEAD = 'version: 1\nduration: 60s\n'
const THREE = `${HEAD}clusters: { DC1: , DC2: , DC3: }\n`

const read = (text: string) => readScenario(text, 'test.yaml')
const ms = (time: number) => ({ kind: 'constant', ms: time })

describe("the contract's example", () => {
  const plan = read(EXAMPLE)

  test('has its name, its seed and its times', () => {
    const { name, seed, durationMs, warmupMs } = plan
    expect({ name, seed, durationMs, warmupMs }).toEqual({
      name: 'dc1-overload-partition',
      seed: 42,
      durationMs: 90_000,
      warmupMs: 5000,
    })
  })

  test('has three clusters, each of which knows the others', () => {
    const cluster = (...peers: string[]) => ({
      workers: 5,
      service: { kind: 'exp', meanMs: 100 },
      peers,
      policy: 'weighted',
      heartbeatMs: 1000,
      stateTtlMs: 3000,
      stateIntervalMs: 5,
      clientThreads: undefined,
      workerThreads: undefined,
      workerSockets: 'own',
      joinsLater: false,
    })
    expect(plan.clusters).toEqual({
      DC1: cluster('DC2', 'DC3'),
      DC2: cluster('DC1', 'DC3'),
      DC3: cluster('DC1', 'DC2'),
    })
  })

  test('has links of two kinds', () => {
    const standard = { latency: { kind: 'lognormal', medianMs: 5, p99Ms: 20 }, loss: 0 }
    const slow = { latency: ms(40), loss: 0 }
    expect(plan.links).toEqual({
      default: standard,
      local: { latency: ms(0), loss: 0 },
      pairs: { 'DC1>DC3': slow, 'DC3>DC1': slow },
    })
  })

  test('has a load for each cluster', () => {
    const rest = {
      timeoutMs: 10_000,
      retries: 3,
      bodyBytes: 16,
      sockets: 'own' as const,
      fromMs: 0,
      untilMs: 90_000,
    }
    const stages = [
      { fromPerSecond: 0, toPerSecond: 60, overMs: 30_000 },
      { fromPerSecond: 60, toPerSecond: 60, overMs: 60_000 },
    ]
    const ramp = { kind: 'ramping-rate', stages, arrivals: 'poisson' }
    const closed = { kind: 'closed', think: { kind: 'exp', meanMs: 400 } }
    expect(plan.loads).toEqual([
      { at: 'DC1', clients: 400, load: ramp, ...rest },
      { at: 'DC2', clients: 10, load: closed, ...rest },
      { at: 'DC3', clients: 10, load: closed, ...rest },
    ])
  })

  test('has two faults', () => {
    expect(plan.faults).toEqual([
      { kind: 'kill', atMs: 45_000, cluster: 'DC3', restartMs: 60_000 },
      { kind: 'partition', atMs: 70_000, groups: [['DC1'], ['DC2', 'DC3']], healMs: 80_000 },
    ])
  })

  test('has three thresholds, the last on the ten seconds from the healing on', () => {
    const p = (percentile: number) => ({ kind: 'percentile', percentile })
    expect(plan.thresholds).toEqual([
      {
        metricText: 'task.latency',
        exprText: 'p(99) < 2s',
        metric: 'task.latency',
        labels: {},
        aggregation: p(99),
        comparison: '<',
        value: 2000,
        fromMs: 5000,
        untilMs: 90_000,
      },
      {
        metricText: 'task.lost',
        exprText: 'count == 0',
        metric: 'task.lost',
        labels: {},
        aggregation: { kind: 'count' },
        comparison: '==',
        value: 0,
        fromMs: 5000,
        untilMs: 90_000,
      },
      {
        metricText: 'task.latency{origin:DC1}',
        exprText: 'p(95) < 800ms',
        metric: 'task.latency',
        labels: { origin: 'DC1' },
        aggregation: p(95),
        comparison: '<',
        value: 800,
        fromMs: 80_000,
        untilMs: 90_000,
        windowMs: 10_000,
      },
    ])
  })

  test('is plain data, so that it can be sent anywhere', () => {
    expect(structuredClone(plan)).toEqual(plan)
    expect(JSON.parse(JSON.stringify(plan))).toEqual(JSON.parse(JSON.stringify(read(EXAMPLE))))
  })

  test('means the same as JSON', () => {
    const json = JSON.stringify(parseSource(EXAMPLE).value, null, 2)
    expect(readScenario(json, 'test.json')).toEqual(plan)
  })
})

describe('a scenario that says little', () => {
  const plan = read(THREE)

  test('is named after its file', () => {
    expect(readScenario(THREE, 'a/b/flash-crowd.yaml').name).toBe('flash-crowd')
    expect(readScenario(THREE, 'a\\flash.crowd.json').name).toBe('flash.crowd')
  })

  test('has the defaults of the commands', () => {
    expect(plan.clusters.DC1).toMatchObject({
      workers: DEFAULTS.workers,
      service: DEFAULTS.service,
      policy: DEFAULTS.policy,
      heartbeatMs: DEFAULTS.heartbeatMs,
      stateTtlMs: DEFAULTS.stateTtlMs,
      stateIntervalMs: DEFAULTS.stateIntervalMs,
    })
    expect(plan).toMatchObject({ seed: 1, warmupMs: 0, loads: [], faults: [], thresholds: [] })
    expect(plan).not.toHaveProperty('expect')
  })

  test('may have sections with nothing in them', () => {
    expect(read(`${THREE}links:\nload:\nfaults:\nthresholds:\n`)).toEqual(plan)
  })
})

describe('a cluster', () => {
  const clusters = (text: string) => read(HEAD + text).clusters

  test('outdoes what is said of all brokers', () => {
    const text = `\
broker: { policy: random, heartbeat: 2s, stateTtl: 0s }
clusters:
  DC1: { policy: guide, stateTtl: 4s }
  DC2:
`
    expect(clusters(text).DC1).toMatchObject({
      policy: 'guide',
      heartbeatMs: 2000,
      stateTtlMs: 4000,
    })
    expect(clusters(text).DC2).toMatchObject({ policy: 'random', stateTtlMs: 0 })
  })

  test('may name its peers, and its threads', () => {
    const text =
      'clusters: { A: { peers: [C], clientThreads: 2, workerThreads: 3, ' +
      'workerSockets: shared }, B: , C: }'
    expect(clusters(text).A).toMatchObject({
      peers: ['C'],
      clientThreads: 2,
      workerThreads: 3,
      workerSockets: 'shared',
    })
    expect(clusters(text).B?.peers).toEqual(['A', 'C'])
  })

  test('may be said once for several', () => {
    const text = 'clusters:\n  A: &small { workers: 2 }\n  B: *small\n'
    expect(clusters(text).B?.workers).toBe(2)
  })

  test('joins later where a join is the first that happens to it', () => {
    const joins = '{ at: 20s, join: DC1 }, { at: 5s, join: DC2 }'
    const text = `${THREE}faults: [{ at: 9s, leave: DC1 }, ${joins}]`
    const { DC1, DC2, DC3 } = read(text).clusters
    expect([DC1, DC2, DC3].map(spec => spec?.joinsLater)).toEqual([false, true, false])
  })
})

describe('a link', () => {
  const between = (links: string, from: string, to: string, clusters = 'DC1: , DC2: , DC3: ') =>
    linkBetween(read(`${HEAD}clusters: { ${clusters}}\nlinks:\n${links}`), from, to)
  const LINKS = `\
  DC1>DC2: { latency: 3ms }
  DC1-DC2: { latency: 2ms, loss: 5% }
  default: { latency: 1ms, loss: 0.1, bandwidth: 10MB/s }
  local: { latency: 50us }
`

  test.each([
    ['DC1', 'DC2', { latency: ms(3), loss: 0.05, bytesPerMs: 10_000 }],
    ['DC2', 'DC1', { latency: ms(2), loss: 0.05, bytesPerMs: 10_000 }],
    ['DC1', 'DC3', { latency: ms(1), loss: 0.1, bytesPerMs: 10_000 }],
    ['DC2', 'DC2', { latency: ms(0.05), loss: 0 }],
  ])('from %s to %s is said by direction, by pair, by default or locally', (from, to, link) => {
    expect(between(LINKS, from, to)).toEqual(link)
  })

  test('is of the clusters that there are, whatever dashes their names have', () => {
    const link = '  eu-west-eu-east: { latency: 9ms }\n'
    const clusters = 'eu-west: , eu-east: , eu: '
    expect(between(link, 'eu-west', 'eu-east', clusters).latency).toEqual(ms(9))
    expect(between(link, 'eu-east', 'eu-west', clusters).latency).toEqual(ms(9))
    expect(between(link, 'eu', 'eu-west', clusters).latency).toEqual(ms(0))
  })
})

describe('a load', () => {
  const load = (text: string) => read(`${THREE}load:\n  - { at: DC1, ${text} }\n`).loads[0]

  test.each([
    ['executor: guide', { kind: 'guide' }],
    [
      'executor: closed, think: uniform:1s,2s',
      { kind: 'closed', think: { kind: 'uniform', fromMs: 1000, toMs: 2000 } },
    ],
    ['executor: rate, rate: 60/m', { kind: 'rate', perSecond: 1, arrivals: 'poisson' }],
    ['executor: rate, rate: 5/s, arrivals: even', { kind: 'rate', perSecond: 5, arrivals: 'even' }],
    [
      'executor: ramping-rate, start: 5/s, ' +
        'stages: [{ hold: 1s }, { to: 9/s, over: 0s }, { to: 0/s, over: 2s }]',
      {
        kind: 'ramping-rate',
        arrivals: 'poisson',
        stages: [
          { fromPerSecond: 5, toPerSecond: 5, overMs: 1000 },
          { fromPerSecond: 5, toPerSecond: 9, overMs: 0 },
          { fromPerSecond: 9, toPerSecond: 0, overMs: 2000 },
        ],
      },
    ],
    ['executor: replay, file: day.csv', { kind: 'replay', atMs: [] }],
  ])('with %s is as it says', (text, expected) => {
    expect(load(text)?.load).toEqual(expected)
  })

  test('may say all that a client does, and when', () => {
    const text =
      'executor: guide, clients: 3, timeout: 2s, retries: 0, body: 1024, from: 10s, until: 20s'
    expect(load(text)).toEqual({
      at: 'DC1',
      clients: 3,
      load: { kind: 'guide' },
      timeoutMs: 2000,
      retries: 0,
      sockets: 'own',
      bodyBytes: 1024,
      fromMs: 10_000,
      untilMs: 20_000,
    })
  })

  test('keeps the path of its arrivals', () => {
    expect(load('executor: replay, file: day.csv')?.file).toBe('day.csv')
  })
})

describe('a fault', () => {
  const fault = (text: string) => read(`${THREE}faults:\n  - { at: 10s, ${text} }\n`).faults[0]
  const from = (name: string, to: string) => ({ from: name, to })

  test.each([
    ['kill: DC1', { kind: 'kill', cluster: 'DC1' }],
    ['pause: DC1, resume: 12s', { kind: 'pause', cluster: 'DC1', resumeMs: 12_000 }],
    ['partition: [[DC1], [DC2]]', { kind: 'partition', groups: [['DC1'], ['DC2']] }],
    [
      'slow: DC1, factor: 3, until: 60s',
      { kind: 'slow', cluster: 'DC1', factor: 3, untilMs: 60_000 },
    ],
    [
      'slow: DC1>DC2, factor: 1.5',
      { kind: 'slow-links', links: [from('DC1', 'DC2')], change: { factor: 1.5 } },
    ],
    [
      'slow: DC1-DC2, latency: 1s',
      {
        kind: 'slow-links',
        links: [from('DC1', 'DC2'), from('DC2', 'DC1')],
        change: { latency: ms(1000) },
      },
    ],
    [
      'loss: DC1>DC3, probability: 20%',
      { kind: 'loss', links: [from('DC1', 'DC3')], probability: 0.2 },
    ],
    [
      'loss: DC1, probability: 1',
      {
        kind: 'loss',
        links: [from('DC1', 'DC2'), from('DC2', 'DC1'), from('DC1', 'DC3'), from('DC3', 'DC1')],
        probability: 1,
      },
    ],
    ['kill-workers: DC1, count: 2', { kind: 'kill-workers', cluster: 'DC1', count: 2 }],
    ['kill-workers: DC1', { kind: 'kill-workers', cluster: 'DC1', count: 5 }],
    [
      'kill-workers: DC1, count: 1, restart: 20s',
      { kind: 'kill-workers', cluster: 'DC1', count: 1, restartMs: 20_000 },
    ],
    ['join: DC1', { kind: 'join', cluster: 'DC1' }],
    ['leave: DC1', { kind: 'leave', cluster: 'DC1' }],
  ])('that says %s is so', (text, expected) => {
    expect(fault(text)).toEqual({ atMs: 10_000, ...expected })
  })

  test('takes all workers that are there where it does not say how many', () => {
    const text = `[
  { at: 9s, kill-workers: DC1 },
  { at: 3s, kill-workers: DC1, count: 2, restart: 12s },
  { at: 12s, kill-workers: DC1 },
]`
    const counts = read(`${THREE}faults: ${text}`).faults.map(
      fault => 'count' in fault && fault.count,
    )
    expect(counts).toEqual([2, 3, 2])
  })

  test('comes in the order of time, whatever the order of the file', () => {
    const text = '[{ at: 9s, leave: DC1 }, { at: 3s, kill: DC2 }, { at: 9s, kill: DC3 }]'
    expect(read(`${THREE}faults: ${text}`).faults.map(({ kind }) => kind)).toEqual([
      'kill',
      'leave',
      'kill',
    ])
  })

  test('may come at the moment at which another is over', () => {
    const text = '[{ at: 9s, kill: DC1 }, { at: 3s, kill: DC1, restart: 9s }]'
    expect(read(`${THREE}faults: ${text}`).faults).toHaveLength(2)
  })
})

describe('the files that come along', () => {
  const folder = new URL('../../scenarios/', import.meta.url)
  const files = readdirSync(folder).filter(name => name.endsWith('.yaml'))

  test.each(files)('%s is a scenario, for the schema too', name => {
    const text = readFileSync(new URL(name, folder), 'utf8')
    const plan: ScenarioPlan = readScenario(text, name)
    expect(plan.name).toBe(name.replace('.yaml', ''))
    expect(SCENARIO.safeParse(parseSource(text).value).error).toBeUndefined()
  })
})
