/** What happened over time: plots with one time axis, and the faults as bands behind them all. */

import { grouped, shortTime } from '../../base/format.js'
import { html, type Markup } from '../../base/markup.js'
import type { Report } from '../report.js'
import { type Axis, linearAxis, logTimeAxis, timeAxis } from './axis.js'
import { type Curves, curvesOf, rowsPerPoint, type Values } from './curves.js'
import { faultLanes, lastMs } from './faults.js'
import { type Band, extremes, type Look, type Plot, plotOf } from './plot.js'

type Drawing = Pick<Plot, 'title' | 'y' | 'lines' | 'textOf'> & { readonly hint?: string }

export function overTime(report: Report): Markup {
  const { series, warmupMs, durationMs, clusters } = report
  if (series.length === 0) return html``
  const endMs = Math.max(warmupMs + durationMs, series.at(-1)?.t ?? 0)
  const x = timeAxis(warmupMs, endMs, 10)
  const total = curvesOf(series, warmupMs, second => second.total)
  const bands = bandsOf(report, x)
  const draw = (drawing: Drawing) => plotOf({ ...drawing, x, xs: total.ts, bands })
  const size = rowsPerPoint(series)
  const pace = size === 1 ? 'A point a second.' : `A point for every ${size} seconds.`
  return html`<section><h2>Over time</h2>
<p class="hint">All clusters. ${pace} Numbers and bands mark the faults.</p>
${faultLanes(report.faults ?? [], x, warmupMs, endMs)}
${drawingsOf(total).map(draw)}
${Object.keys(clusters).length > 1 ? eachCluster(report, endMs) : ''}</section>
`
}

function bandsOf({ faults = [], warmupMs }: Report, x: Axis): Band[] {
  return faults
    .map((fault, index) => ({
      from: x.place(fault.atMs),
      until: x.place(lastMs(fault)),
      number: index + 1,
      lastMs: lastMs(fault),
    }))
    .filter(({ lastMs }) => lastMs >= warmupMs)
}

function drawingsOf(curves: Curves): Drawing[] {
  const { lost, retried, cpu, memoryMiB, spillOver } = curves
  const troubles = linesOf(['lost', lost, 'bad'], ['sent again', retried, 'plan'])
  const of = (title: string, lines: Plot['lines'], textOf = short): Drawing[] =>
    highest(lines) > 0 ? [{ title, lines, textOf, y: linearAxis(highest(lines), textOf) }] : []
  return [
    rates(curves, curves),
    latencies(curves, curves),
    waiting(curves, curves),
    busyWorkers(curves, curves),
    {
      title: 'Spill-over',
      hint: 'share of the tasks done by peers',
      lines: linesOf(['by peers', spillOver, 'away']),
      textOf: value => `${Math.round(value)} %`,
      y: linearAxis(100, value => `${value} %`),
    },
    ...of('Lost and sent again a second', troubles),
    ...of('Processor', linesOf(['cores', cpu, 'main'])),
    ...of('Memory', linesOf(['resident', memoryMiB, 'main']), value => `${short(value)} MiB`),
  ]
}

/** @param scale what has room on the axis. */
function rates({ sent, done }: Curves, scale: Pick<Curves, 'sent' | 'done'>): Drawing {
  return {
    title: 'Tasks a second',
    lines: linesOf(['sent', sent, 'plan'], ['done', done, 'main']),
    textOf: short,
    y: linearAxis(highestOf(scale.sent, scale.done)),
  }
}

function latencies({ p50, p90, p99 }: Curves, scale: Pick<Curves, 'p50' | 'p99'>): Drawing {
  const known = [...scale.p50, ...scale.p99].filter(value => value !== null && value > 0)
  const [least, most] = known.length === 0 ? [1, 10] : extremes(known as number[])
  return {
    title: 'Latency',
    hint: 'of the tasks answered in each second, from the intended send',
    lines: linesOf(['p50', p50, 'low'], ['p90', p90, 'middle'], ['p99', p99, 'high']),
    textOf: shortTime,
    y: logTimeAxis(least, most),
  }
}

function waiting(curves: Curves, scale: Pick<Curves, 'waiting'>): Drawing {
  return {
    title: 'Waiting tasks',
    hint: 'sent, and no worker has them yet',
    lines: linesOf(['waiting', curves.waiting, 'main']),
    textOf: short,
    y: linearAxis(Math.max(1, highestOf(scale.waiting))),
  }
}

function busyWorkers({ busy, workers }: Curves, scale: Pick<Curves, 'workers'>): Drawing {
  return {
    title: 'Busy workers',
    lines: linesOf(['all workers', workers, 'plan'], ['busy', busy, 'main']),
    textOf: short,
    y: linearAxis(Math.max(1, highestOf(scale.workers))),
  }
}

/** A row of small plots for each cluster, each column with one scale, so that they compare. */
function eachCluster({ series, warmupMs, clusters, ...report }: Report, endMs: number): Markup {
  const x = timeAxis(warmupMs, endMs, 4)
  const bands = bandsOf({ series, warmupMs, clusters, ...report }, x)
  const all = Object.keys(clusters).map(
    name => [name, curvesOf(series, warmupMs, second => second.clusters[name])] as const,
  )
  const together = (key: keyof Curves) => all.flatMap(([, curves]) => curves[key] as Values)
  const scale = {
    sent: together('sent'),
    done: together('done'),
    p50: together('p50'),
    p99: together('p99'),
    waiting: together('waiting'),
    workers: together('workers'),
  }
  const drawings = (curves: Curves) =>
    [rates, latencies, waiting, busyWorkers].map(drawing => drawing(curves, scale))
  return html`<h3>Each cluster</h3>
${all.map(
  ([name, curves]) => html`<div class="row"><h4>${name}</h4><div class="cells">
${drawings(curves).map(({ hint: _, ...drawing }) =>
  plotOf({ ...drawing, x, xs: curves.ts, bands, isSmall: true }),
)}</div></div>
`,
)}`
}

function linesOf(...lines: readonly [name: string, values: Values, look: Look][]): Plot['lines'] {
  return lines.map(([name, values, look]) => ({ name, values, look }))
}

function highest(lines: Plot['lines']): number {
  return highestOf(...lines.map(({ values }) => values))
}

function highestOf(...lists: readonly Values[]): number {
  return lists.flat().reduce<number>((most, value) => Math.max(most, value ?? 0), 0)
}

function short(value: number): string {
  return grouped(Number(value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)))
}
