/** Which brokers need a link made between them: those whose link is ever anything but plain. */

import { describe, expect, test } from 'vitest'
import { pairsNeeded } from '../../src/scenario/link-pairs.js'
import { readScenario } from '../../src/scenario/scenario.js'

const needed = (rest: string, clusters = 'DC1: {}, DC2: {}, DC3: {}') => {
  const plan = readScenario(
    `version: 1\nduration: 10s\nclusters: { ${clusters} }\n${rest}`,
    'test.yaml',
  )
  return pairsNeeded(plan).map(({ from, to }) => `${from}>${to}`)
}

const ALL = ['DC1>DC2', 'DC1>DC3', 'DC2>DC1', 'DC2>DC3', 'DC3>DC1', 'DC3>DC2']
const ONE = ['DC1>DC2', 'DC2>DC1']

describe('a link is needed', () => {
  test.each([
    [
      'by none where all is plain',
      'links: { default: { latency: 0ms }, local: { latency: 5ms } }',
      [],
    ],
    ['by none for faults of clusters', 'faults: [{ at: 1s, kill: DC2, restart: 2s }]', []],
    ['by all where none is plain', 'links: { default: { latency: 1ms } }', ALL],
    ['by a pair that is lossy, both ways', 'links: { DC1-DC2: { loss: 1% } }', ONE],
    ['by both ways of a direction', 'links: { DC1>DC2: { bandwidth: 1MB/s } }', ONE],
    ['by a link that will be slow', 'faults: [{ at: 1s, slow: DC1-DC2, factor: 3 }]', ONE],
    ['by a link that will be lossy', 'faults: [{ at: 1s, loss: DC1>DC2, probability: 5% }]', ONE],
    [
      'by those who will be parted',
      'faults: [{ at: 1s, partition: [[DC1], [DC2, DC3]], heal: 2s }]',
      ['DC1>DC2', 'DC1>DC3', 'DC2>DC1', 'DC3>DC1'],
    ],
    [
      'by all but one that is plain again',
      'links: { default: { latency: 1ms }, DC1-DC2: { latency: 0ms } }',
      ALL.filter(pair => !ONE.includes(pair)),
    ],
  ])('%s', (_, rest, pairs) => {
    expect(needed(rest)).toEqual(pairs)
  })

  test('only where one knows the other', () => {
    const clusters = 'DC1: { peers: [DC2] }, DC2: { peers: [] }'
    expect(needed('links: { default: { latency: 1ms } }', clusters)).toEqual(['DC1>DC2'])
  })

  test('with what it does each way', () => {
    const plan = readScenario(
      'version: 1\nduration: 1s\nclusters: { A: {}, B: {} }\nlinks: { A>B: { latency: 3ms } }',
      'test.yaml',
    )
    const slow = { latency: { kind: 'constant', ms: 3 }, loss: 0 }
    const plain = { latency: { kind: 'constant', ms: 0 }, loss: 0 }
    expect(pairsNeeded(plan)).toEqual([
      { from: 'A', to: 'B', out: slow, back: plain },
      { from: 'B', to: 'A', out: plain, back: slow },
    ])
  })
})
