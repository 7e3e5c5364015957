/** What faults cost: when they were over, who noticed them, and when all was well again. */

import { describe, expect, test } from 'vitest'
import { type Outage, Outages } from '../../src/report/outages.js'
import { RunRecord } from '../../src/report/run-record.js'
import type { SeriesSecond } from '../../src/report/series.js'
import { readScenario } from '../../src/scenario/scenario.js'
import type { Fault } from '../../src/scenario/scenario-plan.js'

function faultsOf(...faults: object[]): readonly Fault[] {
  const clusters = { A: null, B: null, C: null }
  const file = { version: 1, duration: '60s', clusters, faults }
  return readScenario(JSON.stringify(file), 'test.yaml').faults
}

const outagesOf = (endMs: number, ...faults: object[]): Outage[] =>
  new Outages(faultsOf(...faults)).all([], endMs)

describe('the end of a fault', () => {
  test.each([
    ['is when it is mended', { at: '5s', kill: 'B', restart: '9s' }, 9000],
    ['is at once where nothing can be mended', { at: '5s', 'kill-workers': 'B' }, 5000],
    ['is never where nobody mends it', { at: '5s', kill: 'B' }, null],
    ['is never where the run ended before', { at: '5s', pause: 'B', resume: '50s' }, null],
  ] as const)('%s', (_, fault, endMs) => {
    expect(outagesOf(20_000, fault)).toMatchObject([{ atMs: 5000, endMs }])
  })

  test('is when a script mends it', () => {
    const faults = new Outages([])
    const [fault] = faultsOf({ at: '5s', kill: 'B' })
    if (!fault) throw new Error('no fault')
    faults.struck(fault)
    expect(faults.all([], 6000)).toMatchObject([{ endMs: null }])
    faults.mended(fault, 7000)
    expect(faults.all([], 8000)).toMatchObject([{ endMs: 7000 }])
  })
})

describe('recovery', () => {
  const second = (t: number, p90: number | null) => ({ t, total: { p90 } }) as SeriesSecond
  /** Ten answers a second as ever, up to that time. */
  const calmTo = (endMs: number) =>
    Array.from({ length: endMs / 1000 }, (_, index) => second(1000 * (index + 1), 100))
  const recoveryOf = (fault: object, seconds: readonly SeriesSecond[]) => {
    const [outage] = new Outages(faultsOf(fault)).all(seconds, 60_000)
    return outage?.notRecovered ?? outage?.recoveredAfterMs
  }
  const kill = { at: '10s', kill: 'B', restart: '15s' }

  test.each([
    ['is seen in three calm seconds', kill, calmTo(18_000), 0],
    ['cannot be seen in two', kill, calmTo(17_000), 'too late to see'],
    ['is not seen where all is slow', kill, [...calmTo(15_000), ...slow()], 'not seen'],
    ['has nothing to be compared with', kill, calmTo(30_000).slice(15), 'nothing to compare with'],
    [
      'is of no cluster that joins',
      { at: '5s', join: 'C' },
      calmTo(30_000),
      'nothing to recover from',
    ],
  ] as const)('%s', (_, fault, seconds, expected) => {
    expect(recoveryOf(fault, seconds)).toBe(expected)
  })

  function slow() {
    return [16_000, 17_000, 18_000, 19_000].map(t => second(t, 200))
  }
})

test('a threshold on recovery asks nothing of a cluster that joins', () => {
  const clusters = { A: null, B: null, C: null }
  const thresholds = [{ 'fault.recovery': 'max < 5s' }]
  const file = {
    version: 1,
    duration: '60s',
    clusters,
    faults: [{ at: '5s', join: 'C' }],
    thresholds,
  }
  const record = new RunRecord(readScenario(JSON.stringify(file), 'test.yaml'))
  record.finish(60_000)
  expect(record.thresholds.results()).toMatchObject([{ value: null }])
})
