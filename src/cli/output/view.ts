/** The live view: one row for each cluster, and who works for whom, in the room there is. */

import type { ChalkInstance } from 'chalk'
import type { Millis } from '../../base/time.js'
import type { ClusterStatus, PeerStatus } from '../../report/cluster-record.js'
import type { Progress } from '../../report/progress.js'
import { counted, cutAt, grouped, roundTime, shortTime, table } from './format.js'
import type { Statuses } from './output.js'
import { thresholdLine } from './threshold-text.js'

export interface ViewOptions {
  readonly title: string
  readonly columns: number
  readonly rows: number
  readonly elapsedMs: Millis
  readonly forMs: Millis | undefined
  /** What happened last, newest last. */
  readonly events: readonly string[]
  /** Of a run that has a plan. */
  readonly progress?: Progress | undefined
  readonly chalk: ChalkInstance
}

/** The lines of the view: none longer than `columns`, and no more than `rows`. */
export function view(clusters: Statuses, options: ViewOptions): string[] {
  const { chalk, columns } = options
  const cut = cutAt(columns)
  const [head = '', ...rows] = clusterLines(clusters).map(cut)
  const names = Object.keys(clusters)
  const standing = rows.map((row, index) => coloured(row, clusters[names[index] ?? ''], chalk))
  const progress = progressLines(options).map(([line, colour]) => colour(cut(line)))
  const peers = peerLines(clusters, columns).map((line, index) =>
    index === 0 ? chalk.dim(line) : line,
  )
  const events = options.events.map(cut).map(line => chalk.yellow(line))
  const top = [chalk.bold(cut(titleOf(options))), '', chalk.dim(head)]
  const least = [...top, ...shortened(standing, options.rows - top.length - progress.length)]
  return fitted([...least, ...progress], peers, events, options.rows)
}

/** Fewer clusters where there is no room for all, and how many are not shown. */
function shortened(rows: readonly string[], most: number): readonly string[] {
  if (rows.length <= most) return rows
  const shown = Math.max(0, most - 1)
  return [...rows.slice(0, shown), `… and ${counted(rows.length - shown, 'cluster')} more`]
}

/** Where there is no room for all, what happened last matters more than who works for whom. */
function fitted(
  least: readonly string[],
  peers: readonly string[],
  events: readonly string[],
  rows: number,
): string[] {
  const below = (lines: readonly string[]) => (lines.length > 0 ? ['', ...lines] : [])
  const recent = events.slice(-Math.max(1, rows - least.length - 1))
  const all = [...least, ...below(peers), ...below(recent)]
  return (all.length <= rows ? all : [...least, ...below(recent)]).slice(0, rows)
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

function titleOf({ title, elapsedMs, forMs }: ViewOptions): string {
  const time = roundTime(1000 * Math.round(elapsedMs / 1000))
  return forMs === undefined
    ? `peering ${title} · ${time} · Ctrl-C ends it`
    : `peering ${title} · ${time} of ${roundTime(forMs)}`
}

const HEAD = ['cluster', 'busy', 'waiting', 'tasks/s', 'p50', 'p99', 'done', 'lost']

/** A cluster that does not work has words where others have numbers, which may be longer. */
function clusterLines(clusters: Statuses): string[] {
  const rows = Object.entries(clusters)
  const lines = table([HEAD, ...rows.map(([name, status]) => clusterRow(name, status))])
  const width = Math.max(...[HEAD, ...rows].map(([first = '']) => first.length))
  return lines.map((line, index) => {
    const ended = rows[index - 1]?.[1].ended
    return ended === undefined ? line : `${line.padEnd(width)}  ${ended}`
  })
}

function clusterRow(name: string, status: ClusterStatus): string[] {
  if (status.ended !== undefined) return [name]
  return [
    name,
    `${status.busy}/${status.workers}`,
    grouped(status.waiting),
    status.tasksPerSecond.toFixed(1),
    latency(status, 'p50'),
    latency(status, 'p99'),
    grouped(status.done),
    grouped(status.lost),
  ]
}

/** Of no answers there is none. */
function latency({ done, latencyMs }: ClusterStatus, percentile: 'p50' | 'p99'): string {
  return done > 0 ? shortTime(latencyMs[percentile]) : '-'
}

function coloured(row: string, status: ClusterStatus | undefined, chalk: ChalkInstance): string {
  if (!status || status.ended !== undefined || status.lost > 0) return chalk.red(row)
  return status.busy < status.workers ? chalk.green(row) : row
}

/** A cell for each pair where there is room; else their sums. */
function peerLines(clusters: Statuses, columns: number): string[] {
  const alive = Object.entries(clusters).filter(([, status]) => status.ended === undefined)
  const known = new Set(alive.flatMap(([, status]) => Object.keys(status.peers)))
  // In the order of the rows; a cluster alone has only peers that are no rows.
  const peers = [...new Set([...Object.keys(clusters), ...[...known].sort()])].filter(name =>
    known.has(name),
  )
  if (peers.length === 0) return []
  for (const cell of [fullCell, shortCell]) {
    const rows = alive.map(([name, status]) => [
      name,
      ...peers.map(peer => cell(status.peers[peer])),
    ])
    const lines = table([[cell === fullCell ? '→to ←for' : '→to ←for @s', ...peers], ...rows])
    if (lines.every(line => line.length <= columns)) return lines
  }
  return table([
    ['cluster', 'to peers', 'for peers', 'peers free', 'peers silent'],
    ...alive.map(([name, status]) => [name, ...sums(Object.values(status.peers))]),
  ])
}

/** Delegated to it, served for it, its capacity and how old that word is. */
function fullCell(peer: PeerStatus | undefined): string {
  if (!peer) return '·'
  const { delegated, served, capacity, ageMs } = peer
  const heard = ageMs === null ? 'silent' : `${capacity} free ${(ageMs / 1000).toFixed(1)}s`
  return `→${grouped(delegated)} ←${grouped(served)} ${heard}`
}

/** The same where it is narrow: `→12 ←3 4@0.2`. */
function shortCell(peer: PeerStatus | undefined): string {
  if (!peer) return '·'
  const { delegated, served, capacity, ageMs } = peer
  const heard = ageMs === null ? '?' : `${capacity}@${(ageMs / 1000).toFixed(1)}`
  return `→${delegated} ←${served} ${heard}`
}

function sums(peers: readonly PeerStatus[]): string[] {
  const sum = (numberOf: (peer: PeerStatus) => number) =>
    grouped(peers.reduce((total, peer) => total + numberOf(peer), 0))
  return [
    `→${sum(peer => peer.delegated)}`,
    `←${sum(peer => peer.served)}`,
    sum(peer => peer.capacity),
    sum(peer => (peer.ageMs === null ? 1 : 0)),
  ]
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
      `lost ${lost}`,
    ]
    const peers = Object.entries(status.peers).map(([peer, cell]) => `${peer} ${fullCell(cell)}`)
    return `${time} ${name} ${numbers.join(', ')}${peers.map(peer => ` | ${peer}`).join('')}`
  })
}
