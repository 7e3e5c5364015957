/** The faults: their lanes over the plots, and the table of what each of them cost. */

import { grouped, roundTime, shortTime } from '../../base/format.js'
import { html, type Markup } from '../../base/markup.js'
import type { Millis } from '../../base/time.js'
import type { FaultImpact } from '../fault-impact.js'
import type { OutageCost } from '../outage-cost.js'
import type { Report } from '../report.js'
import type { Axis } from './axis.js'

/** Until when it was in force: what is never mended has its place to the end of every axis. */
export function lastMs({ endMs }: FaultImpact): Millis {
  return endMs ?? Number.POSITIVE_INFINITY
}

/** A line for each, with a bar where it was in force. */
export function faultLanes(
  faults: readonly FaultImpact[],
  x: Axis,
  fromMs: Millis,
  untilMs: Millis,
): Markup {
  const lanes = faults.map((fault, index) => {
    const { words, atMs } = fault
    if (lastMs(fault) < fromMs || atMs > untilMs) return html``
    const [from, until] = [100 * x.place(atMs), 100 * x.place(lastMs(fault))]
    const bar = `left:${from.toFixed(1)}%;width:${(until - from).toFixed(1)}%`
    // The words begin with the bar; where there is no room for them, what is before them gives way.
    return html`<li><span class="bar" style="${bar}"></span>\
<span class="before" style="flex-basis:${from.toFixed(1)}%"></span>\
<span class="words"><b>${index + 1}</b> ${words}</span></li>
`
  })
  return faults.length === 0 ? html`` : html`<ol class="lanes" aria-label="Faults">${lanes}</ol>`
}

export function faultTable(report: Report): Markup {
  const { faults = [] } = report
  if (faults.length === 0) return html``
  return html`<section><h2>What the faults cost</h2>
<div class="wide" tabindex="0" role="region" aria-label="Faults"><table>
<thead><tr><th scope="col">Fault</th><th scope="col" class="n">from</th>\
<th scope="col" class="n">to</th><th scope="col">noticed by</th>\
<th scope="col" class="n">p90 before</th><th scope="col" class="n">worst</th>\
<th scope="col" class="n">p99 before</th><th scope="col" class="n">worst</th>\
<th scope="col" class="n">slowest before</th><th scope="col" class="n">since</th>\
<th scope="col" class="n">lost</th><th scope="col" class="n">sent again</th>\
<th scope="col" class="n">recovered after</th></tr></thead>
<tbody>${faults.map((fault, index) => faultRow(fault, index + 1))}</tbody></table></div>
<p class="hint">Before: of the ten seconds before the fault the median of their p90, their highest
p99, and their slowest task. Recovered: from the end of the fault, or from when it struck if it has
none, until three seconds in a row had answers, a p90 at most half as much again as before, and no
task that took more than half as long again as the slowest before. What was lost and sent again, and
the worst, are of the time until then, or until the next fault.</p></section>
`
}

function faultRow(fault: FaultImpact, number: number): Markup {
  const { words, atMs, noticedAfterMs, recoveredAfterMs, notRecovered, cost } = fault
  const noticed = Object.entries(noticedAfterMs).sort(([, a], [, b]) => a - b)
  return html`<tr><th scope="row"><b class="number">${number}</b> ${words}</th>\
<td class="n">${roundTime(atMs)}</td><td class="n">${endText(fault)}</td>\
<td>${
    noticed.length === 0
      ? '–'
      : noticed.map(
          ([name, ms], index) =>
            html`${index > 0 ? ', ' : ''}<span class="pair">${name} ${shortTime(ms)}</span>`,
        )
  }</td>\
${cost && costCells(cost)}\
<td class="n">${recoveredAfterMs === null ? notRecovered : roundTime(recoveredAfterMs)}</td></tr>
`
}

function costCells(cost: OutageCost): Markup {
  const times = [
    ...[cost.p90BeforeMs, cost.p90WorstMs, cost.p99BeforeMs, cost.p99WorstMs],
    ...[cost.maxBeforeMs, cost.maxWorstMs],
  ]
  const counts = [cost.lost, cost.retried].map(grouped)
  const cells = [...times.map(ms => (ms === null ? '–' : shortTime(ms))), ...counts]
  return html`${cells.map(cell => html`<td class="n">${cell}</td>`)}`
}

function endText({ atMs, endMs }: FaultImpact): string {
  if (endMs === null) return 'never'
  return endMs === atMs ? '–' : roundTime(endMs)
}
