/** Thresholds for any plan: of each metric all that can be asked, with limits far off and at 0. */

import { METRIC_NAMES, type MetricName, metricInfo } from '../../src/scenario/metric-names.js'
import type { ScenarioPlan } from '../../src/scenario/scenario-plan.js'
import {
  aggregationsOf,
  parseExpression,
  parseMetric,
  type Threshold,
} from '../../src/scenario/threshold.js'

/** What little or nothing that is measured comes near to; shares above 1 are refused. */
const LIMITS = {
  times: { huge: '1000h', nothing: '0ms' },
  count: { huge: '999999999', nothing: '0' },
  rate: { huge: '99999999/s', nothing: '0/s' },
  share: { huge: '99.9%', nothing: '0%' },
  bytes: { huge: '900GiB', nothing: '0B' },
} as const
type Limits = (typeof LIMITS)[keyof typeof LIMITS]

const PERCENTILES = ['p(0)', 'p(1)', 'p(50)', 'p(90)', 'p(99)', 'p(99.9)', 'p(100)']

/** All questions on a plan; with `most`, so many of them, spread over all kinds. */
export function questionsOn(
  plan: ScenarioPlan,
  most = Number.POSITIVE_INFINITY,
  mode: 'live' | 'sim' = 'sim',
): Threshold[] {
  const all = METRIC_NAMES.filter(name => (metricInfo(name).only ?? mode) === mode).flatMap(
    metric =>
      refsOf(metric, Object.keys(plan.clusters)).flatMap(ref =>
        expressionsOf(metric).flatMap(expr => spansOf(plan).map(span => ({ ref, expr, span }))),
      ),
  )
  const step = Math.max(1, all.length / most)
  // Each plan has others, so that many of them have all.
  const start = plan.seed % Math.ceil(step)
  return all
    .filter(
      (_, index) => Math.floor((index + start) / step) !== Math.floor((index + start - 1) / step),
    )
    .map(({ ref, expr, span }) => thresholdOf(ref, expr, span))
}

export function thresholdOf(
  metricText: string,
  exprText: string,
  span: Pick<Threshold, 'fromMs' | 'untilMs' | 'windowMs'>,
): Threshold {
  const ref = parseMetric(metricText)
  return { metricText, exprText, ...ref, ...parseExpression(exprText, ref.metric), ...span }
}

function refsOf(metric: MetricName, clusters: readonly string[]): string[] {
  const { labels } = metricInfo(metric)
  const [first = '', second = first] = clusters
  const sets = [
    '',
    ...(labels.includes('origin') ? [`{origin:${first}}`] : []),
    ...(labels.includes('cluster') ? [`{cluster:${second}}`] : []),
    ...(labels.includes('path') ? ['{path:cloud}', `{origin:${first},path:local}`] : []),
    ...(labels.length > 1 && labels.includes('origin') && labels.includes('cluster')
      ? [`{origin:${first},cluster:${second}}`]
      : []),
  ]
  return sets.map(set => metric + set)
}

/** Upper and lower limits of which some hold always, some never, and some now and then. */
function expressionsOf(metric: MetricName): string[] {
  return aggregationsOf(metric).flatMap(asked => {
    const { huge, nothing } = limitsOf(metric, asked)
    const wordings = asked === 'p(99)' ? PERCENTILES : [asked]
    return wordings.flatMap(words => [
      `${words} < ${huge}`,
      `${words} != ${huge}`,
      `${words} > ${huge}`,
      `${words} > ${nothing}`,
      `${words} == ${nothing}`,
    ])
  })
}

function limitsOf(metric: MetricName, asked: string): Limits {
  const { kind, unit } = metricInfo(metric)
  if (asked === 'ratio') return LIMITS.share
  if (asked === 'count' || asked === 'rate') return LIMITS[asked]
  if (kind === 'levels') return LIMITS[unit ?? 'count']
  return LIMITS[kind === 'rates' ? 'rate' : 'times']
}

/** All of it; in windows, also from some time on, as `after` has it. */
function spansOf({ warmupMs, durationMs: untilMs }: ScenarioPlan) {
  const lengthMs = untilMs - warmupMs
  const windowMs = Math.min(lengthMs, 1500)
  const later = warmupMs + Math.floor(lengthMs / 3)
  return [
    { fromMs: warmupMs, untilMs },
    { fromMs: warmupMs, untilMs, windowMs },
    { fromMs: later, untilMs },
    { fromMs: later, untilMs, windowMs: Math.min(windowMs, untilMs - later) },
  ]
}
