/** Loads whose rate changes, that end, or that are replayed; by fixed seeds, so always the same. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomStream } from '../../src/base/random.js'
import { NEVER } from '../../src/base/time.js'
import { type Load, type LoadOptions, nextTaskOf } from '../../src/client/load.js'
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
  const next = nextTaskOf({ share: 1, phase: 0, ...options }, start, randomStream(seed, 'ramp'))
  const times: number[] = []
  for (let at = next(0, start); at < NEVER && times.length < 1e6; at = next(0, at)) times.push(at)
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
    const next = nextTaskOf({ load: ramp(UP_AND_DOWN, 'poisson'), share: 1, phase: 0 }, 0, random)
    for (let count = 1; count <= 100; count++) {
      next(0, 0)
      expect(draws).toBe(count)
    }
  })

  test('of even arrivals has exactly those of the integral', () => {
    const times = timesOf({ load: ramp([stage(0, 2, 10), stage(2, 2, 5)], 'even') })
    // From 0 to 2/s in 10 s: the nth comes when t^2/10 = n. Then one each half second.
    const rising = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(nth => 1000 * Math.sqrt(10 * nth))
    const steady = Array.from({ length: 10 }, (_, index) => 10_000 + 500 * index)
    const exact = [...rising, ...steady]
    expect(times).toHaveLength(exact.length)
    for (const [index, at] of times.entries()) expect(at).toBeCloseTo(exact[index] ?? 0, 6)
  })

  test('jumps where a stage takes no time, and falls to none', () => {
    const stages = [stage(0, 0, 10), stage(0, 10, 0), stage(10, 0, 2)]
    const times = timesOf({ load: ramp(stages, 'even') })
    expect(times[0]).toBeGreaterThan(10_000)
    expect(times[0]).toBeLessThan(10_110)
    expect(times.at(-1)).toBeLessThanOrEqual(12_000)
    expect(times).toHaveLength(9)
  })

  test('in two halves makes the whole, its even arrivals between each other', () => {
    const load = ramp([stage(10, 10, 10)], 'even')
    const halves = [0, 0.5].map(phase => timesOf({ load, share: 0.5, phase }))
    const all = halves.flat().sort((a, b) => a - b)
    expect(all).toHaveLength(99)
    for (const [index, at] of all.entries()) expect(at).toBeCloseTo(100 * (index + 1), 6)
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

  test('moves the times of a replay along', () => {
    const load: Load = { kind: 'replay', atMs: [0, 1, 500, 999, 1000, 5000] }
    expect(timesOf({ load, ...window }, 10_000)).toEqual([12_000, 12_001, 12_500, 12_999])
  })

  test('lets a client that is late send what was intended within it', () => {
    const load: Load = { kind: 'rate', perSecond: 1, arrivals: 'even' }
    const next = nextTaskOf({ load, share: 1, phase: 0, untilMs: 3000 }, 0, () => 0.5)
    expect([next(0, 0), next(0, 9000), next(0, 9000)]).toEqual([1000, 2000, NEVER])
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
