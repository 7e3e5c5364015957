/** The table of clusters in the live view: one row for each, in colours that mean load. */

import type { ChalkInstance } from 'chalk'
import type { ClusterStatus } from '../../report/cluster-record.js'
import { grouped, shortTime, table } from './format.js'
import type { Statuses } from './output.js'
import { type Cell, paintedTable } from './painted-table.js'

interface Column {
  readonly head: string
  readonly text: (status: ClusterStatus) => string
  readonly paint?: (status: ClusterStatus, chalk: ChalkInstance) => ChalkInstance | undefined
}

/** From these shares of busy workers on, a cluster is warm, and hot. */
export const WARM = 0.7
export const HOT = 0.95

const COLUMNS: readonly Column[] = [
  { head: 'busy', text: ({ busy, workers }) => `${busy}/${workers}`, paint: loadColour },
  {
    head: 'waiting',
    text: ({ waiting }) => grouped(waiting),
    paint: ({ waiting }, chalk) => (waiting > 0 ? chalk.yellow : undefined),
  },
  { head: 'tasks/s', text: ({ tasksPerSecond }) => tasksPerSecond.toFixed(1) },
  { head: 'p50', text: status => latency(status, 'p50') },
  { head: 'p99', text: status => latency(status, 'p99') },
  {
    head: 'p99 now',
    text: ({ recentP99Ms }) => (recentP99Ms === null ? '-' : shortTime(recentP99Ms)),
  },
  { head: 'done', text: ({ done }) => grouped(done) },
  {
    head: 'lost',
    text: ({ lost }) => grouped(lost),
    paint: ({ lost }, chalk) => (lost > 0 ? chalk.red : undefined),
  },
]

/** Where there is no room for all, these go first. */
const GIVE_WAY = ['p50', 'done', 'tasks/s']

/** Calm, warm or hot. */
function loadColour({ busy, workers }: ClusterStatus, chalk: ChalkInstance): ChalkInstance {
  const share = workers === 0 ? 0 : busy / workers
  if (share >= HOT) return chalk.red
  return share >= WARM ? chalk.yellow : chalk.green
}

/** Of no answers there is none. */
export function latency({ done, latencyMs }: ClusterStatus, percentile: 'p50' | 'p99'): string {
  return done > 0 ? shortTime(latencyMs[percentile]) : '-'
}

/** The head, and a line for each cluster: none longer than `columns`. */
export function clusterLines(clusters: Statuses, columns: number, chalk: ChalkInstance): string[] {
  const shown = columnsFor(clusters, columns)
  const head: Cell[] = ['cluster', ...shown.map(({ head }) => head)].map(text => ({
    text,
    paint: chalk.dim,
  }))
  const names = ['cluster', ...Object.keys(clusters)]
  const width = Math.max(...names.map(name => name.length))
  const rows = Object.entries(clusters).map(([name, status]) => rowOf(name, status, shown, chalk))
  return paintedTable([head, ...rows], columns).map((line, index) => {
    const name = names[index] ?? ''
    const ended = index === 0 ? undefined : clusters[name]?.ended
    // A cluster that does not work has words where others have numbers, which may be longer.
    if (ended === undefined) return line
    const words = `${name.padEnd(width)}  ${ended}`
    return chalk.red(words.length > columns ? `${words.slice(0, columns - 1)}…` : words)
  })
}

function columnsFor(clusters: Statuses, columns: number): readonly Column[] {
  let shown = COLUMNS
  for (const head of GIVE_WAY) {
    const rows = Object.entries(clusters).map(([name, status]) => [
      name,
      ...(status.ended === undefined ? shown.map(({ text }) => text(status)) : []),
    ])
    const lines = table([['cluster', ...shown.map(({ head }) => head)], ...rows])
    if (lines.every(({ length }) => length <= columns)) break
    shown = shown.filter(column => column.head !== head)
  }
  return shown
}

function rowOf(
  name: string,
  status: ClusterStatus,
  shown: readonly Column[],
  chalk: ChalkInstance,
): Cell[] {
  if (status.ended !== undefined) return [{ text: name }]
  const cells = shown.map(({ text, paint }) => ({
    text: text(status),
    paint: paint?.(status, chalk),
  }))
  return [{ text: name }, ...cells]
}
