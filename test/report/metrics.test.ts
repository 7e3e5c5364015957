/** Metrics: counts and times added up, in whatever portions they come. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Metrics } from '../../src/report/metrics.js'
import { type Counts, NO_COUNTS } from '../../src/report/tally.js'

const times = fc
  .array(fc.double({ min: 0, max: 1e7, noNaN: true }), { maxLength: 50 })
  .map(list => Float64Array.from(list))

/** Reports of one cluster. */
const reports: fc.Arbitrary<Counts[]> = fc.array(
  fc.record({ answered: fc.nat(100), peer: fc.constantFrom('A', 'B'), latencies: times }).map(
    ({ answered, peer, latencies }): Counts => ({
      ...NO_COUNTS,
      facts: { answered },
      delegatedTo: { [peer]: answered },
      latenciesMs: latencies,
      waitsMs: latencies,
    }),
  ),
  { maxLength: 5 },
)

test('metrics that are merged are those of all that was added to each', () => {
  fc.assert(
    fc.property(fc.array(reports), clusters => {
      const [merged, whole] = [new Metrics(), new Metrics()]
      for (const counts of clusters) {
        merged.merge(metricsOf(counts))
        for (const each of counts) whole.add(each)
      }
      expect(withoutMeans(merged)).toEqual(withoutMeans(whole))
      // Sums of floats depend on their order.
      expect(merged.totals().latencyMs.mean).toBeCloseTo(whole.totals().latencyMs.mean, 2)
      expect(merged.delegatedTo).toEqual(whole.delegatedTo)
    }),
  )
})

function metricsOf(counts: readonly Counts[]): Metrics {
  const metrics = new Metrics()
  for (const each of counts) metrics.add(each)
  return metrics
}

function withoutMeans(metrics: Metrics) {
  const { latencyMs, waitMs, ...numbers } = metrics.totals()
  return { ...numbers, latencyMs: { ...latencyMs, mean: 0 }, waitMs: { ...waitMs, mean: 0 } }
}
