/** Times: percentiles by nearest rank, exact where many are alike, and never out of range. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Times } from '../../src/report/times.js'

const PERCENTILES = [0, 1, 50, 90, 95, 99, 99.9, 100]

const lists = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 3_000_000 }),
    fc.constant(100_000),
    fc.integer({ min: 0, max: 3e13 }),
  ),
  { minLength: 1, maxLength: 300 },
)

function timesOf(microseconds: readonly number[]): Times {
  const times = new Times()
  for (const us of microseconds) times.add(us / 1000)
  return times
}

function exact(microseconds: readonly number[], percentile: number): number {
  const sorted = [...microseconds].sort((a, b) => a - b)
  const smallest = sorted.find(
    (_, index) => (100 * (index + 1)) / sorted.length >= percentile - 1e-9,
  )
  return (smallest ?? Number.NaN) / 1000
}

describe('a percentile', () => {
  test('is within 0.1 % of the exact one, and between the smallest and the largest', () => {
    fc.assert(
      fc.property(lists, list => {
        const times = timesOf(list)
        for (const percentile of PERCENTILES) {
          const [value, wanted] = [times.at(percentile), exact(list, percentile)]
          expect(Math.abs(value - wanted)).toBeLessThanOrEqual(0.001 * wanted + 1e-9)
          expect(value).toBeGreaterThanOrEqual(exact(list, 0))
          expect(value).toBeLessThanOrEqual(exact(list, 100))
        }
      }),
    )
  })

  test('of times that are all the same is that time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3e10 }),
        fc.integer({ min: 1, max: 50 }),
        (us, count) => {
          const times = timesOf(new Array<number>(count).fill(us))
          for (const percentile of PERCENTILES) expect(times.at(percentile)).toBe(us / 1000)
        },
      ),
    )
  })

  test('of two lists together is that of the lists merged', () => {
    fc.assert(
      fc.property(lists, lists, (a, b) => {
        const merged = timesOf(a)
        merged.merge(timesOf(b))
        const { mean, ...rest } = timesOf([...a, ...b]).summary()
        expect(merged.summary()).toMatchObject(rest)
      }),
    )
  })
})
