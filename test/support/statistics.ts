/** The few statistics that tests of chance need; all from fixed seeds, so that none is flaky. */

import { estimateOf } from '../../src/theory/confidence.js'

export function meanAndError(sample: readonly number[]) {
  const { mean, error } = estimateOf(sample)
  /** How many standard errors the mean is away from what it should be. */
  const errorsFrom = (exact: number) => (mean === exact ? 0 : Math.abs(mean - exact) / error)
  return { mean, error, errorsFrom }
}

/** Pearson's, of two samples of one length. */
export function correlation(xs: readonly number[], ys: readonly number[]): number {
  const x = meanAndError(xs).mean
  const y = meanAndError(ys).mean
  let both = 0
  let ofX = 0
  let ofY = 0
  for (const [index, value] of xs.entries()) {
    const other = (ys[index] ?? 0) - y
    both += (value - x) * other
    ofX += (value - x) ** 2
    ofY += other ** 2
  }
  return both / Math.sqrt(ofX * ofY)
}
