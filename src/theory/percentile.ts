/** Percentiles by nearest rank: always a value that was measured. */

/** What a product such as 0.999 times 1000 may be off by. */
const ROUNDING = 1e-9

/**
 * The rank, from 1 on, of the smallest value that at least `percentile` per cent of all do not
 * exceed.
 *
 * @param count at least 1.
 */
export function rankOf(percentile: number, count: number): number {
  return Math.max(1, Math.ceil((percentile * count) / 100 - ROUNDING))
}

/**
 * The smallest value that at least `percentile` per cent of all do not exceed.
 *
 * @param sorted in ascending order, at least one.
 */
export function percentileOf(sorted: ArrayLike<number>, percentile: number): number {
  return sorted[rankOf(percentile, sorted.length) - 1] ?? Number.NaN
}
