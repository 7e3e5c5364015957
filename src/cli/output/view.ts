/** The live view: one row for each cluster, and who works for whom, in the room there is. */

import type { ChalkInstance } from 'chalk'
import type { Millis } from '../../base/time.js'
import type { Progress } from '../../report/progress.js'
import { clusterLines, latency } from './cluster-table.js'
import { counted, cutAt, roundTime, shortTime } from './format.js'
import { LEGEND } from './legend.js'
import type { Statuses } from './output.js'
import { fullCell, peerLines } from './peer-table.js'
import { thresholdLine } from './threshold-text.js'

export interface ViewOptions {
  readonly title: string
  readonly columns: number
  readonly rows: number
  readonly elapsedMs: Millis
  readonly forMs: Millis | undefined
  /** What happened last, newest last. */
  readonly events: readonly string[]
  /** Whether `?` is heard, and was pressed. */
  readonly hasKeys?: boolean
  readonly showsLegend?: boolean
  /** Of a run that has a plan. */
  readonly progress?: Progress | undefined
  readonly chalk: ChalkInstance
}

/** The lines of the view: none longer than `columns`, and no more than `rows`. */
export function view(clusters: Statuses, options: ViewOptions): string[] {
  const { chalk, columns, rows, showsLegend = false } = options
  const cut = cutAt(columns)
  const [head = '', ...standing] = clusterLines(clusters, columns, chalk)
  const progress = progressLines(options).map(([line, colour]) => colour(cut(line)))
  const top = [chalk.bold(cut(titleOf(options))), '', head]
  const least = [...top, ...shortened(standing, rows - top.length - progress.length), ...progress]
  if (showsLegend) return [...least, '', ...LEGEND.map(cut)].slice(0, rows)
  const events = options.events.map(cut).map(line => chalk.yellow(line))
  return fitted(least, peerLines(clusters, columns, chalk), events, rows)
}

/** Fewer clusters where there is no room for all, and how many are not shown. */
function shortened(rows: readonly string[], most: number): readonly string[] {
  if (rows.length <= most) return rows
  const shown = Math.max(0, most - 1)
  return [...rows.slice(0, shown), `… and ${counted(rows.length - shown, 'cluster')} more`]
}

/** So many events have a place before it is shown who works for whom. */
const EVENTS_FIRST = 3

/**
 * Where there is no room for all, what happened last matters more than who works for whom. All
 * other room is for what happened before.
 */
function fitted(
  least: readonly string[],
  peers: readonly string[],
  events: readonly string[],
  rows: number,
): string[] {
  const below = (lines: readonly string[]) => (lines.length > 0 ? ['', ...lines] : [])
  const wanted = below(events.slice(-EVENTS_FIRST)).length
  const hasRoom = least.length + below(peers).length + wanted <= rows
  const above = hasRoom ? [...least, ...below(peers)] : least
  const recent = events.slice(-Math.max(1, rows - above.length - 1))
  return [...above, ...below(recent)].slice(0, rows)
}

/** What the load does, the faults in force with what is left of them, the thresholds so far. */
function progressLines({ progress, chalk }: ViewOptions): [string, ChalkInstance][] {
  if (!progress) return []
  const { loads, faults, thresholds } = progress
  return [
    ['', chalk],
    ...loads.map((words): [string, ChalkInstance] => [`load   ${words}`, chalk.dim]),
    ...faults.map((words): [string, ChalkInstance] => [`fault  ${words}`, chalk.yellow]),
    ...thresholds.map((result): [string, ChalkInstance] => {
      const colour = result.passed ? chalk.green : result.value === null ? chalk.dim : chalk.red
      return [`so far ${thresholdLine(result)}`, colour]
    }),
  ]
}

function titleOf({ title, elapsedMs, forMs, hasKeys }: ViewOptions): string {
  const time = roundTime(1000 * Math.round(elapsedMs / 1000))
  const much = forMs === undefined ? `${time} · Ctrl-C ends it` : `${time} of ${roundTime(forMs)}`
  return `peering ${title} · ${much}${hasKeys ? ' · ? explains' : ''}`
}

/** The same in words, one line for each cluster, for a pipe. */
export function plainLines(clusters: Statuses, elapsedMs: Millis): string[] {
  return Object.entries(clusters).map(([name, status]) => {
    const time = `${Math.round(elapsedMs / 1000)} s`.padStart(5)
    if (status.ended !== undefined) return `${time} ${name} ${status.ended}`
    const { busy, workers, waiting, tasksPerSecond, lost } = status
    const numbers = [
      `busy ${busy}/${workers}`,
      `waiting ${waiting}`,
      `${tasksPerSecond.toFixed(1)} tasks/s`,
      `p50 ${latency(status, 'p50')}`,
      `p99 ${latency(status, 'p99')}`,
      `now ${status.recentP99Ms === null ? '-' : shortTime(status.recentP99Ms)}`,
      `lost ${lost}`,
    ]
    const peers = Object.entries(status.peers).map(([peer, cell]) => `${peer} ${fullCell(cell)}`)
    return `${time} ${name} ${numbers.join(', ')}${peers.map(peer => ` | ${peer}`).join('')}`
  })
}
