/** The record of a run that was held up: what happened is judged by when it did. */

import { expect, test } from 'vitest'
import { noAnswers } from '../../src/report/answers.js'
import { RunRecord } from '../../src/report/run-record.js'
import { noCounts } from '../../src/report/tally.js'
import { readScenario } from '../../src/scenario/scenario.js'

function recordWith(warmup: string): RunRecord {
  const file = `version: 1
duration: 5s
warmup: ${warmup}
clusters: { A: null }
thresholds: [{ metric: task.done, expr: count > 0, window: 1s }]`
  return new RunRecord(readScenario(file, 'a.yaml'))
}

/** Answers at these times. */
function reportOf(...atMs: number[]) {
  const times = Float64Array.from(atMs)
  const none = times.map(() => 0)
  const by = Uint16Array.from(atMs, () => 0)
  const answers = { ...noAnswers('A'), atMs: times, latenciesMs: none, delaysMs: none, by }
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

test('answers to what was sent before the end are of the last second', () => {
  const record = recordWith('0s')
  record.add('A', reportOf(500, 1500, 2500, 3500), 5000)
  record.add('A', reportOf(5500), 5000)
  record.finish(5000)
  expect(record.thresholds.results()).toMatchObject([{ value: 1, passed: true }])
})

test('what comes with the end of the warm-up is not judged, as it is not measured', () => {
  const record = recordWith('1s')
  record.add('A', reportOf(500, 1001), 1000)
  record.forget(1000)
  record.finish(2000)
  expect(record.thresholds.results()).toMatchObject([{ value: 0 }])
})
