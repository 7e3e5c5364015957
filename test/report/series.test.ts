/** The series: nothing that a cluster reports is left out of it, however often it reports. */

import { expect, test } from 'vitest'
import { AnswerLog } from '../../src/report/answers.js'
import type { ClusterReport, Standing } from '../../src/report/cluster-record.js'
import { Series } from '../../src/report/series.js'
import { noCounts } from '../../src/report/tally.js'

const STANDING: Standing = {
  ...{ workers: 3, busy: 2, ready: 1, waiting: 0, tasksPerSecond: 0 },
  peers: {},
}

function reportOf(sent: number, latencies: readonly number[], cpuMs: number): ClusterReport {
  const log = new AnswerLog('A')
  for (const ms of latencies) log.add('', 0, ms, 0, 'A')
  const counts = { ...noCounts('A'), facts: { sent }, answers: log.take() }
  const broker = { ready: 1, busyLocal: 2, busyCloud: 0, peers: [] }
  const process = { cpuMs, memoryBytes: 1000 + cpuMs }
  return { counts, inFlight: sent, broker: broker as unknown as ClusterReport['broker'], process }
}

test('a second has all that was reported in it', () => {
  const series = new Series(0)
  series.add('A', reportOf(3, [10, 20], 100), STANDING)
  series.add('A', reportOf(2, [30], 50), { ...STANDING, busy: 1 })
  series.close(1000)
  series.add('A', reportOf(1, [], 10), STANDING)
  series.close(2000)
  const rows = series.seconds.map(({ total }) => total)
  expect(rows).toMatchObject([
    { sent: 5, done: 3, max: 30, busy: 1, inFlight: 2, cpu: 0.15, memory: 1050 },
    { sent: 1, done: 0, max: null, busy: 2, inFlight: 1, cpu: 0.01, memory: 1010 },
  ])
})

test('where there is no broker, there are no workers', () => {
  const series = new Series(0)
  series.add('A', { ...reportOf(3, [], 0), broker: undefined }, STANDING)
  series.close(1000)
  expect(series.seconds[0]?.total).toMatchObject({ workers: 0, busy: 0, ready: 0, waiting: 3 })
})
