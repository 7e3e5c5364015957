/** Metrics, and what can be asked of them, for the schema: editors complete and flag them. */

import { CLUSTER_NAME_PATTERN } from '../wire/names.js'
import { METRIC_NAMES, type MetricInfo, type MetricName, metricInfo } from './metric-names.js'

const NUMBER = '\\d+(\\.\\d+)?'
const TIME = `${NUMBER}(us|ms|s|m|h)`
const RATE = `${NUMBER}/(us|ms|s|m|h)`
const SHARE = `(0(\\.\\d+)?|1(\\.0+)?|${NUMBER}%)`
/** Of several cores it is above 1. */
const CORES = `${NUMBER}%?`
const LEVELS = { count: NUMBER, share: SHARE, bytes: `${NUMBER}(B|KiB|MiB|GiB)` }
const COMPARED = '\\s*(<|<=|>|>=|==|!=)\\s*'
const PERCENTILE = 'p\\((100|\\d{1,2}(\\.\\d{1,6})?)\\)'
const OF_SAMPLES = `(${PERCENTILE}|avg|min|max)`

/** Any expression, of whatever metric. */
const EXPRESSION = `^\\s*(${PERCENTILE}|avg|min|max|count|rate|ratio)${COMPARED}\\S+\\s*$`

/** What `metric` may say. */
export const METRIC_WORD = {
  anyOf: [{ enum: METRIC_NAMES }, ...METRIC_NAMES.flatMap(name => labelled(name) ?? [])],
}

/** What `expr` may say. */
export const EXPR_WORD = { pattern: EXPRESSION }

/** A threshold that is `metric: expression`. */
export const METRIC_MAP = {
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  properties: Object.fromEntries(METRIC_NAMES.map(name => [name, expressionOf(name)])),
  patternProperties: Object.fromEntries(
    METRIC_NAMES.flatMap(name => {
      const pattern = labelled(name)?.pattern
      return pattern === undefined ? [] : [[pattern, expressionOf(name)]]
    }),
  ),
  additionalProperties: false,
}

/** `task.latency{origin:DC1,path:cloud}`. */
function labelled(name: MetricName): { pattern: string } | undefined {
  const { labels } = metricInfo(name)
  if (labels.length === 0) return undefined
  const cluster = CLUSTER_NAME_PATTERN.replace(/^\^|\$$/g, '')
  const choices = labels.map(label =>
    label === 'path' ? `${label}\\s*:\\s*(local|cloud)` : `${label}\\s*:\\s*(${cluster})`,
  )
  const one = `\\s*(${choices.join('|')})\\s*`
  return { pattern: `^${name.replace('.', '\\.')}\\s*\\{${one}(,${one})*\\}$` }
}

function expressionOf(name: MetricName): object {
  const info = metricInfo(name)
  const asked = askedOf(info).map(([what, value]) => `${what}${COMPARED}${value}`)
  const pattern = `^\\s*(${asked.join('|')})\\s*$|\\$\\{`
  return { type: 'string', description: info.about, pattern }
}

function askedOf({ kind, unit, of, only }: MetricInfo): (readonly [what: string, value: string])[] {
  switch (kind) {
    case 'times':
      return [
        [OF_SAMPLES, TIME],
        ['count', '\\d+'],
      ]
    case 'rates':
      return [[OF_SAMPLES, RATE]]
    case 'levels':
      return [[OF_SAMPLES, only === 'live' && unit === 'share' ? CORES : LEVELS[unit ?? 'count']]]
    case 'events':
      return [
        ['count', '\\d+'],
        ['rate', RATE],
        ...(of === undefined ? [] : [['ratio', SHARE] as const]),
      ]
  }
}
