/** Prints docs/metrics.md: each figure, defined once; tables are made of the definitions in src. */

import { readFileSync } from 'node:fs'
import { REPORT } from '../dist/report/report-definition.js'
import { METRIC_NAMES, metricInfo } from '../dist/scenario/metric-names.js'
import { aggregationsOf } from '../dist/scenario/threshold.js'
import { filled, table } from './markdown.mjs'

const text = readFileSync(new URL('metrics-docs.md', import.meta.url), 'utf8')
const tables = { metrics: metricsTable(), totals: fieldsTable('total'), row: rowTable() }
process.stdout.write(filled(text, tables))

function metricsTable() {
  const rows = METRIC_NAMES.map(name => {
    const { about, at, of, labels, only } = metricInfo(name)
    const asked = aggregationsOf(name).join(' ')
    const whole = of === undefined ? '' : ` (\`ratio\`: to \`${of}\`)`
    return [`\`${name}\``, about + whole, at, asked, labels.join(' '), only ?? 'both']
  })
  return table(['metric', 'what', 'its time', 'asked by', 'labels', 'driver'], rows)
}

/** Totals, whose fields say themselves what they are. */
function fieldsTable(key) {
  const fields = Object.entries(REPORT.shape[key].shape)
  return table(
    ['field', 'what'],
    fields.map(([name, type]) => [`\`${name}\``, type.description ?? '']),
  )
}

function rowTable() {
  const row = REPORT.shape.series.element.shape.total
  return table(
    ['field', 'what'],
    Object.entries(row.shape).map(([name, type]) => [`\`${name}\``, type.description ?? '']),
  )
}
