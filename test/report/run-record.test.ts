/** The record of a run that was held up: what happened is judged by when it did. */

import { expect, test } from 'vitest'
import { noCounts } from '../../src/report/counts.js'
import { noAnswers } from '../../src/report/latency-samples.js'
import { RunRecord } from '../../src/report/run-record.js'
import { readScenario } from '../../src/scenario/scenario.js'

function recordWith(warmup: string): RunRecord {
  const file = `version: 1
duration: 5s
warmup: ${warmup}
clusters: { A: null }
thresholds: [{ metric: task.done, expr: count > 0, window: 1s }]`
  return new RunRecord(readScenario(file, 'a.yaml'))
}

/** Answers at these times, each after 600 ms. */
function reportOf(...atMs: number[]) {
  const times = Float64Array.from(atMs)
  const latenciesMs = times.map(() => 600)
  const delaysMs = times.map(() => 0)
  const by = Uint16Array.from(atMs, () => 0)
  const answers = { ...noAnswers('A'), atMs: times, latenciesMs, delaysMs, by }
  return { counts: { ...noCounts('A'), answers }, inFlight: 0, broker: undefined }
}

test('answers that come with a look of before are of the second that they came in', () => {
  const record = recordWith('0s')
  // The runner was held up from the first second to the third: it looks then, for all of them.
  record.add('A', reportOf(500, 1500, 2500), 1000)
  for (const t of [1000, 2000, 3000]) record.settle(t)
  record.add('A', reportOf(3500, 4500), 5000)
  record.finish(5000)
  expect(record.thresholds.results()).toMatchObject([{ value: 1, passed: true }])
})

test('answers that come after the end are counted nowhere but as drained', () => {
  const record = recordWith('0s')
  record.add('A', reportOf(500, 1500, 2500, 3500), 5000)
  record.add('A', reportOf(5000, 5500), 5600)
  record.finish(5000)
  expect(record.thresholds.results()).toMatchObject([{ value: 0, passed: false, fromMs: 4000 }])
  expect(record.cluster('A').metrics.numbers().done).toBe(4)
  expect(record.seconds.map(({ total }) => total.done)).toEqual([1, 1, 1, 1, 0])
  expect(record.drained).toEqual({ answered: [5000, 5500], lost: [] })
})

test('what comes before the end of the warm-up is not measured, however late it is told', () => {
  const record = recordWith('1s')
  record.add('A', reportOf(500), 1000)
  record.settle(1000)
  record.add('A', reportOf(999, 1000), 2000)
  record.finish(2000)
  expect(record.thresholds.results()).toMatchObject([{ value: 1 }])
  expect(record.cluster('A').metrics.numbers().done).toBe(1)
})

test('what a cluster tells late counts from the first second that is not over', () => {
  const record = recordWith('0s')
  record.add('A', reportOf(500), 1000)
  record.cluster('A').ended = 'is paused'
  for (const t of [1000, 2000, 3000]) record.settle(t)
  record.cluster('A').ended = undefined
  record.add('A', reportOf(900), 4000)
  record.finish(5000)
  expect(record.seconds.map(({ total }) => total.done)).toEqual([1, 0, 0, 1, 0])
})

test('a second is over when all clusters that work have told of it', () => {
  const record = recordWith('0s')
  record.add('A', reportOf(500), 1000)
  record.settle(1000)
  record.settle(2000)
  expect(record.seconds.length).toBe(1)
  record.add('A', reportOf(1500), 3000)
  record.settle(3000)
  expect(record.seconds.map(({ total }) => total.done)).toEqual([1, 1, 0])
})

test('whoever is missed after the end is missed because of no fault', () => {
  const file = `version: 1
duration: 5s
clusters: { A: null, B: null }
faults: [{ at: 3s, pause: B, resume: 4500ms }]`
  const record = new RunRecord(readScenario(file, 'a.yaml'))
  const missed = (atMs: number) => {
    const sightings = [{ fact: 'closed', peer: 'B', atMs } as const]
    return { counts: { ...noCounts('A'), sightings }, inFlight: 0, broker: undefined }
  }
  record.add('A', missed(5001), 5100)
  expect(record.finish(5000)).toMatchObject([{ noticedAfterMs: {} }])
})

test('clients are not behind by what a pause of their cluster held up', () => {
  const file = `version: 1
duration: 5s
clusters: { A: null, B: null }
faults: [{ at: 1s, pause: A, resume: 2s }]`
  const record = new RunRecord(readScenario(file, 'a.yaml'))
  const sent = [
    { atMs: 999, lateMs: 150 },
    { atMs: 2003, lateMs: 1004 }, // was due when the pause came
    { atMs: 2003, lateMs: 300 },
    { atMs: 2500, lateMs: 499 }, // was due after it
  ]
  const behind = {
    atMs: Float64Array.from(sent, ({ atMs }) => atMs),
    values: Float64Array.from(sent, ({ lateMs }) => lateMs),
  }
  for (const name of ['A', 'B']) {
    record.add(name, { ...reportOf(), counts: { ...noCounts(name), behind } }, 3000)
  }
  expect(record.cluster('A').metrics.numbers().behind).toBe(2)
  expect(record.cluster('B').metrics.numbers().behind).toBe(4)
})
