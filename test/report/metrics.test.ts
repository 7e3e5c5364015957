/** Metrics: counts and times added up, in whatever portions they come. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AnswerLog } from '../../src/report/answers.js'
import { Metrics } from '../../src/report/metrics.js'
import { addCounts, type Counts, noCounts } from '../../src/report/tally.js'

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
      const log = new AnswerLog('A')
      for (const { latencyMs, delayMs, by } of answers) {
        log.add('', 0, latencyMs + delayMs, delayMs, by && `${by}-w0001`)
      }
      const times = Float64Array.from(answers, ({ latencyMs }) => latencyMs)
      return {
        ...noCounts('A'),
        facts: { answered: answers.length },
        delegatedTo: { [peer]: answers.length },
        answers: log.take(),
        agesMs: times,
        waitsMs: times,
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
    const log = new AnswerLog('A')
    log.add('', 0, 30, 10, 'A-w0001')
    log.add('', 0, 50, 0, 'B-w0001')
    const { latencyMs, uncorrectedMs, localMs, cloudMs } = metricsOf([
      { ...noCounts('A'), facts: { answered: 2 }, answers: log.take() },
    ]).totals()
    expect([latencyMs.mean, uncorrectedMs.mean, localMs.mean, cloudMs.mean]).toEqual([
      40, 35, 30, 50,
    ])
  })
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
    typeof value === 'number' ? [key, value] : [key, { ...value, mean: 0 }],
  )
}
