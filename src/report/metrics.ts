/** What a cluster, or a whole cloud, has done so far: counts added up, and a histogram. */

import { build, type Histogram } from 'hdr-histogram-js'
import { addCounts, type Counts, type Fact, NO_COUNTS } from './tally.js'

/** Latencies in ms, as the contract's JSON has them; all 0 when nothing was measured. */
export interface Latencies {
  readonly mean: number
  readonly p50: number
  readonly p90: number
  readonly p95: number
  readonly p99: number
  readonly p999: number
  readonly max: number
}

/** The numbers of the contract: `sent = done + lost + inFlight` and `done = local + cloud`. */
export interface Numbers {
  readonly sent: number
  readonly done: number
  readonly lost: number
  readonly inFlight: number
  readonly retried: number
  readonly duplicates: number
  readonly malformed: number
  readonly local: number
  readonly cloud: number
  readonly overcommit: number
  /** Delegations and tasks of dead workers that came home and were routed anew. */
  readonly home: number
  /** Replies of peers that came after their task had come home, and were dropped. */
  readonly late: number
  /** Delegations too old to keep, which their clients have to send again. */
  readonly givenUp: number
  /** Replies whose client, or peer, was gone. */
  readonly orphans: number
}

/** What there is to say of all that was done: the contract's object. */
export interface Totals extends Numbers {
  readonly latencyMs: Latencies
  /** From the intended send to the start of service; virtual time only, else {}. */
  readonly waitMs: Latencies | Record<string, never>
}

const NOTHING = new Float64Array(0)

/** Adds up counts, and keeps the times in histograms. */
export class Metrics {
  /** Tasks that wait for their answer, as the clients say. */
  inFlight = 0
  #counts: Counts = NO_COUNTS
  readonly #latencies = new Times()
  readonly #waits = new Times()

  add(counts: Counts): void {
    this.#latencies.add(counts.latenciesMs)
    this.#waits.add(counts.waitsMs)
    this.#counts = addCounts(this.#counts, { ...counts, latenciesMs: NOTHING, waitsMs: NOTHING })
  }

  /** Takes in all that another has counted. */
  merge(other: Metrics): void {
    this.inFlight += other.inFlight
    this.#latencies.merge(other.#latencies)
    this.#waits.merge(other.#waits)
    this.#counts = addCounts(this.#counts, other.#counts)
  }

  get delegatedTo(): Readonly<Record<string, number>> {
    return this.#counts.delegatedTo
  }

  get servedFor(): Readonly<Record<string, number>> {
    return this.#counts.servedFor
  }

  /** Without the times, whose summary costs a walk through their histograms. */
  numbers(): Numbers {
    const count = (fact: Fact) => this.#counts.facts[fact] ?? 0
    const done = count('answered')
    return {
      sent: count('sent'),
      done,
      lost: count('lost'),
      inFlight: this.inFlight,
      retried: count('retried'),
      duplicates: count('duplicate'),
      malformed: count('malformed'),
      local: this.#counts.local,
      cloud: done - this.#counts.local,
      overcommit: count('overcommit'),
      home: count('home'),
      late: count('late'),
      givenUp: count('given-up'),
      orphans: count('orphan'),
    }
  }

  totals(): Totals {
    return {
      ...this.numbers(),
      latencyMs: this.#latencies.summary(),
      waitMs: this.#waits.isEmpty ? {} : this.#waits.summary(),
    }
  }
}

/** A histogram of times: three digits, from a microsecond on. */
class Times {
  readonly #histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 2,
    autoResize: true,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 64,
  })
  #sumMs = 0

  get isEmpty(): boolean {
    return this.#histogram.totalCount === 0
  }

  add(timesMs: Float64Array): void {
    for (const ms of timesMs) {
      this.#sumMs += ms
      this.#histogram.recordValue(Math.max(1, Math.round(1000 * ms)))
    }
  }

  merge(other: Times): void {
    this.#sumMs += other.#sumMs
    this.#histogram.add(other.#histogram)
  }

  summary(): Latencies {
    const { maxValue } = this.#histogram
    // A percentile is the end of its bucket, which may lie behind all that was measured.
    const at = (percentile: number) =>
      rounded(Math.min(this.#histogram.getValueAtPercentile(percentile), maxValue))
    return {
      // By the sum, which has no buckets.
      mean: this.isEmpty ? 0 : rounded((1000 * this.#sumMs) / this.#histogram.totalCount),
      p50: at(50),
      p90: at(90),
      p95: at(95),
      p99: at(99),
      p999: at(99.9),
      max: this.isEmpty ? 0 : rounded(maxValue),
    }
  }
}

/** Microseconds as milliseconds. */
function rounded(us: number): number {
  return Math.round(us) / 1000
}
