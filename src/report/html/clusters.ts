/** The clusters: what each did, and who worked for whom. */

import { grouped, mebibytes, percent, shortTime } from '../../base/format.js'
import { html, type Markup } from '../../base/markup.js'
import type { Totals } from '../metrics.js'
import { rateText, shareText } from '../rate-text.js'
import type { Report } from '../report.js'
import type { SeriesRow } from '../series.js'
import type { ClusterSummary } from '../summary.js'
import { extremes } from './plot.js'

export function clusterTable(report: Report): Markup {
  const { clusters, series, total } = report
  const hasProcesses = series.some(second => second.total.cpu !== null)
  const rows = Object.entries(clusters).map(([name, cluster]) =>
    clusterRow(name, cluster, hasProcesses ? usesOf(name, report) : []),
  )
  const workers = Object.values(clusters).reduce((sum, cluster) => sum + cluster.workers, 0)
  const all = hasProcesses ? ['', ''] : []
  const uses = hasProcesses ? ['cores', 'memory'] : []
  const sums = { ...total, workers }
  const heads = ['workers', 'busy', 'sent', 'done', 'a second', 'lost', 'sent again']
    .concat(['mean', 'p50', 'p90', 'p95', 'p99', 'by peers', 'overcommit', 'age of state', ...uses])
    .map(name => html`<th scope="col" class="n">${name}</th>`)
  return html`<section><h2>Clusters</h2>
<div class="wide" tabindex="0" role="region" aria-label="Clusters"><table>
<thead><tr><th scope="col">Cluster</th>${heads}</tr></thead>
<tbody>${rows}</tbody>
${rows.length > 1 ? html`<tfoot>${clusterRow('all', sums, all)}</tfoot>` : ''}
</table></div>
<p class="hint">Busy: the share of worker time that went into tasks. By peers: the share of its
tasks that others did. Overcommit: tasks that came to it from peers and found no ready worker.
Age of state: how old the word of a peer was when a task was delegated on it, the median\
${hasProcesses ? '. Cores and memory: the most of any second' : ''}.</p>
</section>
`
}

type Row = Totals & Pick<ClusterSummary, 'workers'>

function clusterRow(name: string, row: Row, uses: readonly string[]): Markup {
  const { workers, sent, done, lost, retried, cloud, overcommit, latencyMs, ageMs } = row
  const time = (ms: number, count: number) => (count > 0 ? shortTime(ms) : '–')
  const cells = [
    grouped(workers),
    shareText(row.utilisation),
    grouped(sent),
    grouped(done),
    rateText(row),
    grouped(lost),
    grouped(retried),
    ...(['mean', 'p50', 'p90', 'p95', 'p99'] as const).map(key => time(latencyMs[key], done)),
    percent(cloud, done),
    grouped(overcommit),
    time(ageMs.p50, ageMs.max),
    ...uses,
  ]
  return html`<tr><th scope="row">${name}</th>\
${cells.map(cell => html`<td class="n">${cell}</td>`)}</tr>
`
}

/** The most of any second, of processor and memory. */
function usesOf(name: string, { series }: Report): string[] {
  const most = (key: 'cpu' | 'memory', textOf: (value: number) => string) => {
    const known = series.flatMap(({ clusters }) => usedBy(clusters[name], key))
    return known.length === 0 ? '–' : textOf(extremes(known)[1])
  }
  return [most('cpu', cores => cores.toFixed(2)), most('memory', mebibytes)]
}

function usedBy(row: SeriesRow | undefined, key: 'cpu' | 'memory'): number[] {
  const value = row?.[key] ?? null
  return value === null ? [] : [value]
}

/** A row for each cluster's tasks, a column for each whose workers did them. */
export function spillOver({ clusters }: Report): Markup {
  const names = Object.keys(clusters)
  if (names.length < 2) return html``
  const doers = [
    ...new Set([...names, ...Object.values(clusters).flatMap(c => Object.keys(c.doneBy))]),
  ]
  return html`<section><h2>Who worked for whom</h2>
<div class="wide" tabindex="0" role="region" aria-label="Who worked for whom"><table class="matrix">
<thead><tr><td>tasks of ↓ done by →</td>${doers.map(
    name => html`<th scope="col" class="n">${name === '' ? 'unsigned' : name}</th>`,
  )}</tr></thead>
<tbody>${names.map(
    name => html`<tr><th scope="row">${name}</th>${doers.map(doer =>
      matrixCell(clusters[name], doer, doer === name),
    )}</tr>
`,
  )}</tbody></table></div>
<p class="hint">Of each cluster's tasks, how many each cluster did. The stronger the
colour, the more of that row.</p></section>
`
}

function matrixCell(cluster: ClusterSummary | undefined, doer: string, isHome: boolean): Markup {
  const count = cluster?.doneBy[doer] ?? 0
  const done = cluster?.done ?? 0
  if (count === 0) return html`<td class="n none">–</td>`
  const strength = Math.round((100 * count) / done)
  return html`<td class="n ${isHome ? 'home' : 'away'}" style="--share:${strength}%">\
${grouped(count)}<br><span class="hint">${percent(count, done)}</span></td>`
}
