/** Thresholds as a run goes: nothing that is over is kept, and yet all comes out as if it were. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Sample, ThresholdMeters } from '../../src/report/thresholds.js'
import { readScenario } from '../../src/scenario/scenario.js'
import type { ScenarioPlan } from '../../src/scenario/scenario-plan.js'
import { holds, type Threshold, windowsOf } from '../../src/scenario/threshold.js'

const DURATION_S = 20

function planOf(metric: string, expr: string, window?: string): ScenarioPlan {
  const threshold = { metric, expr, ...(window === undefined ? {} : { window }) }
  const file = { version: 1, duration: `${DURATION_S}s`, clusters: { A: null, B: null } }
  return readScenario(JSON.stringify({ ...file, thresholds: [threshold] }), 'test.yaml')
}

const thresholdOf = ({ thresholds: [only] }: ScenarioPlan) => only as Threshold

const sample: fc.Arbitrary<[number, Sample]> = fc
  .record({
    t: fc.integer({ min: 0, max: 1000 * DURATION_S - 1 }),
    metric: fc.constantFrom('task.latency', 'task.sent', 'task.lost', 'task.done'),
    value: fc.integer({ min: 1, max: 2000 }),
    origin: fc.constantFrom('A', 'B'),
  })
  .map(({ t, metric, value, origin }) => [t, { metric, value, labels: { origin } } as Sample])

const samples = fc.array(sample, { maxLength: 200 }).map(list => list.sort(([a], [b]) => a - b))

const plans = [
  planOf('task.latency', 'max < 1s'),
  planOf('task.latency{origin:A}', 'min > 100ms', '3s'),
  planOf('task.latency', 'avg < 900ms', '2500ms'),
  planOf('task.lost', 'count < 5', '4s'),
  planOf('task.lost', 'ratio < 30%', '5s'),
  planOf('task.sent{origin:B}', 'rate > 1/s'),
  planOf('task.rate', 'min >= 1/s', '10s'),
]

/** By all samples, window by window. */
function expected(threshold: Threshold, all: readonly [number, Sample][]) {
  const values = windowsOf(threshold).flatMap(window => {
    const value = measured(threshold, all, window)
    return value === undefined ? [] : [value]
  })
  const isUpperBound = threshold.comparison.startsWith('<')
  const worst = isUpperBound ? Math.max(...values) : Math.min(...values)
  const failing = values.find(value => !holds(threshold, value))
  return values.length === 0
    ? { value: null, passed: false }
    : { value: failing ?? worst, passed: failing === undefined }
}

function measured(
  { metric, labels, aggregation: { kind } }: Threshold,
  all: readonly [number, Sample][],
  { fromMs, untilMs }: { fromMs: number; untilMs: number },
): number | undefined {
  const within = all.filter(
    ([t, each]) =>
      t >= fromMs &&
      t < untilMs &&
      (labels.origin === undefined || labels.origin === each.labels.origin),
  )
  const of = (name: string) => within.filter(([, each]) => each.metric === name)
  const values = of(metric).map(([, { value }]) => value)
  if (metric === 'task.rate') {
    const seconds = Array.from({ length: (untilMs - fromMs) / 1000 }, (_, second) => {
      const isIn = ([t]: [number, Sample]) => Math.floor((t - fromMs) / 1000) === second
      return of('task.done').filter(isIn).length
    })
    return Math.min(...seconds)
  }
  switch (kind) {
    case 'count':
      return values.length
    case 'rate':
      return (1000 * values.length) / (untilMs - fromMs)
    case 'ratio':
      return of('task.sent').length === 0 ? undefined : values.length / of('task.sent').length
  }
  if (values.length === 0) return undefined
  if (kind === 'max') return Math.max(...values)
  if (kind === 'min') return Math.min(...values)
  return values.reduce((a, b) => a + b) / values.length
}

describe('thresholds', () => {
  test.each(plans.map(plan => [thresholdOf(plan).exprText, plan] as const))(
    'come out the same however often they are settled: %s',
    (_, plan) => {
      fc.assert(
        fc.property(samples, fc.array(fc.integer({ min: 0, max: 20_000 })), (all, looks) => {
          const meters = new ThresholdMeters(plan)
          const times = [...looks].sort((a, b) => a - b)
          for (const [t, each] of all) {
            while (times[0] !== undefined && times[0] <= t) meters.settle(times.shift() as number)
            meters.add(t, each)
          }
          meters.settle(1000 * DURATION_S)
          const [result] = meters.results()
          const { value, passed } = expected(thresholdOf(plan), all)
          expect(result?.passed).toBe(passed)
          if (value === null) expect(result?.value).toBeNull()
          // Times are judged to the nanosecond.
          else expect(result?.value).toBeCloseTo(value, 5)
        }),
      )
    },
  )

  test('say which window failed first', () => {
    const meters = new ThresholdMeters(planOf('task.lost', 'count == 0', '5s'))
    meters.add(7500, { metric: 'task.lost', value: 1, labels: { origin: 'A' } })
    meters.settle(20_000)
    expect(meters.results()).toMatchObject([
      { value: 1, passed: false, fromMs: 3000, untilMs: 8000, wholeRun: false },
    ])
  })

  test.each([
    ['20s', true],
    ['10s', false],
  ])('of a run that is interrupted know a part from the whole: %s', (window, wholeRun) => {
    const meters = new ThresholdMeters(planOf('task.lost', 'count == 0', window))
    meters.add(1500, { metric: 'task.lost', value: 1, labels: { origin: 'A' } })
    meters.settle(4000)
    expect(meters.results()).toMatchObject([{ value: 1, wholeRun }])
  })

  test('tell how it stands while the run goes', () => {
    const meters = new ThresholdMeters(planOf('task.latency', 'max < 1s'))
    expect(meters.results()).toMatchObject([{ value: null, passed: false }])
    meters.add(10, { metric: 'task.latency', value: 5, labels: { origin: 'A' } })
    expect(meters.results()).toMatchObject([{ value: 5, passed: true }])
  })

  test('have percentiles that are good to three digits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 1 }), values => {
        const meters = new ThresholdMeters(planOf('task.latency', 'p(90) < 1h'))
        for (const value of values) {
          meters.add(0, { metric: 'task.latency', value, labels: { origin: 'A' } })
        }
        const sorted = [...values].sort((a, b) => a - b)
        const exact = sorted[Math.ceil(0.9 * sorted.length) - 1] as number
        const { value } = meters.results()[0] as { value: number }
        expect(Math.abs(value / exact - 1)).toBeLessThan(0.001)
      }),
    )
  })
})
