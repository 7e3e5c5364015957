/** Percentiles by nearest rank: always a value that was measured. */

/**
 * The smallest value that at least `percentile` per cent of all do not exceed.
 *
 * @param sorted in ascending order, at least one.
 */
export function percentileOf(sorted: ArrayLike<number>, percentile: number): number {
  const rank = Math.ceil((percentile / 100) * sorted.length)
  return sorted[Math.max(0, rank - 1)] ?? Number.NaN
}
