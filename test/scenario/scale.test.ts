/** Scenarios made short and small: what stays, and what does not. */

import { describe, expect, test } from 'vitest'
import { scalePlan } from '../../src/scenario/scale.js'
import { readScenario } from '../../src/scenario/scenario.js'

const PLAN = readScenario(
  `
version: 1
duration: 100s
warmup: 10s
clusters: { A: { workers: 300, service: exp:20ms }, B: { workers: 5, service: exp:20ms } }
load:
  - { at: A, executor: rate, rate: 3000/s, clients: 1000, timeout: 20s }
  - { at: B, executor: ramping-rate, clients: 40, stages: [{ to: 20/s, over: 30s }, { hold: 60s }] }
faults:
  - { at: 40s, kill: B, restart: 60s }
  - { at: 50s, kill-workers: A, count: 100 }
thresholds:
  - task.latency: p(99) < 2s
  - { metric: task.lost, expr: count == 0, window: 10s, after: restart+10s }
`,
  'plan.yaml',
)

describe('a scenario at a tenth', () => {
  const small = scalePlan(PLAN, 0.1)

  test('is over after a tenth of the time, and all in it comes so much earlier', () => {
    expect(small).toMatchObject({
      durationMs: 10_000,
      warmupMs: 1000,
      faults: [{ atMs: 4000, restartMs: 6000 }, { atMs: 5000 }],
      loads: [{ untilMs: 10_000 }, { load: { stages: [{ overMs: 3000 }, { overMs: 6000 }] } }],
      thresholds: [
        { fromMs: 1000, untilMs: 10_000 },
        { fromMs: 6000, untilMs: 10_000, windowMs: 1000 },
      ],
    })
  })

  test('has a tenth of the workers, clients and arrivals of a large cluster', () => {
    expect(small.clusters.A?.workers).toBe(30)
    expect(small.loads[0]).toMatchObject({ clients: 100, load: { perSecond: 300 } })
    expect(small.faults[1]).toMatchObject({ count: 10 })
  })

  test('leaves a small cluster as it is', () => {
    expect(small.clusters.B?.workers).toBe(5)
    expect(small.loads[1]).toMatchObject({
      clients: 40,
      load: { stages: [{ toPerSecond: 20 }, {}] },
    })
  })

  test('notices what is gone as much earlier, but works as long', () => {
    expect(small.clusters.A).toMatchObject({ heartbeatMs: 100, stateTtlMs: 300 })
    expect(small.clusters.A?.service).toEqual(PLAN.clusters.A?.service)
    expect(small.loads[0]?.timeoutMs).toBe(2000)
  })
})

test('clients of a short scenario wait longer than work may take', () => {
  const slow = readScenario(
    'version: 1\nduration: 60s\nclusters: { A: { service: "choice:0s,1s" } }\n' +
      'load: [{ at: A, executor: guide }, { at: A, executor: guide, timeout: 2s }]',
    'slow.yaml',
  )
  expect(scalePlan(slow, 0.1).loads.map(({ timeoutMs }) => timeoutMs)).toEqual([5000, 2000])
})

test('a scenario at 1 is the same', () => {
  expect(scalePlan(PLAN, 1)).toBe(PLAN)
})

test.each([0, -1, 1.1, Number.NaN])('a scenario at %d is none', scale => {
  expect(() => scalePlan(PLAN, scale)).toThrow('use a number above 0 and up to 1')
})

test('a short scenario is not held to what theory expects of the whole, and a note says so', () => {
  const file = `version: 1
duration: 10m
clusters: { A: { workers: 5, service: exp:100ms } }
load: [{ at: A, executor: rate, rate: 30/s, clients: 200, timeout: 1h }]
expect: { theory: mmc }`
  const whole = readScenario(file, 'mmc.yaml')
  expect(scalePlan(whole, 1)).toBe(whole)
  const plan = scalePlan(whole, 0.1)
  expect(plan).not.toHaveProperty('expect')
  expect(plan.notes).toEqual([
    'left out by --scale: the wait that theory expects of the whole scenario',
  ])
  expect(scalePlan(PLAN, 0.1).notes).toBeUndefined()
})
