/** One table of all percentiles: of all tasks, uncorrected, by path, and by cluster. */

import { grouped, shortTime } from '../../base/format.js'
import { html, type Markup } from '../../base/markup.js'
import type { Totals } from '../metrics.js'
import type { Report } from '../report.js'
import type { Latencies } from '../times.js'

const COLUMNS = [
  ['mean', 'mean'],
  ['p50', 'p50'],
  ['p75', 'p75'],
  ['p90', 'p90'],
  ['p95', 'p95'],
  ['p99', 'p99'],
  ['p99.9', 'p999'],
  ['max', 'max'],
] as const satisfies readonly (readonly [string, keyof Latencies])[]

export function percentileTable({ total, clusters }: Report): Markup {
  const heads = ['tasks', ...COLUMNS.map(([name]) => name)]
  const rows = Object.entries(clusters)
  return html`<div class="wide" tabindex="0" role="region" aria-label="Percentiles">\
<table class="percentiles">
<thead><tr><th scope="col">Latency</th>${heads.map(
    name => html`<th scope="col" class="n">${name}</th>`,
  )}</tr></thead>
${groupOf('All clusters', total)}${rows.length > 1 ? rows.map(row => groupOf(...row)) : ''}
</table></div>
`
}

function groupOf(name: string, totals: Totals): Markup {
  const { done, local, cloud, latencyMs, uncorrectedMs, localMs, cloudMs } = totals
  return html`<tbody>${rowOf(html`<b>${name}</b>`, done, latencyMs)}\
${rowOf(html`uncorrected`, done, uncorrectedMs)}\
${rowOf(html`done at home`, local, localMs)}${rowOf(html`done by peers`, cloud, cloudMs)}</tbody>
`
}

function rowOf(name: Markup, count: number, times: Latencies): Markup {
  const cells = COLUMNS.map(([, key]) => (count > 0 ? shortTime(times[key]) : '–'))
  return html`<tr><th scope="row">${name}</th>${[grouped(count), ...cells].map(
    cell => html`<td class="n">${cell}</td>`,
  )}</tr>
`
}
