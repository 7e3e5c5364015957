/** Thresholds: samples as they come, what was measured so far, and whether it holds. */

import type { Millis } from '../base/time.js'
import { type LabelName, type MetricName, metricInfo } from '../scenario/metric-names.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import { holds, type Threshold, windowsOf } from '../scenario/threshold.js'
import { Span } from './span.js'

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
  /** Of the first window that failed, else of the worst; null where nothing was measured. */
  readonly value: number | null
  /** True means passed. */
  readonly passed: boolean
  /** The span that `value` is of, in ms since the start of the run. */
  readonly fromMs: Millis
  readonly untilMs: Millis
  /** Whether that is all that was to be measured, though the run may have ended before. */
  readonly wholeRun: boolean
}

/** The thresholds of a plan, and the span that it measures. */
type ThresholdPlan = Pick<ScenarioPlan, 'thresholds' | 'warmupMs' | 'durationMs'>

export class ThresholdMeters {
  /** The metrics of which samples are wanted; there may be a threshold on none. */
  readonly wanted: ReadonlySet<MetricName>
  readonly #meters: readonly Meter[]

  constructor(plan: ThresholdPlan) {
    this.#meters = plan.thresholds.map(threshold => new Meter(threshold, plan))
    this.wanted = new Set(plan.thresholds.flatMap(metricsOf))
  }

  add(t: Millis, sample: Sample): void {
    for (const meter of this.#meters) meter.add(t, sample)
  }

  /** All samples from before `t` are in: what is over is judged, and need not be kept. */
  settle(t: Millis): void {
    for (const meter of this.#meters) meter.settle(t)
  }

  /** As far as is known by now. */
  results(): ThresholdResult[] {
    return this.#meters.map(meter => meter.result())
  }
}

/** What `task.rate` counts is what is done. */
function countedOf({ metric }: Threshold): MetricName {
  return metric === 'task.rate' ? 'task.done' : metric
}

/** What is counted, and what that is a part of. */
function metricsOf(threshold: Threshold): MetricName[] {
  const counted = countedOf(threshold)
  const { of } = metricInfo(counted)
  const isRatio = threshold.aggregation.kind === 'ratio'
  return isRatio && of !== undefined ? [counted, of as MetricName] : [counted]
}

interface Judged {
  readonly span: Span
  readonly value: number
}

/** One threshold. Only windows that are not over yet are kept. */
class Meter {
  readonly #threshold: Threshold
  readonly #plan: ThresholdPlan
  readonly #metric: MetricName
  readonly #windows: readonly { readonly fromMs: Millis; readonly untilMs: Millis }[]
  readonly #open: Span[] = []
  /** How many windows have been opened. */
  #opened = 0
  #settledMs: Millis = 0
  #failed: Judged | undefined
  #worst: Judged | undefined

  constructor(threshold: Threshold, plan: ThresholdPlan) {
    this.#threshold = threshold
    this.#plan = plan
    this.#metric = countedOf(threshold)
    this.#windows = windowsOf(threshold)
  }

  add(t: Millis, { metric, value, labels }: Sample): void {
    const { labels: wanted, aggregation } = this.#threshold
    const isWhole = aggregation.kind === 'ratio' && metric === metricInfo(this.#metric).of
    if (metric !== this.#metric && !isWhole) return
    for (const label of Object.keys(wanted) as LabelName[]) {
      // The whole may not have the label: tasks that were sent have no path yet.
      if (labels[label] !== wanted[label] && !(isWhole && labels[label] === undefined)) return
    }
    this.#openUntil(t)
    for (const span of this.#open) {
      if (t < span.fromMs || t >= span.untilMs) continue
      if (isWhole) span.addWhole()
      else span.add(t, value)
    }
  }

  settle(t: Millis): void {
    this.#settledMs = t
    this.#openUntil(t)
    for (;;) {
      const [span] = this.#open
      if (!span || span.untilMs > t) return
      this.#open.shift()
      this.#judge(span)
    }
  }

  result(): ThresholdResult {
    const { metricText: metric, exprText: expr } = this.#threshold
    const { span, value = null } = this.#failed ?? this.#worst ?? this.#first() ?? {}
    const { fromMs, untilMs } = span ?? this.#threshold
    const { warmupMs, durationMs } = this.#plan
    const passed = value !== null && holds(this.#threshold, value)
    const wholeRun = fromMs === warmupMs && untilMs === durationMs
    return { metric, expr, value, passed, fromMs, untilMs, wholeRun }
  }

  /** Windows open in the order in which they end. */
  #openUntil(t: Millis): void {
    for (;;) {
      const window = this.#windows[this.#opened]
      if (!window || window.fromMs > t) return
      this.#opened++
      const { aggregation, metric } = this.#threshold
      const isBySecond = metric === 'task.rate'
      this.#open.push(new Span(window.fromMs, window.untilMs, aggregation, isBySecond))
    }
  }

  #judge(span: Span): void {
    const value = span.value()
    if (value === undefined) return
    if (!this.#failed && !holds(this.#threshold, value)) this.#failed = { span, value }
    const isUpperBound = this.#threshold.comparison.startsWith('<')
    const worst = this.#worst?.value
    if (worst === undefined || (isUpperBound ? value > worst : value < worst)) {
      this.#worst = { span, value }
    }
  }

  /** The window that is not over yet, where none is. */
  #first(): Judged | undefined {
    const [span] = this.#open
    const value = span?.value(this.#settledMs)
    return span && value !== undefined ? { span, value } : undefined
  }
}
