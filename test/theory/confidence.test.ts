/** How sure means are, and differences of means. */

import { describe, expect, test } from 'vitest'
import { randomStream } from '../../src/base/random.js'
import { differenceOf, estimateOf, intervalOf } from '../../src/theory/confidence.js'

/** Exponential values, as skewed as waits are, with means of 10. */
function samples(seed: number, size: number): number[] {
  const random = randomStream(seed, 'samples')
  return Array.from({ length: size }, () => -10 * Math.log1p(-random()))
}

describe('a mean', () => {
  test('has the standard error of its sample', () => {
    expect(estimateOf([1, 2, 3, 4])).toEqual({ mean: 2.5, error: Math.sqrt(5 / 12), count: 4 })
  })

  test('of two values is within Student’s t of one degree of freedom', () => {
    expect(intervalOf([1, 3])?.mean).toBe(2)
    expect(intervalOf([1, 3])?.half).toBeCloseTo(12.706, 3)
  })

  test.each([[[]], [[7]]])('of %j is not sure at all', sample => {
    expect(intervalOf(sample)).toBeUndefined()
  })

  test('of equal values is sure', () => {
    expect(intervalOf([7, 7, 7])).toEqual({ mean: 7, half: 0 })
  })

  test('is within its interval about 95 times of 100', () => {
    const runs = Array.from({ length: 500 }, (_, seed) => intervalOf(samples(seed, 20)))
    const hits = runs.filter(run => run && Math.abs(run.mean - 10) <= run.half).length
    expect(hits).toBeGreaterThan(450)
    expect(hits).toBeLessThan(485)
  })
})

describe('a difference', () => {
  test('is that of b to a, with Welch’s degrees of freedom', () => {
    // Worked by hand: variances 1/3 and 4/3, freedom (5/3)² / ((1/3)²/2 + (4/3)²/2) = 50/17.
    const apart = differenceOf([1, 2, 3], [4, 6, 8])
    expect(apart?.mean).toBe(4)
    expect(apart?.half).toBeCloseTo(3.2184 * Math.sqrt(5 / 3), 2)
  })

  test('needs two values of each', () => {
    expect(differenceOf([1], [1, 2])).toBeUndefined()
    expect(differenceOf([1, 2], [1])).toBeUndefined()
  })

  test('of values without any spread is sure', () => {
    expect(differenceOf([1, 1], [3, 3, 3])).toEqual({ mean: 2, half: 0 })
  })

  test('of two samples of one kind is taken for real about 5 times of 100', () => {
    const seeds = Array.from({ length: 500 }, (_, seed) => seed)
    const found = seeds.filter(seed => {
      const apart = differenceOf(samples(seed, 20), samples(seed + 5000, 12))
      return apart && Math.abs(apart.mean) > apart.half
    })
    expect(found.length).toBeGreaterThan(12)
    expect(found.length).toBeLessThan(38)
  })
})
