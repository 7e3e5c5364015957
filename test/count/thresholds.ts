/** What thresholds are judged by: the value of a metric in a span, as it is written in the docs. */

import { type MetricName, metricInfo } from '../../src/scenario/metric-names.js'
import type { Threshold } from '../../src/scenario/threshold.js'
import { faultSamples } from './faults.js'
import {
  agesIn,
  countOf,
  doneIn,
  isIn,
  rankOf,
  type Span,
  sorted,
  sum,
  waitingArea,
  waitsIn,
} from './figures.js'
import type { Happenings } from './happenings.js'
import type { Told } from './told.js'

type Labels = Threshold['labels']

/** Undefined where there is nothing to measure. */
export function measuredBy(told: Told, threshold: Threshold, span: Span): number | undefined {
  const { metric, labels, aggregation } = threshold
  const { kind } = aggregation
  if (kind === 'count') return eventsOf(told, metric, labels, span)
  if (kind === 'rate')
    return (1000 * eventsOf(told, metric, labels, span)) / (span.until - span.from)
  if (kind === 'ratio') {
    const whole = eventsOf(told, WHOLE[metric] ?? '', labels, span)
    return whole === 0 ? undefined : eventsOf(told, metric, labels, span) / whole
  }
  if (kind === 'avg' && (metric === 'worker.busy' || metric === 'task.waiting')) {
    return levelMean(chosen(told, labels.cluster), metric, span)
  }
  const values = valuesOf(told, metric, labels, span).map(value => exact(metric, value))
  if (values.length === 0) return undefined
  if (kind === 'avg') return exact(metric, sum(values) / values.length)
  const ascending = sorted(values)
  if (kind === 'percentile') return rankOf(aggregation.percentile, ascending)
  return kind === 'min' ? ascending[0] : ascending.at(-1)
}

/** Times to the nanosecond, shares to the billionth: what floats are off by is less. */
function exact(metric: MetricName, value: number): number {
  const digits = metricInfo(metric).kind === 'times' ? 6 : 9
  return Number.isFinite(value) ? Number(value.toFixed(digits)) : value
}

const WHOLE: Readonly<Record<string, string>> = {
  'task.done': 'task.sent',
  'task.lost': 'task.sent',
  'task.retried': 'task.sent',
  'task.duplicates': 'task.done',
  'task.local': 'task.done',
  'task.cloud': 'task.done',
  'task.overcommit': 'task.cloud',
}

function eventsOf(told: Told, metric: string, labels: Labels, span: Span): number {
  const name = metric.slice('task.'.length)
  switch (metric) {
    case 'task.sent':
    case 'task.lost':
    case 'task.retried':
    case 'task.duplicates':
      return countOf(name as 'sent', chosen(told, labels.origin), span)
    case 'task.overcommit':
    case 'task.malformed':
      return countOf(name as 'overcommit', chosen(told, labels.cluster), span)
    case 'task.done':
    case 'task.local':
    case 'task.cloud':
      return doneWith(told, labels, span).filter(
        ({ isLocal }) => metric === 'task.done' || isLocal === (metric === 'task.local'),
      ).length
    default:
      return valuesOf(told, metric, labels, span).length
  }
}

function valuesOf(told: Told, metric: string, labels: Labels, span: Span): number[] {
  switch (metric) {
    case 'task.latency':
      return doneWith(told, labels, span).map(({ latencyMs }) => latencyMs)
    case 'task.uncorrected':
      return doneWith(told, labels, span).map(({ uncorrectedMs }) => uncorrectedMs)
    case 'task.wait':
      return waitsIn(chosen(told, labels.origin), span)
        .map(({ origin, at, ms }) => ({ origin, by: at, isLocal: at === origin, ms }))
        .filter(wait => isLabelled(wait, labels))
        .map(({ ms }) => ms)
    case 'task.rate': {
      const done = doneWith(told, labels, span)
      return seconds(span).map(second => done.filter(({ t }) => isIn(second, t)).length)
    }
    case 'state.age':
      return agesIn(chosen(told, labels.cluster), span)
    case 'worker.busy':
    case 'task.waiting':
      return chosen(told, labels.cluster).flatMap(each =>
        seconds(span).flatMap(second => levelMean([each], metric, second) ?? []),
      )
    case 'peer.notice':
    case 'fault.recovery':
      return faultSamples(told, metric)
        .filter(({ t, cluster }) => isIn(span, t) && cluster === (labels.cluster ?? cluster))
        .map(({ ms }) => ms)
    default:
      throw new Error(`${metric} cannot be counted from a trace`)
  }
}

function chosen({ story }: Told, cluster: string | undefined): Happenings[] {
  return [...story.values()].filter(each => each.cluster === (cluster ?? each.cluster))
}

function doneWith(told: Told, labels: Labels, span: Span) {
  return doneIn(chosen(told, labels.origin), span).filter(task => isLabelled(task, labels))
}

function isLabelled(task: { by: string; isLocal: boolean }, { cluster, path }: Labels): boolean {
  if (cluster !== undefined && task.by !== cluster) return false
  return path === undefined || (path === 'local') === task.isLocal
}

/** The whole seconds from its start on. */
function seconds({ from, until }: Span): Span[] {
  const count = Math.floor((until - from) / 1000)
  return Array.from({ length: count }, (_, index) => ({
    from: from + 1000 * index,
    until: from + 1000 * (index + 1),
  }))
}

/** Over all of the seconds of all of them, and the part of one at the end. */
function levelMean(
  group: readonly Happenings[],
  metric: 'worker.busy' | 'task.waiting',
  span: Span,
): number | undefined {
  const isBusy = metric === 'worker.busy'
  const parts = secondsAndRest(span).flatMap(second =>
    group.map(each => {
      const { from, until } = second
      const over = isBusy ? each.workers : each.there
      const of = isBusy ? each.busy.area(from, until) : waitingArea(each, second)
      return { of, over: over.area(from, until) }
    }),
  )
  const whole = sum(parts.map(({ over }) => over))
  return whole > 0 ? exact(metric, sum(parts.map(({ of }) => of)) / whole) : undefined
}

function secondsAndRest(span: Span): Span[] {
  const whole = seconds(span)
  const { until: from } = whole.at(-1) ?? { until: span.from }
  return from < span.until ? [...whole, { from, until: span.until }] : whole
}
