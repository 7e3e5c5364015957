/** Thresholds: samples as they come, and at the end what was measured and whether it held. */

import type { Millis } from '../base/time.js'
import { type LabelName, type MetricName, metricInfo } from '../scenario/metric-names.js'
import { type Aggregation, holds, type Threshold, windowsOf } from '../scenario/threshold.js'

/** Something that was measured, once. Times in ms; events have the value 1. */
export interface Sample {
  readonly metric: MetricName
  readonly value: number
  readonly labels: Readonly<Partial<Record<LabelName, string>>>
}

/** One member of the summary's `thresholds`. */
export interface ThresholdResult {
  readonly metric: string
  readonly expr: string
  /** Of the worst window; null where there was nothing to measure. */
  readonly value: number | null
  /** True means passed. */
  readonly passed: boolean
}

export class ThresholdMeters {
  readonly #meters: readonly Meter[]

  constructor(thresholds: readonly Threshold[]) {
    this.#meters = thresholds.map(threshold => new Meter(threshold))
  }

  add(t: Millis, sample: Sample): void {
    for (const meter of this.#meters) meter.add(t, sample)
  }

  results(): ThresholdResult[] {
    return this.#meters.map(meter => meter.result())
  }
}

/** Samples of one metric, in the order of their times. */
class Samples {
  readonly #times: Millis[] = []
  readonly #values: number[] = []

  add(t: Millis, value: number): void {
    this.#times.push(t)
    this.#values.push(value)
  }

  /** Those from one time up to, and without, another. */
  within(fromMs: Millis, untilMs: Millis): { readonly times: Millis[]; readonly values: number[] } {
    const start = this.#firstFrom(fromMs)
    const end = this.#firstFrom(untilMs)
    return { times: this.#times.slice(start, end), values: this.#values.slice(start, end) }
  }

  #firstFrom(t: Millis): number {
    let low = 0
    let high = this.#times.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#times[middle] ?? 0) < t) low = middle + 1
      else high = middle
    }
    return low
  }
}

class Meter {
  readonly #threshold: Threshold
  /** What `task.rate` counts is what is done. */
  readonly #metric: MetricName
  readonly #samples = new Samples()
  /** What a ratio is to. */
  readonly #whole = new Samples()

  constructor(threshold: Threshold) {
    this.#threshold = threshold
    this.#metric = threshold.metric === 'task.rate' ? 'task.done' : threshold.metric
  }

  add(t: Millis, { metric, value, labels }: Sample): void {
    const { labels: wanted, aggregation } = this.#threshold
    const isWhole = aggregation.kind === 'ratio' && metric === metricInfo(this.#metric).of
    if (metric !== this.#metric && !isWhole) return
    for (const label of Object.keys(wanted) as LabelName[]) {
      // The whole may not have the label: tasks that were sent have no path yet.
      if (labels[label] !== wanted[label] && !(isWhole && labels[label] === undefined)) return
    }
    if (isWhole) this.#whole.add(t, 1)
    else this.#samples.add(t, value)
  }

  result(): ThresholdResult {
    const { metricText: metric, exprText: expr } = this.#threshold
    const values = windowsOf(this.#threshold).map(({ fromMs, untilMs }) =>
      this.#measure(fromMs, untilMs),
    )
    const measured = values.filter(value => value !== undefined)
    if (measured.length === 0) return { metric, expr, value: null, passed: false }
    const failing = measured.find(value => !holds(this.#threshold, value))
    const isUpperBound = this.#threshold.comparison.startsWith('<')
    const worst = isUpperBound ? Math.max(...measured) : Math.min(...measured)
    return { metric, expr, value: failing ?? worst, passed: failing === undefined }
  }

  /** Undefined where there is nothing to measure. */
  #measure(fromMs: Millis, untilMs: Millis): number | undefined {
    const { metric, aggregation } = this.#threshold
    const { times, values } = this.#samples.within(fromMs, untilMs)
    const seconds = (untilMs - fromMs) / 1000
    switch (aggregation.kind) {
      case 'count':
        return values.length
      case 'rate':
        return values.length / seconds
      case 'ratio': {
        const whole = this.#whole.within(fromMs, untilMs).values.length
        return whole === 0 ? undefined : values.length / whole
      }
      default:
        return aggregate(
          aggregation,
          metric === 'task.rate' ? ratesOf(times, fromMs, untilMs) : values,
        )
    }
  }
}

/** How many came in each whole second. */
function ratesOf(times: readonly Millis[], fromMs: Millis, untilMs: Millis): number[] {
  const rates = new Array<number>(Math.floor((untilMs - fromMs) / 1000)).fill(0)
  for (const t of times) {
    const second = Math.floor((t - fromMs) / 1000)
    if (second < rates.length) rates[second] = (rates[second] ?? 0) + 1
  }
  return rates
}

function aggregate(aggregation: Aggregation, values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined
  const sorted = [...values].sort((a, b) => a - b)
  switch (aggregation.kind) {
    case 'percentile': {
      // The smallest value that at least so many per cent do not exceed.
      const rank = Math.ceil((aggregation.percentile / 100) * sorted.length)
      return sorted[Math.max(0, rank - 1)]
    }
    case 'min':
      return sorted[0]
    case 'max':
      return sorted[sorted.length - 1]
    default:
      return sorted.reduce((sum, value) => sum + value, 0) / sorted.length
  }
}
