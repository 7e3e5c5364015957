/** Metrics: counts and times added up, in whatever portions they come. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addCounts, type Counts, noCounts } from '../../src/report/counts.js'
import { LatencySamples } from '../../src/report/latency-samples.js'
import { MeasuredSpan } from '../../src/report/measured-span.js'
import { Metrics } from '../../src/report/metrics.js'

const time = fc.double({ min: 0, max: 1e7, noNaN: true })

const answer = fc.record({
  latencyMs: time,
  delayMs: time,
  by: fc.constantFrom('A', 'B', 'C', ''),
})

/** Reports of one cluster. */
const reports: fc.Arbitrary<Counts[]> = fc.array(
  fc
    .record({ answers: fc.array(answer, { maxLength: 30 }), peer: fc.constantFrom('B', 'C') })
    .map(({ answers, peer }): Counts => {
      const log = new LatencySamples('A')
      for (const { latencyMs, delayMs, by } of answers) {
        log.add('', 0, latencyMs + delayMs, delayMs, by && `${by}-w0001`)
      }
      const times = Float64Array.from(answers, ({ latencyMs }) => latencyMs)
      return {
        ...noCounts('A'),
        delegatedTo: { [peer]: times },
        answers: log.take(),
        ages: { atMs: times, values: times },
        waits: { atMs: times, values: times },
      }
    }),
  { maxLength: 5 },
)

describe('metrics', () => {
  test('that are merged are those of all that was added to each', () => {
    fc.assert(
      fc.property(fc.array(reports), clusters => {
        const [merged, whole] = [new Metrics(), new Metrics()]
        for (const counts of clusters) {
          merged.merge(metricsOf(counts))
          for (const each of counts) whole.add(each)
        }
        expectSame(merged, whole)
      }),
    )
  })

  test('of reports that were added up before are the same', () => {
    fc.assert(
      fc.property(reports, counts => {
        expectSame(metricsOf([counts.reduce(addCounts, noCounts('A'))]), metricsOf(counts))
      }),
    )
  })

  test('tell tasks by who did them, and count each once', () => {
    fc.assert(
      fc.property(reports, counts => {
        const metrics = metricsOf(counts)
        const { done, local, cloud } = metrics.totals()
        const sum = Object.values(metrics.doneBy).reduce((a, b) => a + b, 0)
        expect([local + cloud, sum]).toEqual([done, done])
        expect(metrics.doneBy.A ?? 0).toBe(local)
      }),
    )
  })

  test('have a latency from the intended send, and one from the first send', () => {
    const log = new LatencySamples('A')
    log.add('', 0, 30, 10, 'A-w0001')
    log.add('', 0, 50, 0, 'B-w0001')
    const { latencyMs, uncorrectedMs, localMs, cloudMs } = metricsOf([
      { ...noCounts('A'), answers: log.take() },
    ]).totals()
    expect([latencyMs.mean, uncorrectedMs.mean, localMs.mean, cloudMs.mean]).toEqual([
      40, 35, 30, 50,
    ])
  })
})

test('what is in flight when the measured span begins counts as sent then', () => {
  const log = new LatencySamples('A')
  for (const at of [500, 1500, 2500]) log.add('', at, 10, 0, 'A-w0001')
  const sent = Float64Array.of(100, 200, 300, 1200)
  const metrics = new Metrics()
  const counts = { ...noCounts('A'), times: { sent }, answers: log.take() }
  metrics.add(counts, new MeasuredSpan(1000, 2000))
  expect(metrics.numbers()).toMatchObject({ sent: 3, done: 1, lost: 0, inFlight: 2 })
})

function metricsOf(counts: readonly Counts[]): Metrics {
  const metrics = new Metrics()
  for (const each of counts) metrics.add(each)
  return metrics
}

/** Sums of floats depend on their order. */
function expectSame(a: Metrics, b: Metrics): void {
  expect(withoutMeans(a)).toEqual(withoutMeans(b))
  expect(a.totals().latencyMs.mean).toBeCloseTo(b.totals().latencyMs.mean, 2)
  expect([a.delegatedTo, a.doneBy]).toEqual([b.delegatedTo, b.doneBy])
}

function withoutMeans(metrics: Metrics) {
  const entries = Object.entries(metrics.totals())
  return entries.map(([key, value]) =>
    typeof value !== 'object' || value === null ? [key, value] : [key, { ...value, mean: 0 }],
  )
}
