/** Scenarios made short and small: what stays, and what does not. */

import { assert, integer, option, property, record, uniqueArray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scalePlan } from '../../src/scenario/scale.js'
import { planOfValue, readScenario } from '../../src/scenario/scenario.js'

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

describe('faults of a short scenario', () => {
  const killing = (faults: readonly object[], workers = 6) =>
    planOfValue(
      {
        version: 1,
        duration: '100s',
        clusters: { A: { workers, service: '20ms' }, B: {} },
        load: [{ at: 'A', executor: 'closed', think: '100ms' }],
        faults: faults.map(fault => ({ 'kill-workers': 'A', ...fault })),
      },
      'killing',
    )

  test('strike at the start of the run if they did', () => {
    const plan = killing([
      { at: '0s', count: 1 },
      { at: '1ms', count: 1 },
    ])
    expect(scalePlan(plan, 0.1).faults.map(({ atMs }) => atMs)).toEqual([0, 1])
  })

  test('strike before its end, however near they come to it', () => {
    const plan = killing([{ at: '99999ms', count: 1 }])
    expect(scalePlan(plan, 0.1)).toMatchObject({ durationMs: 10_000, faults: [{ atMs: 9999 }] })
  })

  test('take together as great a part of the workers as before', () => {
    const each = Array.from({ length: 4 }, (_, index) => ({ at: `${index}s`, count: 30 }))
    const small = scalePlan(killing(each, 400), 0.11)
    expect(small.clusters.A?.workers).toBe(44)
    // 13.2 workers for every 120: 3.3 a fault.
    expect(small.faults).toMatchObject([{ count: 3 }, { count: 4 }, { count: 3 }, { count: 3 }])
  })

  test('are left out where they would find no worker, and a note says so', () => {
    const each = Array.from({ length: 6 }, (_, index) => ({ at: `${index}s`, count: 1 }))
    const small = scalePlan(killing(each), 0.1)
    expect(small.clusters.A?.workers).toBe(5)
    expect(small.faults).toHaveLength(5)
    expect(small.notes).toEqual(['left out by --scale: 1 of 6 kill-workers, as no worker is left'])
  })

  test('could all be those of a file: each takes as many workers as it says', () => {
    const fault = record({
      at: integer({ min: 0, max: 98 }),
      lasts: option(integer({ min: 1, max: 50 })),
      count: integer({ min: 1, max: 9 }),
    })
    const faults = uniqueArray(fault, { selector: ({ at }) => at, maxLength: 8 })
    const scales = integer({ min: 1, max: 99 }).map(percent => percent / 100)
    const law = property(faults, scales, integer({ min: 0, max: 30 }), (kills, scale, spare) => {
      const said = kills.map(({ at, lasts, count }) => ({
        at: `${at}s`,
        count,
        ...(lasts !== null && { restart: `${Math.min(100, at + lasts)}s` }),
      }))
      const workers = kills.reduce((sum, { count }) => sum + count, spare)
      const { faults: left, clusters } = scalePlan(killing(said, workers), scale)
      const again = left.map(kill => {
        if (kill.kind !== 'kill-workers') throw new Error('another fault')
        const { atMs, count, restartMs } = kill
        return { at: `${atMs}ms`, count, ...(restartMs && { restart: `${restartMs}ms` }) }
      })
      expect(killing(again, clusters.A?.workers).faults).toEqual(left)
    })
    assert(law)
  })
})
