/** How latencies are spread: a percentile plot, as those of HDR histograms. */

import { shortTime } from '../../base/format.js'
import { html, type Markup } from '../../base/markup.js'
import type { Report } from '../report.js'
import type { Percentile } from '../times.js'
import { logTimeAxis, percentileAxis } from './axis.js'
import { percentileTable } from './percentiles.js'
import { extremes, type Line, plotOf } from './plot.js'

export function spread(report: Report): Markup {
  const { percentiles } = report
  const { latency, uncorrected, local, cloud } = percentiles
  if (latency.length === 0) return html``
  const xs = latency.map(({ percentile }) => percentile)
  const lists = [latency, uncorrected, local, cloud]
  // The few tasks that took next to nothing would push all others to the top.
  const times = lists.flat().flatMap(({ ms, percentile }) => (percentile >= 10 ? [ms] : []))
  const [least, most] = extremes(times)
  const last = xs.filter(percentile => percentile < 100).at(-1) ?? 0
  const line = (name: string, look: Line['look'], list: readonly Percentile[]): Line[] =>
    list.length === 0 ? [] : [{ name, look, values: xs.map(percentile => at(list, percentile)) }]
  const plot = plotOf({
    title: 'Latency by percentile',
    hint: 'each step to the right is a tenth of the tasks that are left',
    x: percentileAxis(last),
    xs,
    y: logTimeAxis(Math.max(least, 0.001), most),
    lines: [
      ...line('all, corrected', 'high', latency),
      ...line('all, uncorrected', 'plan', uncorrected),
      ...line('done at home', 'home', local),
      ...line('done by peers', 'away', cloud),
    ],
    textOf: shortTime,
  })
  return html`<section><h2>Latency</h2>
<div class="tall" data-times="${JSON.stringify(xs.map(percentileText))}">${plot}</div>
<p class="hint">Corrected: from when a task should have been sent, so that a load that had to wait
counts its wait. Uncorrected: from when it was sent. Done at home and done by peers: corrected.</p>
${percentileTable(report)}</section>
`
}

/** What the cursor is at. */
function percentileText(percentile: number): string {
  return percentile === 100 ? 'max' : percentile === 0 ? 'min' : `${percentile} %`
}

/** Lists of fewer tasks end earlier: beyond what can be told, there is the largest. */
function at(list: readonly Percentile[], percentile: number): number | null {
  return list.find(each => each.percentile === percentile)?.ms ?? null
}
