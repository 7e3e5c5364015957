/** What faults cost: when they were over, who noticed them, and when all was well again. */

import { describe, expect, test } from 'vitest'
import { type FaultImpact, FaultImpacts } from '../../src/report/fault-impact.js'
import { RunRecord } from '../../src/report/run-record.js'
import type { SeriesSecond } from '../../src/report/series.js'
import { readScenario } from '../../src/scenario/scenario.js'
import type { ScenarioPlan } from '../../src/scenario/scenario-plan.js'

function planOf(...faults: object[]): ScenarioPlan {
  const clusters = { A: null, B: null, C: null }
  const file = { version: 1, duration: '60s', clusters, faults }
  return readScenario(JSON.stringify(file), 'test.yaml')
}

const outagesOf = (endMs: number, ...faults: object[]): FaultImpact[] =>
  new FaultImpacts(planOf(...faults)).all([], endMs)

describe('the end of a fault', () => {
  test.each([
    ['is when it is mended', { at: '5s', kill: 'B', restart: '9s' }, 9000],
    ['is at once where nothing can be mended', { at: '5s', leave: 'B' }, 5000],
    ['is never where workers stay away', { at: '5s', 'kill-workers': 'B' }, null],
    ['is never where nobody mends it', { at: '5s', kill: 'B' }, null],
    ['is never where the run ended before', { at: '5s', pause: 'B', resume: '50s' }, null],
  ] as const)('%s', (_, fault, endMs) => {
    expect(outagesOf(20_000, fault)).toMatchObject([{ atMs: 5000, endMs }])
  })

  test('is when a script mends it', () => {
    const faults = new FaultImpacts(planOf())
    const [fault] = planOf({ at: '5s', kill: 'B' }).faults
    if (!fault) throw new Error('no fault')
    faults.struck(fault)
    expect(faults.all([], 6000)).toMatchObject([{ endMs: null }])
    faults.mended(fault, 7000)
    expect(faults.all([], 8000)).toMatchObject([{ endMs: 7000 }])
  })
})

describe('a peer that is missed', () => {
  const missing = (atMs: number, ...faults: object[]) =>
    new FaultImpacts(planOf(...faults)).see('A', { fact: 'forgotten', peer: 'B', atMs })
  const pause = { at: '10s', pause: 'B', resume: '15s' }
  const leave = { at: '10s', leave: 'B' }
  const join = { at: '20s', join: 'B' }

  test('is so because of the fault that it is gone by', () => {
    expect(missing(13_000, pause)).toBe(3000)
    expect(missing(50_000, { at: '10s', kill: 'B' })).toBe(40_000)
    expect(missing(50_000, leave)).toBe(40_000)
  })

  test('may be so a little later: silence takes as long to be heard as state lives', () => {
    expect(missing(18_900, pause)).toBe(8900)
    expect(missing(23_900, leave, join)).toBe(13_900)
  })

  test('is so for another reason long after it came back', () => {
    expect(missing(19_100, pause)).toBeUndefined()
    expect(missing(24_100, leave, join)).toBeUndefined()
    expect(missing(24_100, { at: '10s', kill: 'B' }, join)).toBeUndefined()
  })
})

describe('recovery', () => {
  const second = (t: number, p90: number | null, max = p90, inFlight = 5, before = inFlight) => {
    const done = p90 === null ? 0 : 10
    const sent = done + inFlight - before
    return {
      t,
      total: { p90, p99: max, max, inFlight, done, sent, lost: 0, retried: 0 },
    } as unknown as SeriesSecond
  }
  /** Seconds that follow each other. */
  const from = (t: number, ...rest: readonly (readonly [number | null, number?, number?])[]) =>
    rest.map(([p90, max, inFlight], index) =>
      second(t + 1000 * (index + 1), p90, max ?? p90, inFlight, rest[index - 1]?.[2]),
    )
  /** Ten answers a second as ever, up to that time. */
  const calmTo = (endMs: number) =>
    Array.from({ length: endMs / 1000 }, (_, index) => second(1000 * (index + 1), 100))
  const recoveryOf = (fault: object, seconds: readonly SeriesSecond[]) => {
    const [outage] = new FaultImpacts(planOf(fault)).all(seconds, 60_000)
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

  const pause = { at: '10s', pause: 'B', resume: '13s' }
  const calm = [[100], [100], [100], [100]] as const
  test.each<[string, object, readonly SeriesSecond[], unknown]>([
    [
      'is not there while some tasks take far longer than any before',
      pause,
      [...calmTo(13_000), ...from(13_000, [100, 3200], [100, 151], ...calm)],
      2000,
    ],
    [
      'bears tasks half as long again as the slowest before',
      pause,
      [...calmTo(13_000), ...from(13_000, [100, 150], [150, 150], ...calm)],
      0,
    ],
    [
      'is not there while nobody is answered',
      pause,
      [...calmTo(11_000), ...from(11_000, [null], [null], [null], [null], ...calm)],
      2000,
    ],
    [
      'is there where nobody asks',
      pause,
      [...calmTo(12_000), ...from(12_000, [100], [100, 100, 0], [null, 0, 0], [null, 0, 1], [100])],
      0,
    ],
    [
      'is from when it struck where it never ends',
      { at: '10s', pause: 'B' },
      [...calmTo(10_000), ...from(10_000, [300], [300], ...calm)],
      2000,
    ],
    [
      'is not seen where it ends only with the run',
      { at: '10s', pause: 'B' },
      [...calmTo(10_000), ...from(10_000, [300], [null], [null], [100], [100])],
      'not seen',
    ],
  ])('%s', (_, fault, seconds, expected) => {
    expect(recoveryOf(fault, seconds)).toBe(expected)
  })

  test('knows of stalls that were ten seconds before', () => {
    const before = [...from(0, [100], [null], [100]), ...calmTo(12_000).slice(3)]
    const late = { at: '11500ms', pause: 'B', resume: '12s' }
    const stalls = [...before, ...from(12_000, [null], [null], [null])]
    expect(recoveryOf(late, stalls)).toBe(0)
    expect(recoveryOf({ ...late, at: '12s', resume: '12001ms' }, stalls)).toBe('not seen')
  })

  test('is not all: what a stall cost is seen in its slowest task, and in its silence', () => {
    const stall = from(10_000, [90], [null], [null], [100, 3200], ...calm)
    const [outage] = new FaultImpacts(planOf(pause)).all([...calmTo(10_000), ...stall], 60_000)
    expect(outage).toMatchObject({
      recoveredAfterMs: 1000,
      cost: {
        untilMs: 14_000,
        p90BeforeMs: 100,
        p90WorstMs: 100,
        p99BeforeMs: 100,
        p99WorstMs: 3200,
        maxBeforeMs: 100,
        maxWorstMs: 3200,
        silentMs: 2000,
      },
    })
  })

  test('of silence, what was before the warm-up ended is none', () => {
    const plan = { ...planOf({ at: '1s', kill: 'A' }), warmupMs: 3000 }
    const [outage] = new FaultImpacts(plan).all(from(3000, [null], [null], [100]), 6000)
    expect(outage?.cost?.silentMs).toBe(2000)
  })

  test('what is measured from its next on is no cost of a fault of the warm-up', () => {
    const faults = planOf({ at: '1s', kill: 'A' }, { at: '2s', kill: 'B' })
    const outages = new FaultImpacts({ ...faults, warmupMs: 3000 }).all(from(3000, [300]), 4000)
    expect(outages.map(({ cost }) => cost?.maxWorstMs)).toEqual([null, 300])
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
