/** Batch means: how far a mean is from what it should be, where values depend on each other. */

import { describe, expect, test } from 'vitest'
import { randomStream } from '../../src/base/random.js'
import { average, errorsAbove } from '../../src/theory/batch-means.js'

/** Values of mean 100, each of which is like the one before it as far as `likeness` says. */
function series(seed: number, length: number, likeness: number): number[] {
  const random = randomStream(seed, 'series')
  let value = 0
  return Array.from({ length }, () => {
    value = likeness * value + random() - 0.5
    return 100 + value
  })
}

describe('a mean', () => {
  test.each([
    ['independent values', 0],
    ['values that depend on each other', 0.9],
  ])('of %s is one standard error away, as a root mean square', (_, likeness) => {
    const squares = Array.from({ length: 300 }, (_, seed) => {
      const errors = errorsAbove(100, series(seed, 9000, likeness), 30)
      return (errors ?? Number.NaN) ** 2
    })
    // Student's t of 29 degrees of freedom has the variance 29/27.
    expect(average(squares)).toBeGreaterThan(0.85)
    expect(average(squares)).toBeLessThan(1.3)
  })

  test('is above what it should be, or below it', () => {
    const values = series(1, 3000, 0)
    expect(errorsAbove(99, values, 30)).toBeGreaterThan(50)
    expect(errorsAbove(101, values, 30)).toBeLessThan(-50)
  })

  test('has an error by the spread of its batches', () => {
    // Batch means 1 and 3: variance 2, error 1.
    expect(errorsAbove(1, [0, 2, 3, 3], 2)).toBe(1)
    expect(errorsAbove(1, [0, 2, 3, 3, 2], 2)).toBe(1)
  })

  test.each([
    ['no value', []],
    ['fewer values than batches', [1]],
    ['a batch of zeros', [0, 0, 3, 3]],
    ['nothing but zeros', [0, 0, 0, 0]],
    ['batches without any spread', [3, 3, 3, 3]],
  ])('of %s tells nothing', (_, values) => {
    expect(errorsAbove(1, values, 2)).toBeUndefined()
  })

  test('of nothing but zeros is right where nobody should wait', () => {
    expect(errorsAbove(0, [0, 0, 0, 0], 2)).toBe(0)
  })
})
