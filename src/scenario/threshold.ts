/** Thresholds: the words of a file, such as `p(99) < 2s`, into what is measured and compared. */

import type { Millis } from '../base/time.js'
import {
  isOneOf,
  parseBytes,
  parseCores,
  parseDuration,
  parseRate,
  parseRatio,
  parseShare,
} from './grammar.js'
import { quoted, suggest } from './messages.js'
import {
  type LabelName,
  METRIC_NAMES,
  type MetricInfo,
  type MetricName,
  metricInfo,
} from './metric-names.js'
import { UsageError } from './usage-error.js'

/** What must hold of a metric. Plain data. */
export interface Threshold extends MetricRef, Expression {
  /** The metric and the expression as the file has them, for reports. */
  readonly metricText: string
  readonly exprText: string
  /** The span that it is about. */
  readonly fromMs: Millis
  readonly untilMs: Millis
  /** It must hold in every window of this length within the span: see `windowsOf`. */
  readonly windowMs?: Millis
  /** The run ends when it does not hold: checked each second, from so long after `fromMs` on. */
  readonly abortAfterMs?: Millis
}

/** A metric, of all that happens or of a part of it. */
export interface MetricRef {
  readonly metric: MetricName
  /** Only tasks of this cluster's clients, done by that cluster, on this path. */
  readonly labels: Readonly<Partial<Record<LabelName, string>>>
}

/** What must hold: `p(99) < 2s`. */
export interface Expression {
  readonly aggregation: Aggregation
  readonly comparison: Comparison
  /** Times in ms, rates per second, ratios from 0 to 1, counts as they are. */
  readonly value: number
}

/** What is made of many samples; of which kind of metric it can be asked, says `MetricKind`. */
export type Aggregation =
  | { readonly kind: 'percentile'; readonly percentile: number }
  | { readonly kind: 'avg' | 'min' | 'max' | 'count' | 'rate' | 'ratio' }

const COMPARISONS = ['<', '<=', '>', '>=', '==', '!='] as const
/** Between what was measured, on the left, and the value. */
export type Comparison = (typeof COMPARISONS)[number]

const PATHS = ['local', 'cloud'] as const

/** Windows move by so much. */
const WINDOW_STEP_MS = 1000

/** The windows that a threshold must hold in, each from one time to another. */
export function windowsOf(threshold: Threshold): { fromMs: Millis; untilMs: Millis }[] {
  const { fromMs, untilMs, windowMs = untilMs - fromMs } = threshold
  const steps = Math.floor((untilMs - fromMs - windowMs) / WINDOW_STEP_MS)
  return Array.from({ length: steps + 1 }, (_, step) => {
    const startMs = fromMs + step * WINDOW_STEP_MS
    return { fromMs: startMs, untilMs: startMs + windowMs }
  })
}

/** Whether what was measured is as the threshold wants it. */
export function holds(
  { comparison, value }: Pick<Expression, 'comparison' | 'value'>,
  measured: number,
): boolean {
  switch (comparison) {
    case '<':
      return measured < value
    case '<=':
      return measured <= value
    case '>':
      return measured > value
    case '>=':
      return measured >= value
    case '==':
      return measured === value
    case '!=':
      return measured !== value
  }
}

/** `task.latency` or `task.latency{origin:DC1,path:cloud}`. Whether the cluster exists is open. */
export function parseMetric(text: string): MetricRef {
  const [, name, list] = text.trim().match(/^([^{}\s]*)\s*(?:\{([^{}]*)\})?$/) ?? []
  const fail = (advice: string) => new UsageError(`Cannot parse metric ${quoted(text)}: ${advice}`)
  if (name === undefined) throw fail('use a form such as task.latency{origin:DC1}')
  if (!isOneOf(name, METRIC_NAMES)) {
    throw new UsageError(`Unknown metric ${quoted(name)}: ${suggest(name, METRIC_NAMES)}`)
  }
  const valid = metricInfo(name).labels
  const labels: Partial<Record<LabelName, string>> = {}
  for (const part of list?.split(',') ?? []) {
    const [, label, value] = part.match(/^\s*([^:\s]+)\s*:\s*([^:\s]+)\s*$/) ?? []
    if (label === undefined || value === undefined) throw fail('use labels such as {origin:DC1}')
    if (!isOneOf(label, valid)) {
      throw new UsageError(`Unknown label ${quoted(label)} of ${name}: ${suggest(label, valid)}`)
    }
    if (label in labels) throw fail(`name the label ${label} once`)
    if (label === 'path' && !isOneOf(value, PATHS)) {
      throw new UsageError(`Unknown path ${quoted(value)}: ${suggest(value, PATHS)}`)
    }
    labels[label] = value
  }
  return { metric: name, labels }
}

