/** Times in a histogram: three digits, from a microsecond on, however many there are. */

import { build, type Histogram } from 'hdr-histogram-js'
import type { Millis } from '../base/time.js'

/** Times in ms, as the contract's JSON has them; all 0 when nothing was measured. */
export interface Latencies {
  readonly mean: number
  /** Half are no longer; 90 %, and on to 99.9 %. */
  readonly p50: number
  readonly p90: number
  readonly p95: number
  readonly p99: number
  readonly p999: number
  readonly max: number
}

/** A time, and how many per cent of all times are no longer. */
export interface Percentile {
  readonly percentile: number
  readonly ms: Millis
}

/** Half of what is left at each step, as an HDR plot has them, and their halves. */
const PERCENTILES: readonly number[] = [
  0, 10, 25, 50, 62.5, 75, 81.25, 87.5, 90, 93.75, 95, 96.875, 98.4375, 99, 99.21875, 99.5,
  99.609375, 99.8, 99.9, 99.95, 99.98, 99.99, 99.999, 100,
]

const YEAR_US = 3.2e13

export class Times {
  /** Made when there is something to keep: in a large cloud most are never used. */
  #histogram: Histogram | undefined
  #sumMs = 0

  get count(): number {
    return this.#histogram?.totalCount ?? 0
  }

  /** The mean, by the sum, which has no buckets; 0 when nothing was measured. */
  get meanMs(): Millis {
    return this.count === 0 ? 0 : this.#sumMs / this.count
  }

  get maxMs(): Millis {
    return (this.#histogram?.maxValue ?? 0) / 1000
  }

  /** @param ms from 1 us on; what is longer than a year is a year. */
  add(ms: Millis): void {
    this.#sumMs += ms
    this.#made().recordValue(Math.min(YEAR_US, Math.max(1, Math.round(1000 * ms))))
  }

  addAll(timesMs: Iterable<Millis>): void {
    for (const ms of timesMs) this.add(ms)
  }

  merge(other: Times): void {
    if (!other.#histogram) return
    this.#sumMs += other.#sumMs
    this.#made().add(other.#histogram)
  }

  /** @param percentile 0 to 100; 0 when nothing was measured. */
  at(percentile: number): Millis {
    if (!this.#histogram) return 0
    // A percentile is the end of its bucket, which may lie behind all that was measured.
    const us = this.#histogram.getValueAtPercentile(percentile)
    return Math.min(us, this.#histogram.maxValue) / 1000
  }

  /** Up to the largest; none when nothing was measured. */
  percentiles(): Percentile[] {
    if (this.count === 0) return []
    // Beyond one in so many, every percentile is the largest.
    const last = 100 - 100 / this.count
    return PERCENTILES.filter(percentile => percentile <= last || percentile === 100).map(
      percentile => ({ percentile, ms: this.at(percentile) }),
    )
  }

  summary(): Latencies {
    return {
      mean: rounded(this.meanMs),
      p50: this.at(50),
      p90: this.at(90),
      p95: this.at(95),
      p99: this.at(99),
      p999: this.at(99.9),
      max: this.maxMs,
    }
  }

  #made(): Histogram {
    this.#histogram ??= build({
      lowestDiscernibleValue: 1,
      highestTrackableValue: 2,
      autoResize: true,
      numberOfSignificantValueDigits: 3,
      bitBucketSize: 32,
    })
    return this.#histogram
  }
}

/** To whole microseconds. */
function rounded(ms: Millis): Millis {
  return Math.round(1000 * ms) / 1000
}
