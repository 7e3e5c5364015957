/** What `expect` makes of a scenario: the queues of its theory, or why it has none. */

import { describe, expect, test } from 'vitest'
import { readScenario } from '../../src/scenario/scenario.js'
import { ScenarioError } from '../../src/scenario/scenario-error.js'

/** Five lines, each a section, that a theory is about; `changes` replace the lines of a section. */
function scenario(theory: string, changes: Readonly<Record<string, string>> = {}): string {
  const isClosed = theory === 'closed-mmc'
  const executor = isClosed ? 'closed, think: exp:400ms' : 'rate, rate: 8/s'
  const workers = theory === 'mg1' ? 1 : 5
  const policy = theory === 'pooled-mmc' ? 'weighted, stateInterval: 0s' : 'local-only'
  const cluster = `{ workers: ${workers}, service: exp:100ms }`
  const sections = {
    head: 'version: 1\nduration: 10m\nwarmup: 1m',
    clusters: `clusters: { DC1: ${cluster}, DC2: ${cluster} }`,
    broker: `broker: { policy: ${policy} }`,
    load: `load: [{ at: [DC1, DC2], executor: ${executor}, clients: 20 }]`,
    expect: `expect: { theory: ${theory} }`,
  }
  return Object.values({ ...sections, ...changes }).join('\n')
}

const queues = (text: string) => readScenario(text, 'x.yaml').expect?.queues

function complaints(text: string): string[] {
  try {
    readScenario(text, 'x.yaml')
    return []
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    return error.message.split('\n').map(line => line.replace(/^x\.yaml:/, ''))
  }
}

describe('a theory', () => {
  test.each([
    ['mmc', 'M/M/5', 0.0348],
    ['closed-mmc', 'M/M/5//20', 18.9537],
    ['mg1', 'M/G/1', 400],
  ])('%s has a queue for each cluster: %s', (theory, kind, waitMs) => {
    const found = queues(scenario(theory))
    expect(found?.map(({ cluster }) => cluster)).toEqual(['DC1', 'DC2'])
    for (const queue of found ?? []) {
      expect(queue).toMatchObject({ kind, isLeast: false })
      expect(queue.waitMs).toBeCloseTo(waitMs, 3)
    }
  })

  test('pooled-mmc has one queue of all workers for all tasks', () => {
    const load = 'load: [{ at: DC1, executor: rate, rate: 80/s }]'
    const found = queues(scenario('pooled-mmc', { load }))
    expect(found).toMatchObject([{ kind: 'M/M/10', isLeast: false }])
    expect(found?.[0]).not.toHaveProperty('cluster')
    expect(found?.[0]?.waitMs).toBeCloseTo(20.459, 3)
  })

  test('has a queue for clusters with a load, which may be of several entries', () => {
    const one = '{ at: DC1, executor: rate, rate: 20/s }'
    const load = `load: [${one}, ${one}]`
    const [queue, ...rest] = queues(scenario('mmc', { load })) ?? []
    expect(queue?.cluster).toBe('DC1')
    expect(queue?.waitMs).toBeCloseTo(55.4113, 3)
    expect(rest).toEqual([])
  })

  test.each([
    ['mmc', 'links: { local: { latency: 1ms } }', true],
    ['mg1', 'links: { local: { bandwidth: 1MB/s } }', true],
    ['mmc', 'links: { default: { latency: 1ms } }', false],
    ['pooled-mmc', 'links: { default: { latency: exp:1ms } }', true],
    ['pooled-mmc', 'links: { DC2>DC1: { latency: 1ms } }', true],
    ['pooled-mmc', 'links: { default: { latency: 1ms }, DC1-DC2: { latency: 0s } }', false],
    ['pooled-mmc', 'broker: { stateInterval: 5ms }', true],
  ])('%s with %s says the least that a wait can be: %s', (theory, section, isLeast) => {
    const [name = ''] = section.split(':')
    expect(queues(scenario(theory, { [name]: section }))?.[0]?.isLeast).toBe(isLeast)
  })
})