/** `p(99) < 2s`, `count == 0`, `rate > 50/s`, `ratio < 1%`: as far as `metric` allows it. */
export function parseExpression(text: string, metric: MetricName): Expression {
  const [, asked = '', comparison = '', wanted = ''] =
    text.trim().match(/^(\w+(?:\([^()]*\))?)\s*([<>=!]+)\s*(.*)$/) ?? []
  const fail = (advice: string) =>
    new UsageError(`Cannot parse threshold ${quoted(text)}: ${advice}`)
  if (asked === '') throw fail(`use a form such as ${exampleOf(metric)}`)
  if (!isOneOf(comparison, COMPARISONS)) throw fail(suggest(comparison, COMPARISONS))
  const aggregation = parseAggregation(asked, metric, fail)
  const value = parseValue(wanted, metric, aggregation, fail)
  const most = mostOf(metric, aggregation)
  const outcome = foregone({ comparison, value }, most)
  if (outcome !== undefined) throw fail(`it can never ${outcome}: ${asked} is ${rangeText(most)}`)
  return { aggregation, comparison, value }
}

/** The highest that a figure can be; the lowest of any is 0. */
function mostOf(metric: MetricName, { kind }: Aggregation): number {
  const { unit, isPart } = metricInfo(metric)
  const isShare = kind === 'ratio' ? isPart : metric !== 'process.cpu' && unit === 'share'
  return isShare ? 1 : Number.POSITIVE_INFINITY
}

/** Nothing is judged by what holds, or fails, whatever is measured from 0 to `most`. */
function foregone(
  expression: Pick<Expression, 'comparison' | 'value'>,
  most: number,
): 'fail' | 'hold' | undefined {
  const { value } = expression
  const samples = [0, value / 2, value, value + 1, most].filter(sample => sample <= most)
  const outcomes = new Set(samples.map(sample => holds(expression, sample)))
  if (outcomes.size > 1) return undefined
  return outcomes.has(true) ? 'fail' : 'hold'
}

function rangeText(most: number): string {
  return most === 1 ? 'never below 0% or above 100%' : 'never below 0'
}

type Fail = (advice: string) => UsageError

function parseAggregation(asked: string, metric: MetricName, fail: Fail): Aggregation {
  const valid = aggregationsOf(metric)
  const [, digits] = asked.match(/^p\((\d{1,3}(?:\.\d{1,6})?)\)$/) ?? []
  if (valid.includes('p(99)') && digits !== undefined) {
    const percentile = Number(digits)
    if (percentile <= 100) return { kind: 'percentile', percentile }
    throw fail('a percentile is from 0 to 100')
  }
  const kind = AGGREGATIONS.find(name => name === asked && valid.includes(name))
  if (kind === undefined) throw fail(`of ${metric}, ${suggest(asked, valid)}`)
  return { kind }
}

const AGGREGATIONS = ['avg', 'min', 'max', 'count', 'rate', 'ratio'] as const

/** What can be asked of a metric, as it is written. */
export function aggregationsOf(metric: MetricName): readonly string[] {
  const { kind, of } = metricInfo(metric)
  switch (kind) {
    case 'times':
      return ['p(99)', 'avg', 'min', 'max', 'count']
    case 'rates':
    case 'levels':
      return ['p(99)', 'avg', 'min', 'max']
    case 'events':
      return of === undefined ? ['count', 'rate'] : ['count', 'rate', 'ratio']
  }
}

function parseValue(text: string, metric: MetricName, of: Aggregation, fail: Fail): number {
  if (of.kind === 'count') {
    if (/^\d{1,15}$/.test(text)) return Number(text)
    throw fail('compare a count with a whole number')
  }
  const { kind, unit, isPart } = metricInfo(metric)
  if (of.kind === 'ratio') return isPart ? parseShare(text) : parseRatio(text)
  if (of.kind === 'rate' || kind === 'rates') return parseRate(text, 0)
  if (metric === 'process.cpu') return parseCores(text)
  return kind === 'levels' ? parseLevel(text, unit, fail) : parseDuration(text)
}

function parseLevel(text: string, unit: MetricInfo['unit'], fail: Fail): number {
  if (unit === 'bytes') return parseBytes(text)
  if (unit === 'share') return parseShare(text)
  if (/^\d{1,12}(?:\.\d{1,12})?$/.test(text)) return Number(text)
  throw fail('compare it with a number')
}

function exampleOf(metric: MetricName): string {
  const { kind, unit } = metricInfo(metric)
  switch (kind) {
    case 'times':
      return 'p(99) < 2s'
    case 'rates':
      return 'min > 50/s'
    case 'events':
      return 'count == 0'
    case 'levels':
      return { count: 'max < 100', share: 'avg < 80%', bytes: 'max < 300MiB' }[unit ?? 'count']
  }
}
