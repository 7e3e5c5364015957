/** How sure means are, and differences of means. */

import { describe, expect, test } from 'vitest'
import { randomStream } from '../../src/base/random.js'
import {
  differenceOf,
  estimateOf,
  intervalOf,
  pairedDifferenceOf,
} from '../../src/theory/confidence.js'

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

describe('a difference of pairs', () => {
  /** Two results of the same seeds: what they owe to the seed, and each some chance of its own. */
  const pairs = (round: number) => {
    const common = samples(round, 12)
    const result = (own: readonly number[]) => common.map((value, at) => 3 * value + (own[at] ?? 0))
    return { a: result(samples(round + 5000, 12)), b: result(samples(round + 10_000, 12)) }
  }
  const isReal = (apart: ReturnType<typeof differenceOf>) =>
    apart !== undefined && Math.abs(apart.mean) > apart.half
  const rounds = Array.from({ length: 1000 }, (_, round) => pairs(round))

  test('is that of each b to its a', () => {
    // Differences 1, 2, 3: mean 2, standard error 1/sqrt(3), two degrees of freedom.
    const apart = pairedDifferenceOf([10, 200, 3000], [11, 202, 3003])
    expect(apart?.mean).toBe(2)
    expect(apart?.half).toBeCloseTo(4.3027 / Math.sqrt(3), 3)
  })

  test('needs two pairs, and as many of each', () => {
    expect(pairedDifferenceOf([1], [2])).toBeUndefined()
    expect(() => pairedDifferenceOf([1, 2], [1, 2, 3])).toThrow(/2 values cannot pair with 3/)
  })

  test('that is none is taken for real about 5 times of 100', () => {
    const found = rounds.filter(({ a, b }) => isReal(pairedDifferenceOf(a, b))).length
    // Three standard errors of a binomial count, 6.9 each, around 50.
    expect(found).toBeGreaterThan(29)
    expect(found).toBeLessThan(71)
  })

  test('is found where two samples do not show it', () => {
    const slower = rounds.map(({ a, b }) => ({ a, b: b.map(value => value + 10) }))
    const found = (method: typeof differenceOf) =>
      slower.filter(({ a, b }) => isReal(method(a, b))).length
    expect(found(pairedDifferenceOf)).toBeGreaterThan(500)
    expect(found(differenceOf)).toBeLessThan(100)
  })
})