/** The theory, the section that is changed, and the complaint. */
const STRANGE: readonly (readonly [string, string, string])[] = [
  [
    'mmc',
    'faults: [{ at: 5s, kill: DC1 }]',
    '8:9: faults: mmc is about clusters that nothing happens to: leave the faults out',
  ],
  [
    'mmc',
    'links: { DC1-DC2: { loss: 1% } }',
    '8:8: loss: mmc is about links that lose nothing: leave it out',
  ],
  [
    'pooled-mmc',
    'links: { default: { loss: 1% } }',
    '8:27: loss: pooled-mmc is about links that lose nothing: leave it out',
  ],
  [
    'closed-mmc',
    'links: { local: { latency: 1ms } }',
    '8:17: local: closed-mmc is about clients and workers at no distance: leave it out',
  ],
  [
    'mmc',
    'clusters: { DC1: { service: 100ms } }',
    '4:29: service: mmc is about exponential service: use a time such as exp:100ms',
  ],
  [
    'closed-mmc',
    'clusters: { DC1: , DC2: { service: exp:1s } }',
    '4:13: service: closed-mmc is about exponential service: use a time such as exp:100ms',
  ],
  [
    'mg1',
    'clusters: { DC1: { workers: 2 }, DC2: { workers: 3 } }',
    '4:29: workers: mg1 is about one worker: use 1, not 2',
  ],
  [
    'mmc',
    'clusters: { DC1: { service: exp:1s, policy: random }, DC2: { service: exp:1s } }',
    '4:45: policy: mmc is about clusters that lend nothing: use local-only, not random',
  ],
  [
    'pooled-mmc',
    'clusters: { DC1: { service: exp:1s }, DC2: { service: exp:1s, policy: local-only } }',
    '4:71: policy: pooled-mmc is about clusters that lend all they have: use one such as weighted',
  ],
  [
    'pooled-mmc',
    'clusters: { DC1: { service: exp:1s, peers: [] }, DC2: { service: exp:1s } }',
    '4:44: peers: pooled-mmc is about clusters that all lend to each other: leave it out',
  ],
  [
    'pooled-mmc',
    'clusters: { DC1: { service: exp:1s }, DC2: { service: exp:2s } }',
    '4:55: service: pooled-mmc is about workers that are all alike: use exp:1s, as DC1 has it',
  ],
  ['mmc', 'load:', '6:1: load: mmc is about Poisson arrivals: use a load of executor rate'],
  [
    'mg1',
    'load: [{ at: DC1, executor: guide }]',
    '6:29: executor: mg1 is about Poisson arrivals: use rate, not guide',
  ],
  [
    'closed-mmc',
    'load: [{ at: DC1, executor: rate, rate: 1/s }]',
    '6:29: executor: closed-mmc is about clients that think: use closed, not rate',
  ],
  [
    'mmc',
    'load: [{ at: DC1, executor: rate, rate: 1/s, arrivals: even }]',
    '6:56: arrivals: mmc is about Poisson arrivals: use poisson, not even',
  ],
  [
    'closed-mmc',
    'load: [{ at: DC1, executor: closed, think: 1s }]',
    '6:44: think: closed-mmc is about exponential think times: use a time such as exp:1s',
  ],
  [
    'closed-mmc',
    'load: [{ at: DC1, executor: closed, think: exp:1s }, ' +
      '{ at: [DC1, DC2], executor: closed, think: exp:2s }]',
    '6:97: think: closed-mmc is about clients that are all alike: use exp:1s, as others of DC1 do',
  ],
  [
    'mmc',
    'load: [{ at: DC1, executor: rate, rate: 1/s, from: 2m }]',
    '6:52: from: mmc is about a load that is there as long as is measured: ' +
      'begin before the warmup ends',
  ],
  [
    'mmc',
    'load: [{ at: DC1, executor: rate, rate: 1/s, until: 9m }]',
    '6:53: until: mmc is about a load that is there as long as is measured: leave it out',
  ],
  [
    'mmc',
    'load: [{ at: DC1, executor: rate, rate: 1/s, clients: 4 }]',
    '6:55: clients: mmc is about a client for every worker: use at least 5, not 4',
  ],
  [
    'pooled-mmc',
    'load: [{ at: DC1, executor: rate, rate: 1/s, clients: 9 }]',
    '6:55: clients: pooled-mmc is about a client for every worker: use at least 10, not 9',
  ],
  [
    'mmc',
    'load: [{ at: DC2, executor: rate, rate: 50/s }]',
    '7:19: theory: mmc is about queues that end, and that of DC2 grows for ever: ' +
      'use a lower rate, or more workers',
  ],
  [
    'pooled-mmc',
    'load: [{ at: DC2, executor: rate, rate: 100/s }]',
    '7:19: theory: pooled-mmc is about queues that end, and that of the clusters grows for ever: ' +
      'use a lower rate, or more workers',
  ],
]

describe('a scenario that a theory is not about', () => {
  test.each(STRANGE)('is refused by %s: %s', (theory, section, complaint) => {
    const [name = ''] = section.split(':')
    const found = complaints(scenario(theory, { load: oneLoad(theory), [name]: section }))
    expect(found).toEqual([complaint])
  })

  test('has all its problems told at once, but not what follows from one of another kind', () => {
    const text = scenario('mmc', {
      clusters: 'clusters: { DC1: { service: expo:1s } }',
      load: 'load: [{ at: DC1, executor: guide, clients: 1 }]',
      faults: 'faults: [{ at: 5s, kill: DC1 }]',
    })
    expect(complaints(text)).toEqual([
      '4:29: service: Cannot parse distribution "expo:1s": did you mean "exp"?',
      '6:29: executor: mmc is about Poisson arrivals: use rate, not guide',
      '8:9: faults: mmc is about clusters that nothing happens to: leave the faults out',
    ])
  })
})

/** On the first cluster only, which a change of `clusters` may leave alone. */
function oneLoad(theory: string): string {
  return theory === 'closed-mmc'
    ? 'load: [{ at: DC1, executor: closed, think: exp:1s }]'
    : 'load: [{ at: DC1, executor: rate, rate: 1/s, clients: 20 }]'
}
