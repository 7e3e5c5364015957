/** What one driver cannot measure is left out of its judgement, and said. */

import { describe, expect, test } from 'vitest'
import { restrictToDriver } from '../../src/scenario/driver-support.js'
import { readScenario } from '../../src/scenario/scenario.js'
import type { ScenarioPlan } from '../../src/scenario/scenario-plan.js'
import { simulate } from '../../src/sim/simulate.js'

const HEAD = 'version: 1\nduration: 5m\nclusters: { A: { workers: 1, service: exp:100ms } }\n'
const LOAD = 'load: [{ at: A, executor: rate, rate: 3/s, clients: 100, timeout: 1h }]\n'

const MIXED = readScenario(
  `${HEAD}${LOAD}
thresholds:
  - task.lost: count == 0
  - task.wait: p(99) < 1h
  - { metric: "process.memory{cluster:A}", expr: max < 300MiB }
expect: { theory: mmc }
`,
  'mixed.yaml',
)
const METRICS = ['task.lost', 'task.wait', 'process.memory']

const metricsOf = ({ thresholds }: ScenarioPlan) => thresholds.map(({ metric }) => metric)

describe('a plan whose thresholds not every driver can judge', () => {
  test('has all of them in the file', () => {
    expect(MIXED.thresholds.map(({ metric }) => metric)).toEqual(METRICS)
  })

  test('is judged in virtual time without what processes use', () => {
    const sim = restrictToDriver('sim', MIXED)
    expect(metricsOf(sim)).toEqual(['task.lost', 'task.wait'])
    expect(sim.expect).toEqual(MIXED.expect)
    expect(sim.notes).toEqual([
      'not measured in virtual time: process.memory{cluster:A} max < 300MiB',
    ])
  })

  test('is judged on real sockets without waits, and without theory', () => {
    const live = restrictToDriver('live', MIXED)
    expect(metricsOf(live)).toEqual(['task.lost', 'process.memory'])
    expect(live).not.toHaveProperty('expect')
    expect(live.notes).toEqual([
      'not measured on real sockets: task.wait p(99) < 1h, the wait that theory expects',
    ])
  })

  test('passes, and its summary says what was not judged', async () => {
    const { summary } = await simulate({ ...MIXED, durationMs: 2000 })
    expect(summary.notes).toEqual([expect.stringContaining('process.memory')])
    expect(summary.thresholds.map(({ metric }) => metric)).toEqual(['task.lost', 'task.wait'])
  })
})

test.each(['live', 'sim'] as const)('a plan of which %s measures all stays the same', driver => {
  const plan = readScenario(`${HEAD}${LOAD}thresholds: [{ task.lost: count == 0 }]`, 'plain.yaml')
  expect(restrictToDriver(driver, plan)).toBe(plan)
})
