/**
 * Times in a histogram of bounded size. Buckets are a microsecond wide up to 2 ms, and at most
 * 0.1 % of their times wide beyond; each keeps the sum of its times, so that a percentile is exact
 * where all times of its bucket are equal.
 */

import type { Millis } from '../base/time.js'
import { rankOf } from '../theory/percentile.js'

/** Times in ms, as the contract's JSON has them; all 0 when nothing was measured. */
export interface Latencies {
  readonly mean: number
  /** Half are no longer; 90 %, and on to 99.9 %: see `Times.at`. */
  readonly p50: number
  readonly p75: number
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

/** Buckets of equal width come in pages of so many. */
const PAGE = 1024

/** Buckets of one width: how many times each has, and their sum in whole microseconds. */
interface Page {
  readonly counts: Float64Array
  readonly sumsUs: Float64Array
}

export class Times {
  count = 0
  /** The first two pages have buckets of 1 us; each further one has buckets twice as wide. */
  readonly #pages: (Page | undefined)[] = []
  #sumMs = 0
  #minUs = Number.POSITIVE_INFINITY
  #maxUs = 0

  /** The mean, by the sum, which has no buckets; 0 when nothing was measured. */
  get meanMs(): Millis {
    return this.count === 0 ? 0 : this.#sumMs / this.count
  }

  get maxMs(): Millis {
    return this.#maxUs / 1000
  }

  /** @param ms kept to the microsecond; what is longer than a year is a year. */
  add(ms: Millis): void {
    const us = Math.min(YEAR_US, Math.max(0, Math.round(1000 * ms)))
    this.count++
    this.#sumMs += ms
    if (us < this.#minUs) this.#minUs = us
    if (us > this.#maxUs) this.#maxUs = us
    const shift = shiftOf(us)
    const place = shift === 0 ? us : Math.floor(us / 2 ** shift)
    const { counts, sumsUs } = this.#page(shift + (place >= PAGE ? 1 : 0))
    const slot = place % PAGE
    counts[slot] = (counts[slot] as number) + 1
    sumsUs[slot] = (sumsUs[slot] as number) + us
  }

  addAll(timesMs: Iterable<Millis>): void {
    for (const ms of timesMs) this.add(ms)
  }

  merge(other: Times): void {
    this.count += other.count
    this.#sumMs += other.#sumMs
    this.#minUs = Math.min(this.#minUs, other.#minUs)
    this.#maxUs = Math.max(this.#maxUs, other.#maxUs)
    for (const [index, page] of other.#pages.entries()) {
      if (!page) continue
      const { counts, sumsUs } = this.#page(index)
      for (let slot = 0; slot < PAGE; slot++) {
        counts[slot] = (counts[slot] as number) + (page.counts[slot] as number)
        sumsUs[slot] = (sumsUs[slot] as number) + (page.sumsUs[slot] as number)
      }
    }
  }

  /**
   * The percentile by nearest rank: the mean of the bucket that has it, which is between the
   * smallest and the largest time that were measured, and at most 0.1 % from the exact one.
   *
   * @param percentile 0 to 100; 0 when nothing was measured.
   */
  at(percentile: number): Millis {
    if (this.count === 0) return 0
    const rank = rankOf(percentile, this.count)
    if (rank === 1) return this.#minUs / 1000
    if (rank === this.count) return this.maxMs
    let seen = 0
    for (const page of this.#pages) {
      if (!page) continue
      for (let slot = 0; slot < PAGE; slot++) {
        const count = page.counts[slot] as number
        seen += count
        if (seen >= rank) return Math.round((page.sumsUs[slot] as number) / count) / 1000
      }
    }
    return this.maxMs
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
      p75: this.at(75),
      p90: this.at(90),
      p95: this.at(95),
      p99: this.at(99),
      p999: this.at(99.9),
      max: this.maxMs,
    }
  }

  #page(index: number): Page {
    const known = this.#pages[index]
    if (known) return known
    const page = { counts: new Float64Array(PAGE), sumsUs: new Float64Array(PAGE) }
    this.#pages[index] = page
    return page
  }
}

/** By how many bits a time has to be shortened to have eleven of them. */
function shiftOf(us: number): number {
  // Bits are told of numbers below 2^32 only.
  const high = Math.floor(us / 2 ** 20)
  return high >= 2 ** 11 ? 41 - Math.clz32(high) : Math.max(0, 21 - Math.clz32(us))
}

/** To whole microseconds. */
function rounded(ms: Millis): Millis {
  return Math.round(1000 * ms) / 1000
}
