/** One cluster of a scenario, as the plan of a real one. */

import { describe, expect, test } from 'vitest'
import { clusterOfScenario } from '../../src/scenario/cluster-of-scenario.js'
import { readScenario } from '../../src/scenario/scenario.js'

const HEAD = { version: 1, seed: 7, duration: '60s', clusters: { DC1: { workers: 3 }, DC2: null } }
const LOAD = { at: 'DC1', executor: 'closed', think: '5ms', clients: 4, timeout: '2s', body: 64 }

const planOf = (name: string, ...load: object[]) => {
  const text = JSON.stringify({ ...HEAD, broker: { policy: 'random' }, load })
  return clusterOfScenario(readScenario(text, 'test.yaml'), name, '/somewhere')
}

describe('a cluster of a scenario', () => {
  test('has what the file says of it, of the brokers and of its load', () => {
    expect(planOf('DC1', LOAD)).toMatchObject({
      self: 'DC1',
      peers: ['DC2'],
      seed: 7,
      dir: '/somewhere',
      workers: 3,
      policy: 'random',
      loads: [
        {
          clients: 4,
          load: { kind: 'closed', think: { kind: 'constant', ms: 5 } },
          timeoutMs: 2000,
          bodyBytes: 64,
          fromMs: 0,
          untilMs: 60_000,
        },
      ],
    })
  })

  test('has no clients without a load', () => {
    expect(planOf('DC2', LOAD).loads).toEqual([])
  })

  test('has all its loads, each with its own span', () => {
    const { loads } = planOf('DC1', LOAD, { ...LOAD, from: '5s', until: '9s' })
    expect(loads.map(({ fromMs, untilMs }) => [fromMs, untilMs])).toEqual([
      [0, 60_000],
      [5000, 9000],
    ])
  })

  test('is refused if there is none of that name', () => {
    expect(() => planOf('DC9', LOAD)).toThrow('There is no cluster DC9 in test')
  })
})
