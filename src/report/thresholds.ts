/** Thresholds: samples as they come, what was measured so far, and whether it holds. */

import type { Millis } from '../base/time.js'
import { type LabelName, type MetricName, metricInfo } from '../scenario/metric-names.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import { holds, type Threshold, windowsOf } from '../scenario/threshold.js'
import type { ClusterRecord } from './cluster-record.js'
import { LevelWindows } from './level-windows.js'
import { type Measurement, Span } from './span.js'

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

  /** @param clusters whose levels thresholds may be on; nothing was told of them yet. */
  constructor(plan: ThresholdPlan, clusters: readonly ClusterRecord[] = []) {
    this.#meters = plan.thresholds.map(threshold => meterOf(threshold, plan, clusters))
    this.wanted = new Set(plan.thresholds.flatMap(metricsOf))
  }

  add(t: Millis, sample: Sample): void {
    for (const meter of this.#meters) meter.add(t, sample)
  }

  /** All samples from before `t` are in: what is over is judged, and need not be kept. */
  settle(t: Millis): void {
    for (const meter of this.#meters) meter.settle(t)
  }

  /** The run ended then: what is not over is judged by the time that there was. */
  finish(t: Millis): void {
    for (const meter of this.#meters) meter.finish(t)
  }

  /** The first that has failed by now, and is to end the run by that. */
  aborting(): ThresholdResult | undefined {
    return this.#meters.find(meter => meter.aborts())?.result()
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

function meterOf(
  threshold: Threshold,
  plan: ThresholdPlan,
  clusters: readonly ClusterRecord[],
): Meter {
  const { fromMs, untilMs, windowMs = untilMs - fromMs } = threshold
  const levels = LevelWindows.of(threshold, windowMs, clusters)
  return levels ? new LevelMeter(threshold, plan, levels) : new SampleMeter(threshold, plan)
}

interface Judged {
  readonly span: Measurement
  readonly value: number
}

/** One threshold. Only windows that are not over yet are kept. */
abstract class Meter<Window extends Measurement = Measurement> {
  protected readonly threshold: Threshold
  protected readonly open: Window[] = []
  protected settledMs: Millis = 0
  readonly #plan: ThresholdPlan
  readonly #windows: readonly { readonly fromMs: Millis; readonly untilMs: Millis }[]
  /** How many windows have been opened. */
  #opened = 0
  #failed: Judged | undefined
  #worst: Judged | undefined

  constructor(threshold: Threshold, plan: ThresholdPlan) {
    this.threshold = threshold
    this.#plan = plan
    this.#windows = windowsOf(threshold)
  }

  abstract add(t: Millis, sample: Sample): void

  protected abstract newWindow(fromMs: Millis, untilMs: Millis): Window

  settle(t: Millis): void {
    this.settledMs = t
    this.openUntil(t)
    for (;;) {
      const [span] = this.open
      if (!span || span.untilMs > t) return
      this.open.shift()
      this.#judge(span)
    }
  }

  finish(t: Millis): void {
    this.settle(t)
  }

  /** Whether it is to end the run, because it has failed: then it has for good. */
  aborts(): boolean {
    const { abortAfterMs, fromMs, windowMs } = this.threshold
    if (abortAfterMs === undefined || this.settledMs < fromMs + abortAfterMs) return false
    const value = windowMs === undefined ? this.#first()?.value : undefined
    if (value !== undefined && !holds(this.threshold, value)) {
      const span = { fromMs, untilMs: this.settledMs, value: () => value }
      this.#failed ??= { span, value }
    }
    return this.#failed !== undefined
  }

  result(): ThresholdResult {
    const { metricText: metric, exprText: expr } = this.threshold
    const { span, value = null } = this.#failed ?? this.#worst ?? this.#first() ?? {}
    const { fromMs, untilMs } = span ?? this.threshold
    const { warmupMs, durationMs } = this.#plan
    const passed = value !== null && holds(this.threshold, value)
    const wholeRun = fromMs === warmupMs && untilMs === durationMs
    return { metric, expr, value, passed, fromMs, untilMs, wholeRun }
  }

  /** Windows open in the order in which they end. */
  protected openUntil(t: Millis): void {
    for (;;) {
      const window = this.#windows[this.#opened]
      if (!window || window.fromMs > t) return
      this.#opened++
      this.open.push(this.newWindow(window.fromMs, window.untilMs))
    }
  }

  #judge(span: Measurement): void {
    const value = span.value()
    if (value === undefined) return
    if (!this.#failed && !holds(this.threshold, value)) this.#failed = { span, value }
    const isUpperBound = this.threshold.comparison.startsWith('<')
    const worst = this.#worst?.value
    if (worst === undefined || (isUpperBound ? value > worst : value < worst)) {
      this.#worst = { span, value }
    }
  }

  /** The window that is not over yet, where none is. */
  #first(): Judged | undefined {
    const [span] = this.open
    const value = span?.value(this.settledMs)
    return span && value !== undefined ? { span, value } : undefined
  }
}

/** On times and events, sample by sample. */
class SampleMeter extends Meter<Span> {
  readonly #metric: MetricName

  constructor(threshold: Threshold, plan: ThresholdPlan) {
    super(threshold, plan)
    this.#metric = countedOf(threshold)
  }

  add(at: Millis, { metric, value, labels }: Sample): void {
    const { labels: wanted, aggregation, fromMs } = this.threshold
    if (at < fromMs) return
    const isWhole = aggregation.kind === 'ratio' && metric === metricInfo(this.#metric).of
    if (metric !== this.#metric && !isWhole) return
    for (const label of Object.keys(wanted) as LabelName[]) {
      // The whole may not have the label: tasks that were sent have no path yet.
      if (labels[label] !== wanted[label] && !(isWhole && labels[label] === undefined)) return
    }
    // What is told late, of a cluster that was held up, counts from then on.
    const t = Math.max(at, this.settledMs)
    this.openUntil(t)
    for (const span of this.open) {
      if (t < span.fromMs || t >= span.untilMs) continue
      if (isWhole) span.addWhole()
      else span.add(t, value)
    }
  }

  protected newWindow(fromMs: Millis, untilMs: Millis): Span {
    return new Span(fromMs, untilMs, this.threshold, this.threshold.metric === 'task.rate')
  }
}

/** On levels, which are followed all the time. */
class LevelMeter extends Meter {
  readonly #levels: LevelWindows

  constructor(threshold: Threshold, plan: ThresholdPlan, levels: LevelWindows) {
    super(threshold, plan)
    this.#levels = levels
  }

  add(): void {}

  override settle(t: Millis): void {
    this.#levels.settle(t)
    super.settle(t)
  }

  override finish(t: Millis): void {
    this.#levels.finish(t)
    super.settle(t)
  }

  protected newWindow(fromMs: Millis, untilMs: Millis): Measurement {
    return this.#levels.window(fromMs, untilMs)
  }
}
