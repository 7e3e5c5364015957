/** What happened over time: plots with one time axis, and the faults as bands behind them all. */

import { grouped, roundTime, shortTime } from '../../base/format.js'
import { html, type Markup } from '../../base/markup.js'
import type { Millis } from '../../base/time.js'
import type { MetricName } from '../../scenario/metric-names.js'
import type { Report } from '../report.js'
import { type Axis, linearAxis, logTimeAxis, timeAxis } from './axis.js'
import { type Curves, curvesOf, rowsPerPoint, type Values } from './downsample.js'
import { faultLanes, lastMs } from './faults.js'
import { type LimitLine, limitLines, roomFor } from './limit-lines.js'
import { type Band, extremes, type LineStyle, type Plot, plotOf } from './plot.js'

type Drawing = Pick<Plot, 'title' | 'y' | 'lines' | 'textOf' | 'limits'> & {
  readonly hint?: string
}

/** An axis is made longer for a limit, but not so that what it is about is flat. */
const FLATTER_AT_MOST = 3
const DECADE = 10

export function overTime(report: Report): Markup {
  const { series, warmupMs, durationMs, clusters } = report
  if (series.length === 0) return html``
  const endMs = Math.max(warmupMs + durationMs, series.at(-1)?.t ?? 0)
  const x = timeAxis(warmupMs, endMs, 10)
  const total = curvesOf(series, warmupMs, second => second.total)
  const times = JSON.stringify(total.ts.map((t, at) => spanOf(total.ts[at - 1] ?? warmupMs, t)))
  const bands = bandsOf(report, x)
  const draw = (drawing: Drawing) => plotOf({ ...drawing, x, xs: total.ts, bands })
  const size = rowsPerPoint(series)
  const pace = size === 1 ? 'A point a second.' : `A point for every ${size} seconds.`
  return html`<section data-times="${times}"><h2>Over time</h2>
<p class="hint">All clusters. ${pace} Numbers and bands mark the faults; dotted
lines are the limits that thresholds set, where they were judged.</p>
${faultLanes(report.faults ?? [], x, warmupMs, endMs)}
${drawingsOf(total, limitsFor(report, total)).map(draw)}
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

/** What the cursor is at: the second that a point is of, or the seconds. */
function spanOf(fromMs: Millis, untilMs: Millis): string {
  return `${roundTime(fromMs)} – ${roundTime(untilMs)}`
}

type LimitsOf = (
  metric: MetricName,
  scaled?: (limit: number, index: number) => number | null,
) => LimitLine[]

/** The limits to what is drawn of a cluster, or of all. */
function limitsFor({ thresholds, clusters }: Report, curves: Curves, cluster?: string): LimitsOf {
  const isOnly = Object.keys(clusters).length === 1
  return (metric, scaled) => limitLines(thresholds, { metric, cluster, isOnly }, curves, scaled)
}

function drawingsOf(curves: Curves, limitsOf: LimitsOf): Drawing[] {
  const { lost, retried, cpu, memoryMiB, spillOver } = curves
  const troubles = linesOf(['lost', lost, 'bad'], ['sent again', retried, 'plan'])
  const of = (
    title: string,
    lines: Plot['lines'],
    limits: LimitLine[] = [],
    textOf = short,
  ): Drawing[] => {
    const y = linearAxis(roomFor(highest(lines), limits, FLATTER_AT_MOST), textOf)
    return highest(lines) > 0 ? [{ title, lines, textOf, y, limits }] : []
  }
  return [
    rates(curves, curves, limitsOf),
    latencies(curves, curves, limitsOf),
    waiting(curves, curves, limitsOf),
    busyWorkers(curves, curves, limitsOf),
    {
      title: 'Spill-over',
      hint: 'share of the tasks done by peers',
      lines: linesOf(['by peers', spillOver, 'away']),
      textOf: value => `${Math.round(value)} %`,
      y: linearAxis(100, value => `${value} %`),
      limits: limitsOf('task.cloud', share => 100 * share),
    },
    ...of('Lost and sent again a second', troubles),
    ...of('Processor', linesOf(['cores', cpu, 'main']), limitsOf('process.cpu')),
    ...of(
      'Memory',
      linesOf(['resident', memoryMiB, 'main']),
      limitsOf('process.memory', bytes => bytes / 2 ** 20),
      value => `${short(value)} MiB`,
    ),
  ]
}

/** @param scale what has room on the axis. */
function rates(
  { sent, done }: Curves,
  scale: Pick<Curves, 'sent' | 'done'>,
  limitsOf: LimitsOf,
): Drawing {
  const limits = (['task.rate', 'task.done', 'task.sent'] as const).flatMap(of => limitsOf(of))
  const most = highestOf(scale.sent, scale.done)
  return {
    title: 'Tasks a second',
    lines: linesOf(['sent', sent, 'plan'], ['done', done, 'main']),
    textOf: short,
    y: linearAxis(roomFor(most, limits, FLATTER_AT_MOST)),
    limits,
  }
}

function latencies(
  { p50, p90, p99 }: Curves,
  scale: Pick<Curves, 'p50' | 'p99'>,
  limitsOf: LimitsOf,
): Drawing {
  const limits = limitsOf('task.latency')
  const known = [...scale.p50, ...scale.p99].filter(value => value !== null && value > 0)
  const [least, most] = known.length === 0 ? [1, 10] : extremes(known as number[])
  return {
    title: 'Latency',
    hint: 'of the tasks answered in each second, from the intended send',
    lines: linesOf(['p50', p50, 'low'], ['p90', p90, 'middle'], ['p99', p99, 'high']),
    textOf: shortTime,
    y: logTimeAxis(least, roomFor(most, limits, DECADE)),
    limits,
  }
}

function waiting(curves: Curves, scale: Pick<Curves, 'waiting'>, limitsOf: LimitsOf): Drawing {
  const limits = limitsOf('task.waiting')
  const most = Math.max(1, highestOf(scale.waiting))
  return {
    title: 'Waiting tasks',
    hint: 'sent, and no worker has them yet',
    lines: linesOf(['waiting', curves.waiting, 'main']),
    textOf: short,
    y: linearAxis(roomFor(most, limits, FLATTER_AT_MOST)),
    limits,
  }
}

function busyWorkers(
  { busy, workers }: Curves,
  scale: Pick<Curves, 'workers'>,
  limitsOf: LimitsOf,
): Drawing {
  return {
    title: 'Busy workers',
    lines: linesOf(['all workers', workers, 'plan'], ['busy', busy, 'main']),
    textOf: short,
    y: linearAxis(Math.max(1, highestOf(scale.workers))),
    // Of the workers that are there: the line falls where they go.
    limits: limitsOf('worker.busy', (share, at) => {
      const there = workers[at] ?? null
      return there === null ? null : share * there
    }),
  }
}

/** A row of small plots for each cluster, each column with one scale, so that they compare. */
function eachCluster(report: Report, endMs: number): Markup {
  const { series, warmupMs, clusters } = report
  const x = timeAxis(warmupMs, endMs, 4)
  const bands = bandsOf(report, x)
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
  const drawings = (name: string, curves: Curves) =>
    [rates, latencies, waiting, busyWorkers].map(drawing =>
      drawing(curves, scale, limitsFor(report, curves, name)),
    )
  return html`<h3>Each cluster</h3>
${all.map(
  ([name, curves]) => html`<div class="row"><h4>${name}</h4><div class="cells">
${drawings(name, curves).map(({ hint: _, ...drawing }) =>
  plotOf({ ...drawing, x, xs: curves.ts, bands, isSmall: true }),
)}</div></div>
`,
)}`
}

function linesOf(
  ...lines: readonly [name: string, values: Values, look: LineStyle][]
): Plot['lines'] {
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
