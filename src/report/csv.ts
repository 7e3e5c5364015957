/** The series of a report as CSV (RFC 4180): a row for each second and cluster, and one for all. */

import type { Report } from './report.js'
import type { SeriesRow } from './series.js'

/** In the cluster's place in the rows of all clusters together: no cluster can be called so. */
const ALL = '*'

/** The fields of the JSON, with the same units. */
const COLUMNS = [
  'sent',
  'done',
  'lost',
  'retried',
  'cloud',
  'inFlight',
  'waiting',
  'busy',
  'workers',
  'ready',
  'p50',
  'p90',
  'p99',
  'max',
  'ageMs',
  'cpu',
  'memory',
] as const satisfies readonly (keyof SeriesRow)[]

/** What is not known is empty. */
export function csvText({ series }: Report): string {
  const lines = [csvLine(['t', 'cluster', ...COLUMNS])]
  for (const { t, total, clusters } of series) {
    lines.push(rowLine(t, ALL, total))
    for (const [name, row] of Object.entries(clusters)) lines.push(rowLine(t, name, row))
  }
  return lines.join('')
}

function rowLine(t: number, cluster: string, row: SeriesRow): string {
  return csvLine([t, cluster, ...COLUMNS.map(column => row[column] ?? '')])
}

function csvLine(fields: readonly (string | number)[]): string {
  return `${fields.map(csvField).join(',')}\r\n`
}

function csvField(field: string | number): string {
  const text = String(field)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
