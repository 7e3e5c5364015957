/** How sure a mean of independent values is, and the difference of two such means. */

import { average } from './batch-means.js'
import { studentT } from './student.js'

const CONFIDENCE = 0.95

/** A mean, and its standard error; NaN for the error of a single value. */
export interface Estimate {
  readonly mean: number
  readonly error: number
  readonly count: number
}

/** A value that is with 95 % confidence no further than `half` from the true one. */
export interface Interval {
  readonly mean: number
  readonly half: number
}

export function estimateOf(sample: readonly number[]): Estimate {
  const mean = average(sample)
  const squares = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const count = sample.length
  return { mean, error: Math.sqrt(squares / (count - 1) / count), count }
}

/** Undefined of fewer than two values, which tell nothing of their spread. */
export function intervalOf(sample: readonly number[]): Interval | undefined {
  const { mean, error, count } = estimateOf(sample)
  return count < 2 ? undefined : { mean, half: studentT(count - 1, CONFIDENCE) * error }
}

/**
 * How much higher the mean of `b` is than that of `a`, each with a spread of its own.
 *
 * B. L. Welch, The Generalization of 'Student's' Problem when several different Population
 * Variances are involved, Biometrika 34 (1947).
 *
 * @returns undefined where either has fewer than two values.
 */
export function differenceOf(a: readonly number[], b: readonly number[]): Interval | undefined {
  if (a.length < 2 || b.length < 2) return undefined
  const [ofA, ofB] = [estimateOf(a), estimateOf(b)]
  const mean = ofB.mean - ofA.mean
  const [varianceA, varianceB] = [ofA.error ** 2, ofB.error ** 2]
  const variance = varianceA + varianceB
  if (variance === 0) return { mean, half: 0 }
  const freedom =
    variance ** 2 / (varianceA ** 2 / (a.length - 1) + varianceB ** 2 / (b.length - 1))
  return { mean, half: studentT(freedom, CONFIDENCE) * Math.sqrt(variance) }
}

/**
 * The same where each value of `b` belongs to the one of `a` in its place, as with runs of one
 * seed: what both owe to that seed is no part of the spread.
 *
 * Student, The Probable Error of a Mean, Biometrika 6 (1908).
 *
 * @returns undefined of fewer than two pairs.
 */
export function pairedDifferenceOf(
  a: readonly number[],
  b: readonly number[],
): Interval | undefined {
  if (a.length !== b.length) throw new Error(`${a.length} values cannot pair with ${b.length}`)
  return intervalOf(b.map((value, index) => value - (a[index] ?? Number.NaN)))
}
