/** Thresholds as lines in plots: where what is drawn would pass from well to ill. */

import type { MetricName } from '../../scenario/metric-names.js'
import { parseExpression, parseMetric } from '../../scenario/threshold.js'
import type { ThresholdResult } from '../thresholds.js'
import type { Curves, Values } from './downsample.js'

/** A line for each point of a plot, with what is to be said at it. */
export interface LimitLine {
  /** `p(99) < 2s`. */
  readonly text: string
  readonly hasFailed: boolean
  /** Null where the threshold was not judged. */
  readonly values: Values
}

/** What a plot shows, and of whom. */
export interface Shown {
  readonly metric: MetricName
  /** The cluster, or undefined where all are shown together. */
  readonly cluster: string | undefined
  /** Whether it is all the same, because there is no other cluster. */
  readonly isOnly: boolean
}

/**
 * The limits to what is shown. A limit to a part of it, as to the tasks of one path, is none to
 * what the plot has, and is left out; so are counts, which no point of a plot can show.
 *
 * @param scaled the place of the limit at a point, in the units of the plot.
 */
export function limitLines(
  thresholds: readonly ThresholdResult[],
  shown: Shown,
  { ts }: Pick<Curves, 'ts'>,
  scaled: (limit: number, index: number) => number | null = limit => limit,
): LimitLine[] {
  return thresholds.flatMap(result => {
    const limit = limitOf(result, shown)
    if (limit === undefined) return []
    const isIn = (t: number) => result.wholeRun || (t > result.fromMs && t <= result.untilMs)
    const values = ts.map((t, index) => (isIn(t) ? scaled(limit, index) : null))
    const hasFailed = result.value !== null && !result.passed
    return [{ text: result.expr, hasFailed, values }]
  })
}

function limitOf({ metric, expr }: ThresholdResult, shown: Shown): number | undefined {
  const ref = parseMetric(metric)
  if (ref.metric !== shown.metric || !isOf(ref.labels, shown)) return undefined
  const { aggregation, value } = parseExpression(expr, ref.metric)
  return aggregation.kind === 'count' ? undefined : value
}

/** Levels without a label are of each cluster; what is counted at clients is of all together. */
function isOf(labels: ReturnType<typeof parseMetric>['labels'], shown: Shown): boolean {
  const { metric, cluster, isOnly } = shown
  const isLevel = /^(?:worker|process)\.|^task\.waiting$/.test(metric)
  const names = Object.entries(labels)
  if (names.length > 1) return false
  const [[label, value] = []] = names
  if (label === undefined) return isOnly || (cluster === undefined) !== isLevel || isShare(metric)
  if (label !== (isLevel ? 'cluster' : 'origin')) return false
  return value === cluster || (isOnly && cluster === undefined)
}

/** A share of each is a share of all. */
function isShare(metric: MetricName): boolean {
  return metric === 'worker.busy'
}

/** The most that the axis has to have room for: a limit far above would make all else flat. */
export function roomFor(most: number, limits: readonly LimitLine[], factor: number): number {
  const values = limits.flatMap(({ values }) => values.filter(value => value !== null))
  return values.reduce((a, b) => (b <= factor * most ? Math.max(a, b) : a), most)
}
