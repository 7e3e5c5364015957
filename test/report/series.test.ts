/** The series: each second has what happened in it, whenever that is told. */

import { expect, test } from 'vitest'
import { ClusterRecord, type ClusterReport } from '../../src/report/cluster-record.js'
import { noCounts, type TimedFact } from '../../src/report/counts.js'
import { LatencySamples } from '../../src/report/latency-samples.js'
import { MeasuredSpan } from '../../src/report/measured-span.js'
import { Series } from '../../src/report/series.js'

type Times = Partial<Record<TimedFact, readonly number[]>>

function reportOf(times: Times, answersAt: readonly number[] = []): ClusterReport {
  const log = new LatencySamples('A')
  for (const at of answersAt) log.add('', at, at / 10, 0, 'A-w0001')
  const lists = Object.entries(times).map(([fact, list]) => [fact, Float64Array.from(list)])
  const counts = { ...noCounts('A'), times: Object.fromEntries(lists), answers: log.take() }
  return { counts, inFlight: 0, broker: undefined }
}

function seriesOf(span: MeasuredSpan) {
  const record = new ClusterRecord('A', 3, 0, span)
  const series = new Series(span, [record])
  const add = (report: ClusterReport, t: number) => {
    record.add(report, t)
    series.add('A', report.counts)
  }
  return { series, add, rows: () => series.seconds.map(({ t, total }) => ({ t, ...total })) }
}

test('a second has what happened in it, and levels are means over it', () => {
  const { series, add, rows } = seriesOf(new MeasuredSpan(0, 2500))
  add(reportOf({ start: [-50], hired: [-20, -20], sent: [100, 999, 1000], began: [100] }), 1000)
  add(reportOf({ finished: [1250] }, [200, 300]), 1000)
  series.settle(1000)
  series.finish(2500)
  expect(rows()).toMatchObject([
    { t: 1000, sent: 2, done: 2, max: 30, busy: 0.9, workers: 2, ready: 1.1, inFlight: 0 },
    { t: 2000, sent: 1, done: 0, max: null, busy: 0.25, workers: 2, inFlight: 1 },
    { t: 2500, sent: 0, busy: 0, workers: 2, inFlight: 1, waiting: 1 },
  ])
})

test('what is open when the warm-up ends goes on', () => {
  const { series, add, rows } = seriesOf(new MeasuredSpan(500, 2000))
  add(reportOf({ start: [0], hired: [100], began: [200], sent: [200, 300] }, [400]), 2000)
  series.finish(2000)
  expect(rows()).toMatchObject([
    { t: 1000, sent: 0, done: 0, busy: 1, inFlight: 1, waiting: 1 },
    { t: 2000, sent: 0, done: 0, busy: 1, inFlight: 1, waiting: 1 },
  ])
})

test('a cluster that ends has no workers, and nobody waits for what its clients asked', () => {
  const { series, add, rows } = seriesOf(new MeasuredSpan(0, 3000))
  add(reportOf({ start: [0], hired: [0], began: [0], sent: [0], end: [500] }), 1000)
  add(reportOf({ start: [2500], hired: [2500] }), 3000)
  series.finish(3000)
  expect(rows()).toMatchObject([
    { workers: 0.5, busy: 0.5, waiting: 0.5, inFlight: 1 },
    { workers: 0, busy: 0, waiting: 0, inFlight: 1 },
    { workers: 0.5, busy: 0, waiting: 0, inFlight: 1 },
  ])
})

test('what a process uses is spread over the time between two readings', () => {
  const { series, add, rows } = seriesOf(new MeasuredSpan(0, 2000))
  const process = { fromMs: -100, untilMs: 1500, cpuMs: 800, memoryBytes: 1000 }
  add({ ...reportOf({ start: [-200] }), process }, 2000)
  series.finish(2000)
  expect(rows()).toMatchObject([
    { cpu: 0.5, memory: 1000 },
    { cpu: 0.5, memory: 1000 },
  ])
})
