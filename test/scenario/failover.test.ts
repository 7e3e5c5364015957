/** Demand that outlives its cluster: who makes it, where and when. */

import { describe, expect, test } from 'vitest'
import { scalePlan } from '../../src/scenario/scale.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { simulate } from '../../src/sim/simulate.js'

const planOf = (failover: string, faults: string, executor = 'rate, rate: 10/s, arrivals: even') =>
  readScenario(
    `version: 1
duration: 60s
clusters: { A: &small { workers: 5, service: 10ms, peers: [] }, B: *small, C: *small }
load: [{ at: A, executor: ${executor}, clients: 5, ${failover} }]
faults: ${faults}
`,
    'x.yaml',
  )

describe('a load with failover', () => {
  test.each([
    ['[{ at: 20s, kill: A, restart: 40s }]', [['B', 21, 40]]],
    ['[{ at: 20s, leave: A }]', [['B', 21, 60]]],
    ['[{ at: 5s, join: A }]', [['B', 1, 5]]],
    ['[{ at: 20s, kill: A }, { at: 10s, kill: B }]', [['C', 21, 60]]],
    [
      '[{ at: 20s, kill: A, restart: 50s }, { at: 30s, kill: B, restart: 40s }]',
      [
        ['B', 21, 31],
        ['B', 40, 50],
        ['C', 31, 40],
      ],
    ],
    ['[{ at: 20s, kill: A, restart: 20500ms }]', []],
    ['[{ at: 20s, pause: A, resume: 30s }, { at: 40s, kill: C }]', []],
  ])('is made elsewhere while its cluster is not there: %s', (faults, expected) => {
    const { loads } = planOf('failover: [B, C], failoverAfter: 1s', faults)
    const spans = loads.flatMap(({ at, onlyIn = [] }) =>
      onlyIn.map(({ fromMs, untilMs }) => [at, fromMs / 1000, untilMs / 1000]),
    )
    expect(spans).toEqual(expected)
  })

  test.each(['rate, rate: 10/s, arrivals: even', 'closed, think: 490ms', 'guide'])(
    'is made there, and then again at home: %s',
    async executor => {
      const faults = '[{ at: 20s, kill: A, restart: 40s }]'
      const plan = planOf('failover: B, failoverAfter: 1s', faults, executor)
      const { summary, report } = await simulate(plan, { keepsDetail: true })
      const sent = (name: string, from: number, until: number) =>
        report.series
          .filter(({ t }) => t > 1000 * from && t <= 1000 * until)
          .reduce((sum, { clusters }) => sum + (clusters[name]?.sent ?? 0), 0)
      expect([sent('A', 20, 40), sent('B', 0, 21), sent('B', 40, 60)]).toEqual([0, 0, 0])
      expect(sent('B', 21, 40)).toBeGreaterThan(100)
      expect(sent('A', 40, 60)).toBeGreaterThan(100)
      if (executor.startsWith('rate')) {
        expect([sent('A', 0, 20), sent('B', 21, 40), sent('A', 40, 60)]).toEqual([200, 190, 200])
      }
      expect(summary.exitCode).toBe(0)
    },
  )

  test('is as much shorter as the run', () => {
    const plan = planOf('failover: B', '[{ at: 20s, kill: A, restart: 40s }]')
    expect(scalePlan(plan, 0.1).loads[1]?.onlyIn).toEqual([{ fromMs: 2000, untilMs: 4000 }])
  })

  test.each([
    ['failover: X', 'failover: "X" is no cluster of this file'],
    ['failover: A', 'failover: A is the cluster of the load itself: name another'],
    ['failoverAfter: 1s', 'failoverAfter: it is not said where to: add failover: DC2'],
  ])('is refused: %s', (failover, problem) => {
    expect(() => planOf(failover, '[]')).toThrow(problem)
  })
})
