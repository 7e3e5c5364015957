/** Loads whose rate changes, that end, or that are replayed; by fixed seeds, so always the same. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomStream } from '../../src/base/random.js'
import { NEVER } from '../../src/base/time.js'
import { type Load, type LoadOptions, scheduleOf } from '../../src/client/load.js'
import { constantRate, massOf, rampingRate, type Stage } from '../../src/client/ramp.js'

const stage = (fromPerSecond: number, toPerSecond: number, seconds: number): Stage => ({
  fromPerSecond,
  toPerSecond,
  overMs: 1000 * seconds,
})

const UP_AND_DOWN = [stage(0, 60, 30), stage(60, 60, 60), stage(60, 20, 0), stage(20, 0, 40)]

const ramp = (stages: readonly Stage[], arrivals: 'poisson' | 'even'): Load => ({
  kind: 'ramping-rate',
  stages,
  arrivals,
})

/** The times of all tasks, of clients that are always free. */
function timesOf(options: Partial<LoadOptions> & { load: Load }, start = 0, seed = 1): number[] {
  const { next } = scheduleOf({ share: 1, phase: 0, ...options }, start, randomStream(seed, 'ramp'))
  const times: number[] = []
  for (let at = next(0, start); at < NEVER && times.length < 1e5; at = next(0, at)) times.push(at)
  return times
}

/** How many of the times are in each stage. */
function countsByStage(times: readonly number[], stages: readonly Stage[]): number[] {
  let beganMs = 0
  return stages.map(({ overMs }) => {
    const [fromMs, untilMs] = [beganMs, beganMs + overMs]
    beganMs = untilMs
    return times.filter(at => at >= fromMs && at < untilMs).length
  })
}

describe('the integrated rate', () => {
  test('is inverted exactly: the mass until a time is the mass that was asked for', () => {
    const rate = fc.double({ min: 0, max: 1000, noNaN: true })
    const stages = fc.array(fc.tuple(rate, rate, fc.double({ min: 0, max: 100, noNaN: true })), {
      minLength: 1,
      maxLength: 5,
    })
    fc.assert(
      fc.property(stages, fc.double({ min: 0.01, max: 1, noNaN: true }), (parts, share) => {
        const all = parts.map(([from, to, seconds]) => stage(from, to, seconds))
        const timeOf = rampingRate(all, share)
        const whole = share * all.reduce((sum, part) => sum + massOf(part), 0)
        for (const part of [0.1, 0.4, 0.8, 0.95]) {
          const mass = part * whole
          const at = timeOf(mass)
          if (at < NEVER) expect(share * massUntil(all, at)).toBeCloseTo(mass, 4)
        }
        expect(timeOf(whole * 1.01 + 1)).toBe(NEVER)
      }),
    )
  })

  test('of a rate that does not change is that of one stage', () => {
    const one = rampingRate([stage(50, 50, 1000)], 0.5)
    for (const mass of [0, 1, 7.5, 300]) {
      expect(one(mass)).toBeCloseTo(constantRate(25)(mass), 6)
    }
  })
})

/** By the rates at the ends of what has passed of each stage. */
function massUntil(stages: readonly Stage[], at: number): number {
  let beganMs = 0
  let mass = 0
  for (const { fromPerSecond, toPerSecond, overMs } of stages) {
    const passedMs = Math.min(overMs, at - beganMs)
    // A stage that takes no time has no mass; those after it may have.
    if (passedMs <= 0) continue
    const now = fromPerSecond + ((toPerSecond - fromPerSecond) * passedMs) / overMs
    mass += ((fromPerSecond + now) / 2) * (passedMs / 1000)
    beganMs += overMs
  }
  return mass
}

