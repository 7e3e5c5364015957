/** Arrivals: laws of their queue, and of the parts of several threads. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NEVER } from '../../src/base/time.js'
import {
  ArrivalQueue,
  evenTimes,
  type Part,
  poissonTimes,
  replayedTimes,
} from '../../src/client/arrivals.js'

/** Where an arrival is between 0 and 1, by its number. */
function placeOf(index: number): number {
  return Math.floor((((index * (Math.sqrt(5) - 1)) / 2) % 1) * 2 ** 32) / 2 ** 32
}

describe('a queue of arrivals', () => {
  const gap = fc.constantFrom(0, 1, 2, 10)
  const deed = fc.oneof(
    fc.constant('take' as const),
    fc.record({ overdueAfterMs: fc.constantFrom(0, 1, 3, 20) }),
  )

  test('gives each in its order, and counts those that have come and were not taken', () => {
    fc.assert(
      fc.property(fc.array(gap), fc.array(deed), (gaps, deeds) => {
        const left: number[] = []
        for (const ms of gaps) left.push((left.at(-1) ?? 0) + ms)
        const source = [...left]
        const queue = new ArrivalQueue(() => source.shift() ?? NEVER)
        let now = 0
        for (const what of deeds) {
          if (what === 'take') {
            expect(queue.take()).toBe(left.shift() ?? NEVER)
            continue
          }
          now += what.overdueAfterMs
          expect(queue.overdue(now)).toBe(left.filter(at => at <= now).length)
        }
      }),
    )
  })

  test('has none overdue before the first has come', () => {
    expect(new ArrivalQueue(() => 5).overdue(4)).toBe(0)
  })
})

describe('the arrivals of several threads', () => {
  const indices = Array.from({ length: 100 }, (_, index) => index)
  /** Each at the very place of an arrival: it is of the part that begins there. */
  const boundaries = fc.uniqueArray(fc.integer({ min: 1, max: 99 }).map(placeOf), { maxLength: 5 })

  test.each([
    ['replayed', (part: Part) => replayedTimes(indices, part)],
    ['even', (part: Part) => evenTimes(mass => (mass < 100 ? mass : NEVER), part)],
  ])('are each of the one part in which its place is: %s', (_, timesOf) => {
    fc.assert(
      fc.property(boundaries, cuts => {
        const ends = [...cuts, 1].sort((a, b) => a - b)
        for (const [nth, end] of ends.entries()) {
          const phase = ends[nth - 1] ?? 0
          const next = timesOf({ phase, share: end - phase })
          const its = indices.filter(index => placeOf(index) >= phase && placeOf(index) < end)
          expect(its.map(next)).toEqual(its)
          expect(next()).toBe(NEVER)
        }
      }),
    )
  })
})

test('arrivals by chance are where the sum of exponential draws is', () => {
  const next = poissonTimes(
    mass => 10 * mass,
    () => 0.5,
  )
  const gap = -10 * Math.log(0.5)
  for (const nth of [1, 2, 3]) expect(next()).toBeCloseTo(nth * gap, 9)
})
