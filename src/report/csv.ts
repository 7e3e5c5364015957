/** The series of a report as CSV (RFC 4180): a row for each second and cluster, and one for all. */

import type { Provenance } from './provenance.js'
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

/**
 * What is not known is empty. Where the figures come from is the last column of the first row:
 * RFC 4180 knows no lines of comment.
 */
export function csvText({ series, provenance }: Report): string {
  const origin = provenance && JSON.stringify(withoutText(provenance))
  const lines = [csvLine(['t', 'cluster', ...COLUMNS, ...(origin ? ['provenance'] : [])])]
  for (const { t, total, clusters } of series) {
    const rows = [[ALL, total], ...Object.entries(clusters)] as const
    for (const [name, row] of rows) {
      const isFirst = lines.length === 1
      lines.push(rowLine(t, name, row, origin === undefined ? [] : [isFirst ? origin : '']))
    }
  }
  return lines.join('')
}

function rowLine(t: number, cluster: string, row: SeriesRow, more: readonly string[] = []): string {
  return csvLine([t, cluster, ...COLUMNS.map(column => row[column] ?? ''), ...more])
}

/** The hash tells which scenario it was. */
function withoutText({ scenario, ...rest }: Provenance): object {
  return { ...rest, ...(scenario && { scenario: { ...scenario, text: undefined } }) }
}

function csvLine(fields: readonly (string | number)[]): string {
  return `${fields.map(csvField).join(',')}\r\n`
}

function csvField(field: string | number): string {
  const text = String(field)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
