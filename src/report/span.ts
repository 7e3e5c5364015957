/** What was measured of one metric in one span of time: enough to ask any expression of it. */

import type { Millis } from '../base/time.js'
import type { Aggregation } from '../scenario/threshold.js'
import { percentileOf } from '../theory/percentile.js'
import { Times } from './times.js'

export class Span {
  readonly fromMs: Millis
  readonly untilMs: Millis
  readonly #aggregation: Aggregation
  readonly #isBySecond: boolean
  readonly #values = new Times()
  /** How many came in each whole second. */
  readonly #seconds: number[]
  #count = 0
  #whole = 0
  #sum = 0
  #min = Number.POSITIVE_INFINITY
  #max = Number.NEGATIVE_INFINITY

  /** @param isBySecond whether a value is how many came in a second. */
  constructor(fromMs: Millis, untilMs: Millis, aggregation: Aggregation, isBySecond: boolean) {
    this.fromMs = fromMs
    this.untilMs = untilMs
    this.#aggregation = aggregation
    this.#isBySecond = isBySecond
    const seconds = isBySecond ? Math.floor((untilMs - fromMs) / 1000) : 0
    this.#seconds = new Array<number>(seconds).fill(0)
  }

  add(t: Millis, value: number): void {
    this.#count++
    if (this.#isBySecond) {
      const second = Math.floor((t - this.fromMs) / 1000)
      if (second < this.#seconds.length) this.#seconds[second] = (this.#seconds[second] ?? 0) + 1
      return
    }
    this.#sum += value
    this.#min = Math.min(this.#min, value)
    this.#max = Math.max(this.#max, value)
    if (this.#aggregation.kind === 'percentile') this.#values.add(value)
  }

  /** One more of what a ratio is to. */
  addWhole(): void {
    this.#whole++
  }

  /**
   * Undefined where there is nothing to measure. Percentiles are good to three digits.
   *
   * @param t what is known up to then; a rate is of no time that has not been.
   */
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
      return bySecond(this.#aggregation, seconds)
    }
    if (this.#count === 0) return undefined
    switch (kind) {
      case 'percentile':
        return this.#values.at(this.#aggregation.percentile)
      case 'min':
        return this.#min
      case 'max':
        return this.#max
      default:
        return this.#sum / this.#count
    }
  }
}

function bySecond(aggregation: Aggregation, seconds: readonly number[]): number | undefined {
  if (seconds.length === 0) return undefined
  switch (aggregation.kind) {
    case 'percentile':
      return percentileOf(Float64Array.from(seconds).sort(), aggregation.percentile)
    case 'min':
      return Math.min(...seconds)
    case 'max':
      return Math.max(...seconds)
    default:
      return seconds.reduce((sum, value) => sum + value, 0) / seconds.length
  }
}
