/** Random streams: the same for the same seed and name, uniform, and strangers to each other. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Random, randomStream } from '../../src/base/random.js'
import { correlation, meanAndError } from '../support/statistics.js'

const take = (count: number, random: Random) => Array.from({ length: count }, random)

describe('a random stream', () => {
  test('is the same for the same seed and name', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), (seed, name) => {
        expect(take(20, randomStream(seed, name))).toEqual(take(20, randomStream(seed, name)))
      }),
    )
  })

  test('is another for another seed or another name', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.string(), fc.string(), (seed, other, name, alias) => {
        const stream = take(4, randomStream(seed, name))
        if (seed !== other) expect(take(4, randomStream(other, name))).not.toEqual(stream)
        if (name !== alias) expect(take(4, randomStream(seed, alias))).not.toEqual(stream)
      }),
    )
  })

  test('stays in [0, 1)', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), (seed, name) => {
        const numbers = take(100, randomStream(seed, name))
        expect(numbers.every(number => number >= 0 && number < 1)).toBe(true)
      }),
    )
  })

  test.each([1, 2, 3, 42])('of seed %i fills all tenths alike', seed => {
    const count = 100_000
    const tenths = new Array<number>(10).fill(0)
    for (const number of take(count, randomStream(seed, 'DC1'))) {
      tenths[Math.floor(number * 10)] = (tenths[Math.floor(number * 10)] ?? 0) + 1
    }
    // Chi-squared with 9 degrees of freedom is above 27.9 once in a thousand times.
    const chi = tenths.reduce((sum, seen) => sum + (seen - count / 10) ** 2 / (count / 10), 0)
    expect(chi).toBeLessThan(27.9)
  })

  // Each cluster, worker and client draws from a stream of its own, and many draw only once.
  test.each([0, 1, 2, 3])('has a draw %i that says nothing about its neighbour by name', nth => {
    const drawOf = (index: number) => take(nth + 1, randomStream(7, `DC1-w${index}`))[nth] ?? 0
    const draws = Array.from({ length: 5001 }, (_, index) => drawOf(index))
    expect(Math.abs(correlation(draws.slice(1), draws.slice(0, -1)))).toBeLessThan(0.05)
    expect(meanAndError(draws).errorsFrom(0.5)).toBeLessThan(3)
  })

  test('has a first draw that says nothing about its neighbour by seed', () => {
    const draws = Array.from({ length: 5001 }, (_, seed) => randomStream(seed, 'DC1')())
    expect(Math.abs(correlation(draws.slice(1), draws.slice(0, -1)))).toBeLessThan(0.05)
    expect(meanAndError(draws).errorsFrom(0.5)).toBeLessThan(3)
  })
})