describe('a ramping rate', () => {
  test.each([1, 2, 3, 4, 5])(
    'by chance has as many arrivals in each stage as its mean, within three errors: seed %d',
    seed => {
      const counts = countsByStage(
        timesOf({ load: ramp(UP_AND_DOWN, 'poisson') }, 0, seed),
        UP_AND_DOWN,
      )
      for (const [index, count] of counts.entries()) {
        const mean = massOf(UP_AND_DOWN[index] ?? stage(0, 0, 0))
        expect(Math.abs(count - mean)).toBeLessThanOrEqual(3 * Math.sqrt(mean))
      }
    },
  )

  test('by chance follows the line within a stage: half of a ramp has a quarter of it', () => {
    const stages = [stage(0, 400, 100)]
    const times = timesOf({ load: ramp(stages, 'poisson') })
    const early = times.filter(at => at < 50_000).length
    expect(Math.abs(early - 5000)).toBeLessThanOrEqual(3 * Math.sqrt(5000))
    expect(Math.abs(times.length - 20_000)).toBeLessThanOrEqual(3 * Math.sqrt(20_000))
  })

  test('draws once for each arrival', () => {
    let draws = 0
    const random = () => ++draws / 1e6
    const { next } = scheduleOf(
      { load: ramp(UP_AND_DOWN, 'poisson'), share: 1, phase: 0 },
      0,
      random,
    )
    for (let count = 1; count <= 100; count++) {
      next(0, 0)
      expect(draws).toBe(count)
    }
  })

  test('of even arrivals has exactly those of the integral', () => {
    const times = timesOf({ load: ramp([stage(0, 2, 10), stage(2, 2, 5)], 'even') })
    // From 0 to 2/s in 10 s: number n comes when t^2/10 = n. Then one each half second.
    const rising = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(nth => 1000 * Math.sqrt(10 * nth))
    const steady = Array.from({ length: 10 }, (_, index) => 10_000 + 500 * index)
    const exact = [...rising, ...steady]
    expect(times).toHaveLength(exact.length)
    for (const [index, at] of times.entries()) expect(at).toBeCloseTo(exact[index] ?? 0, 6)
  })

  test('jumps where a stage takes no time, and falls to none', () => {
    const stages = [stage(0, 0, 10), stage(0, 10, 0), stage(10, 0, 2)]
    const times = timesOf({ load: ramp(stages, 'even') })
    expect(times[0]).toBe(10_000)
    expect(times.at(-1)).toBeLessThan(12_000)
    expect(times).toHaveLength(10)
  })

  test('in two halves makes the whole, its even arrivals between each other', () => {
    const load = ramp([stage(10, 10, 10)], 'even')
    const halves = [0, 0.5].map(phase => timesOf({ load, share: 0.5, phase }))
    const all = halves.flat().sort((a, b) => a - b)
    expect(all).toHaveLength(100)
    for (const [index, at] of all.entries()) expect(at).toBeCloseTo(100 * index, 6)
  })
})

describe('even arrivals are the rate times the time, exactly:', () => {
  const rate = (perSecond: number): Load => ({ kind: 'rate', perSecond, arrivals: 'even' })
  const HOUR = 3600
  const CASES: [string, Load, untilMs: number, count: number][] = [
    ['1/h for 24 h', rate(1 / HOUR), 24 * HOUR * 1000, 24],
    ['1/h for 30 days', rate(1 / HOUR), 720 * HOUR * 1000, 720],
    ['1/m for 60 s', rate(1 / 60), 60_000, 1],
    ['20/m for 60 s', rate(20 / 60), 60_000, 20],
    ['7/m for 9 m', rate(7 / 60), 540_000, 63],
    ['50/s for 10 s', rate(50), 10_000, 500],
    ['1000/s for 3.3 s', rate(1000), 3300, 3300],
    ['3/s for 1 s', rate(3), 1000, 3],
    ['3/s for 1.1 s', rate(3), 1100, 4],
    ['0 to 50/s over 10 s', ramp([stage(0, 50, 10)], 'even'), 10_000, 250],
    ['50/s to 0 over 10 s', ramp([stage(50, 0, 10)], 'even'), 10_000, 250],
    ['50/s held for 10 s of 60', ramp([stage(50, 50, 10)], 'even'), 60_000, 500],
    ['a ramp that is cut', ramp([stage(0, 50, 10)], 'even'), 5000, 63],
    ['thirds', ramp([stage(1 / 3, 1 / 3, 30), stage(2 / 3, 2 / 3, 30)], 'even'), 60_000, 30],
  ]
  const SEVEN = Array<number>(7).fill(1 / 7)
  const THREADS = [[1], [0.5, 0.5], [0.4, 0.3, 0.3], [0.1, 0.2, 0.3, 0.4], SEVEN]

  test.each(CASES)('%s', (_, load, untilMs, count) => {
    const whole = timesOf({ load, untilMs })
    expect(whole).toHaveLength(count)
    for (const fromMs of [0, 100, 1 / 3]) {
      const window = { load, fromMs, untilMs: untilMs + fromMs }
      for (const start of [0, 5000, 1e9 + 1 / 3]) {
        for (const shares of THREADS) {
          let phase = 0
          const parts = shares.map(share => {
            const times = timesOf({ ...window, share, phase }, start)
            phase += share
            return times
          })
          const all = parts.flat().sort((a, b) => a - b)
          expect(all).toHaveLength(count)
          expect(all[0]).toBeCloseTo(start + fromMs, 4)
          const off = all.map((at, index) => Math.abs(at - (whole[index] ?? 0) - start - fromMs))
          expect(Math.max(...off)).toBeLessThan(1e-4 / 2)
        }
      }
    }
  })

  test('by random rates and times, for any number of threads', () => {
    const part = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 60 }))
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(1, 3, 7, 60),
        fc.integer({ min: 1, max: 9 }),
        (steps, per, threads) => {
          const stages = steps.map(([count, seconds]) => stage(count / per, count / per, seconds))
          const ticks = steps.reduce((sum, [count, seconds]) => sum + count * seconds, 0)
          const load = ramp(stages, 'even')
          const share = 1 / threads
          const counts = Array.from({ length: threads }, (_, index) =>
            timesOf({ load, share, phase: index * share }),
          )
          expect(counts.flat()).toHaveLength(Math.ceil(ticks / per))
        },
      ),
    )
  })

  test('goes on at the same times when its clients are started again', () => {
    const load = rate(20 / 60)
    const whole = timesOf({ load, untilMs: 60_000 })
    for (const restart of [1000, 6000, 7000, 30_000]) {
      const again = timesOf({ load, fromMs: -restart, untilMs: 60_000 - restart }, restart)
      expect(again).toHaveLength(whole.filter(at => at > restart - 1e-3).length)
      for (const at of again) expect(at).toBeGreaterThanOrEqual(restart)
    }
  })
})

