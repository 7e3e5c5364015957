/** What was measured of one metric in one window: enough to ask any expression of it. */

import { type Millis, wholeNanoseconds } from '../base/time.js'
import type { Aggregation, Expression } from '../scenario/threshold.js'
import { percentileOf, rankOf } from '../theory/percentile.js'
import { Times } from './times.js'

/** A window of a threshold, and what can be asked of it. */
export interface Measurement {
  readonly fromMs: Millis
  readonly untilMs: Millis
  /**
   * Undefined where there is nothing to measure.
   *
   * @param t what is known up to then; a rate is of no time that has not been.
   */
  value(t?: Millis): number | undefined
}

/** A window of samples: of times or of events. */
export class Span implements Measurement {
  readonly fromMs: Millis
  readonly untilMs: Millis
  readonly #aggregation: Aggregation
  readonly #isBySecond: boolean
  readonly #values: Percentile | undefined
  /** How many came in each whole second. */
  readonly #seconds: number[]
  #count = 0
  #whole = 0
  #sum = 0
  #min = Number.POSITIVE_INFINITY
  #max = Number.NEGATIVE_INFINITY

  /** @param isBySecond whether a value is how many came in a second. */
  constructor(fromMs: Millis, untilMs: Millis, expression: Expression, isBySecond: boolean) {
    const { aggregation, value } = expression
    this.fromMs = fromMs
    this.untilMs = untilMs
    this.#aggregation = aggregation
    this.#isBySecond = isBySecond
    const seconds = isBySecond ? Math.floor((untilMs - fromMs) / 1000) : 0
    this.#seconds = new Array<number>(seconds).fill(0)
    if (aggregation.kind === 'percentile' && !isBySecond) {
      this.#values = new Percentile(aggregation.percentile, value)
    }
  }

  add(t: Millis, value: number): void {
    this.#count++
    if (this.#isBySecond) {
      const second = Math.floor((t - this.fromMs) / 1000)
      if (second < this.#seconds.length) this.#seconds[second] = (this.#seconds[second] ?? 0) + 1
      return
    }
    // A limit is compared with what was meant: a difference of two times is off by a trifle.
    const exact = wholeNanoseconds(value)
    this.#sum += exact
    this.#min = Math.min(this.#min, exact)
    this.#max = Math.max(this.#max, exact)
    this.#values?.add(exact)
  }

  /** One more of what a ratio is to. */
  addWhole(): void {
    this.#whole++
  }

  value(t: Millis = this.untilMs): number | undefined {
    const spanMs = Math.min(t, this.untilMs) - this.fromMs
    const { kind } = this.#aggregation
    switch (kind) {
      case 'count':
        return this.#count
      case 'rate':
        return spanMs > 0 ? (1000 * this.#count) / spanMs : undefined
      case 'ratio':
        return this.#whole === 0 ? undefined : this.#count / this.#whole
    }
    if (this.#isBySecond) {
      const seconds = this.#seconds.slice(0, Math.max(0, Math.floor(spanMs / 1000)))
      return ofSeconds(this.#aggregation, seconds)
    }
    if (this.#count === 0) return undefined
    switch (kind) {
      case 'percentile':
        return this.#values?.value()
      case 'min':
        return this.#min
      case 'max':
        return this.#max
      default:
        return wholeNanoseconds(this.#sum / this.#count)
    }
  }
}

/** An aggregation of the values of whole seconds; undefined for none. */
export function ofSeconds(aggregation: Aggregation, seconds: number[]): number | undefined {
  if (seconds.length === 0) return undefined
  switch (aggregation.kind) {
    case 'percentile':
      return percentileOf(Float64Array.from(seconds).sort(), aggregation.percentile)
    case 'min':
      return seconds.reduce((a, b) => Math.min(a, b))
    case 'max':
      return seconds.reduce((a, b) => Math.max(a, b))
    default:
      return seconds.reduce((sum, value) => sum + value, 0) / seconds.length
  }
}

/**
 * A percentile that is to be compared with a limit. On which side of it the exact percentile is,
 * the counts on both sides tell; its value, as `Times` has it, is then kept on that side.
 */
class Percentile {
  readonly #percentile: number
  readonly #limit: number
  readonly #times = new Times()
  #below = 0
  #equal = 0
  #maxBelow = Number.NEGATIVE_INFINITY
  #minAbove = Number.POSITIVE_INFINITY

  constructor(percentile: number, limit: number) {
    this.#percentile = percentile
    this.#limit = limit
  }

  add(value: number): void {
    this.#times.add(value)
    if (value < this.#limit) {
      this.#below++
      this.#maxBelow = Math.max(this.#maxBelow, value)
    } else if (value === this.#limit) this.#equal++
    else this.#minAbove = Math.min(this.#minAbove, value)
  }

  value(): number {
    const rank = rankOf(this.#percentile, this.#times.count)
    const value = this.#times.at(this.#percentile)
    if (rank <= this.#below) return Math.min(value, this.#maxBelow)
    return rank <= this.#below + this.#equal ? this.#limit : Math.max(value, this.#minAbove)
  }
}
