/**
 * The mean of values of which each depends on those before it, by batch means: those of long
 * batches are all but independent, and their spread tells how sure the mean of all is.
 *
 * A. M. Law, Simulation Modeling and Analysis (2015), 9.5.3.
 */

/** NaN of none. */
export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/**
 * How many standard errors the mean of the values is above `exact`, or below it if negative.
 *
 * @param values not below 0, in the order in which they came.
 * @param batches how many; their spread leaves out the few values that do not fill a batch.
 * @returns undefined where there are too few values to tell: a batch has none, or only zeros.
 */
export function errorsAbove(
  exact: number,
  values: readonly number[],
  batches: number,
): number | undefined {
  const length = Math.floor(values.length / batches)
  if (length === 0) return undefined
  const mean = average(values)
  if (mean === exact) return 0
  const means = Array.from({ length: batches }, (_, batch) =>
    average(values.slice(batch * length, (batch + 1) * length)),
  )
  if (means.includes(0)) return undefined
  const centre = average(means)
  const variance = average(means.map(value => (value - centre) ** 2)) / (batches - 1)
  return variance === 0 ? undefined : (mean - exact) / Math.sqrt(variance)
}