describe('arrivals that no client was free for', () => {
  test.each(['poisson', 'even'] as const)('are counted, and come all the same: %s', arrivals => {
    const load = { kind: 'rate', perSecond: 10, arrivals } as const
    const options = { load, share: 1, phase: 0, untilMs: 5000 }
    const times = timesOf(options, 1000)
    const asked = scheduleOf(options, 1000, randomStream(1, 'ramp'))
    const due = (now: number) => times.filter(at => at <= now).length
    expect(asked.overdue(999)).toBe(0)
    expect(asked.overdue(3000)).toBe(due(3000))
    expect(asked.overdue(3000)).toBe(due(3000))
    expect(times.slice(0, 5)).toEqual([0, 1, 2, 3, 4].map(() => asked.next(0, 3000)))
    expect(asked.overdue(4000)).toBe(due(4000) - 5)
    expect(asked.overdue(9000)).toBe(times.length - 5)
    expect(times.slice(5)).toEqual(times.slice(5).map(() => asked.next(0, 9000)))
    expect([asked.next(0, 9000), asked.overdue(9000)]).toEqual([NEVER, 0])
  })
})

describe('a window', () => {
  const window = { fromMs: 2000, untilMs: 3000 }
  const LOADS: Load[] = [
    { kind: 'guide' },
    { kind: 'closed', think: { kind: 'exp', meanMs: 10 } },
    { kind: 'rate', perSecond: 100, arrivals: 'poisson' },
    { kind: 'rate', perSecond: 100, arrivals: 'even' },
    ramp([stage(100, 100, 60)], 'poisson'),
    { kind: 'replay', atMs: [0, 1, 500, 999, 1000, 5000] },
  ]

  test.each(LOADS)('keeps all tasks within it, from its beginning to before its end: %j', load => {
    const times = timesOf({ load, ...window }, 10_000)
    expect(times.every(at => at >= 12_000 && at < 13_000)).toBe(true)
    if (load.kind !== 'guide') expect(times.length).toBeGreaterThan(3)
  })

  const onlyIn = [
    { fromMs: 0, untilMs: 400 },
    { fromMs: 2000, untilMs: 2000.5 },
    { fromMs: 2500, untilMs: 4000 },
  ]

  test.each(LOADS.filter(({ kind }) => kind !== 'guide' && kind !== 'closed'))(
    'of many parts lets just those arrivals through that are in one of them: %j',
    load => {
      const isIn = (at: number) =>
        onlyIn.some(({ fromMs, untilMs }) => at >= 1000 + fromMs && at < 1000 + untilMs)
      const whole = timesOf({ load, untilMs: 10_000 }, 1000)
      expect(timesOf({ load, onlyIn }, 1000)).toEqual(whole.filter(isIn))
    },
  )

  test('of many parts lets a client that thinks go on at the next of them', () => {
    const load: Load = { kind: 'closed', think: { kind: 'constant', ms: 150 } }
    expect(timesOf({ load, onlyIn, fromMs: 100 }, 1000)).toEqual([
      1250,
      ...Array.from({ length: 9 }, (_, index) => 3650 + 150 * index),
    ])
  })

  test('moves the times of a replay along', () => {
    const load: Load = { kind: 'replay', atMs: [0, 1, 500, 999, 1000, 5000] }
    expect(timesOf({ load, ...window }, 10_000)).toEqual([12_000, 12_001, 12_500, 12_999])
  })

  test('lets a client that is late send what was intended within it', () => {
    const load: Load = { kind: 'rate', perSecond: 1, arrivals: 'even' }
    const { next } = scheduleOf({ load, share: 1, phase: 0, untilMs: 3000 }, 0, () => 0.5)
    expect([next(0, 0), next(0, 9000), next(0, 9000)]).toEqual([0, 1000, 2000])
    expect(next(0, 9000)).toBe(NEVER)
  })
})

describe('a replay', () => {
  const atMs = Array.from({ length: 1000 }, (_, index) => 3 * index)

  test('has the very times', () => {
    expect(timesOf({ load: { kind: 'replay', atMs } }, 50)).toEqual(atMs.map(at => at + 50))
  })

  test.each([[[0.5, 0.5]], [[0.4, 0.3, 0.3]], [[0.1, 0.2, 0.3, 0.4]]])(
    'is shared among threads of %j: each arrival is one of theirs, and each has its part',
    shares => {
      let phase = 0
      const parts = shares.map(share => {
        const times = timesOf({ load: { kind: 'replay', atMs }, share, phase })
        phase += share
        expect(Math.abs(times.length - share * atMs.length)).toBeLessThan(5)
        return times
      })
      expect(parts.flat().sort((a, b) => a - b)).toEqual(atMs)
    },
  )

  test('of nothing sends nothing', () => {
    expect(timesOf({ load: { kind: 'replay', atMs: [] } })).toEqual([])
  })
})
