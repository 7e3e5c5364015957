/** Student's t, against the tables. */

import { describe, expect, test } from 'vitest'
import { studentT } from '../../src/theory/student.js'

describe('the two-sided quantile of 95 %', () => {
  // Abramowitz and Stegun, table 26.10.
  test.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [9, 2.262],
    [19, 2.093],
    [29, 2.045],
    [120, 1.98],
  ])('with %d degrees of freedom is %d', (freedom, t) => {
    expect(studentT(freedom, 0.95)).toBeCloseTo(t, 3)
  })

  test('with very many is that of the normal distribution', () => {
    expect(studentT(10_000, 0.95)).toBeCloseTo(1.96, 2)
  })

  test('falls as degrees of freedom grow, whole or not', () => {
    const ts = [1, 1.2, 1.5, 1.9, 2, 2.5, 3, 7.3, 8].map(freedom => studentT(freedom, 0.95))
    expect(ts).toEqual([...ts].sort((a, b) => b - a))
    expect(new Set(ts).size).toBe(ts.length)
  })
})

test('other confidences have other quantiles', () => {
  expect(studentT(9, 0.99)).toBeCloseTo(3.25, 3)
  // One degree is Cauchy's distribution: half of it is within 1.
  expect(studentT(1, 0.5)).toBeCloseTo(1, 9)
  // Two degrees have a closed form: p √(2 / (1 - p²)).
  expect(studentT(2, 0.8)).toBeCloseTo(0.8 * Math.sqrt(2 / (1 - 0.64)), 6)
})
