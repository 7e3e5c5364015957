/** Tallies: a fact that is about several tasks counts for each of them. */

import { expect, test } from 'vitest'
import { addCounts, noCounts } from '../../src/report/counts.js'
import { MetricCollector } from '../../src/report/metric-collector.js'
import { Metrics } from '../../src/report/metrics.js'

test('a reply whose client is gone, and the tasks dropped with it, are orphans each', () => {
  const tally = new MetricCollector('A', () => 7)
  tally.note('orphan', 'c1', 1)
  tally.note('orphan', 'c2', 4)
  const metrics = new Metrics()
  metrics.add(addCounts(noCounts('A'), tally.take()))
  expect(metrics.numbers().orphans).toBe(5)
})

test.each(['assigned', 'delegated'] as const)(
  'a task that is %s is placed if it is of a client of the cluster',
  fact => {
    const tally = new MetricCollector('A', () => 7)
    tally.note(fact, 'B', 1)
    tally.note(fact, 'B', 0)
    const { times, delegatedTo } = tally.take()
    expect(times.placed).toEqual(Float64Array.of(7))
    expect(delegatedTo.B?.length).toBe(fact === 'delegated' ? 2 : undefined)
  },
)
