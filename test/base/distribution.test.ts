/** Drawn times against what their distributions promise; by fixed seeds, so always the same. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Distribution,
  draw,
  exponential,
  meanOf,
  meanSquareOf,
} from '../../src/base/distribution.js'
import { randomStream } from '../../src/base/random.js'
import { meanAndError } from '../support/statistics.js'

const TABLE: readonly (readonly [of: Distribution, mean: number, meanSquare: number])[] = [
  [{ kind: 'constant', ms: 250 }, 250, 62_500],
  [{ kind: 'exp', meanMs: 100 }, 100, 20_000],
  [{ kind: 'uniform', fromMs: 10, toMs: 30 }, 20, 433.3333],
  [{ kind: 'choice', ofMs: [0, 1000] }, 500, 500_000],
  [{ kind: 'choice', ofMs: [7] }, 7, 49],
  [{ kind: 'lognormal', medianMs: 5, p99Ms: 20 }, 5.9713, 50.8607],
  [{ kind: 'lognormal', medianMs: 5, p99Ms: 5 }, 5, 25],
]

const sampleOf = (distribution: Distribution, count: number) => {
  const random = randomStream(1, distribution.kind)
  return Array.from({ length: count }, () => draw(distribution, random))
}

const ms = fc.double({ min: 0, max: 1e6, noNaN: true })

const anyDistribution: fc.Arbitrary<Distribution> = fc.oneof(
  ms.map(ms => ({ kind: 'constant' as const, ms })),
  ms.map(meanMs => ({ kind: 'exp' as const, meanMs })),
  fc.tuple(ms, ms).map(([a, b]) => ({
    kind: 'uniform' as const,
    fromMs: Math.min(a, b),
    toMs: Math.max(a, b),
  })),
  fc.array(ms, { minLength: 1, maxLength: 5 }).map(ofMs => ({ kind: 'choice' as const, ofMs })),
  fc
    .tuple(
      fc.double({ min: 0.001, max: 1e4, noNaN: true }),
      fc.double({ min: 1, max: 100, noNaN: true }),
    )
    .map(([medianMs, ratio]) => ({
      kind: 'lognormal' as const,
      medianMs,
      p99Ms: medianMs * ratio,
    })),
)

describe('a drawn time', () => {
  test('is finite and never below 0, also for the extremes of chance', () => {
    const extreme = fc.constantFrom(0, 2 ** -53, 0.5, 1 - 2 ** -53)
    fc.assert(
      fc.property(
        anyDistribution,
        fc.array(extreme, { minLength: 2, maxLength: 2 }),
        (of, chance) => {
          let drawn = 0
          const time = draw(of, () => chance[drawn++ % 2] ?? 0)
          expect(Number.isFinite(time) && time >= 0).toBe(true)
        },
      ),
    )
  })

  test.each(TABLE)('of %j has the mean %d', (distribution, mean) => {
    expect(meanOf(distribution)).toBeCloseTo(mean, 3)
    const sample = meanAndError(sampleOf(distribution, 40_000))
    expect(sample.errorsFrom(meanOf(distribution))).toBeLessThanOrEqual(3)
  })

  test.each(TABLE)('of %j has the mean %d, and that of its square is %d', (of, _, meanSquare) => {
    expect(meanSquareOf(of)).toBeCloseTo(meanSquare, 3)
    const sample = meanAndError(sampleOf(of, 40_000).map(time => time ** 2))
    expect(sample.errorsFrom(meanSquareOf(of))).toBeLessThanOrEqual(3)
  })

  test('of an exponential is above t with probability exp(-t / mean)', () => {
    const random = randomStream(2, 'exponential')
    const sample = Array.from({ length: 40_000 }, () => exponential(100, random))
    for (const t of [10, 50, 100, 300]) {
      const above = meanAndError(sample.map(time => (time > t ? 1 : 0)))
      expect(above.errorsFrom(Math.exp(-t / 100))).toBeLessThanOrEqual(3)
    }
  })

  test.each([
    [0.5, 5],
    [0.99, 20],
  ])('of lognormal:5ms,20ms is below its quantile %d that often', (share, quantile) => {
    const sample = sampleOf({ kind: 'lognormal', medianMs: 5, p99Ms: 20 }, 40_000)
    const below = meanAndError(sample.map(time => (time < quantile ? 1 : 0)))
    expect(below.errorsFrom(share)).toBeLessThanOrEqual(3)
  })
})
