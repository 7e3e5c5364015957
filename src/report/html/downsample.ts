/** The series as curves: what plots draw, with no more points than can be seen. */

import type { Millis } from '../../base/time.js'
import type { SeriesRow, SeriesSecond } from '../series.js'

export type Values = readonly (number | null)[]

/** A value for each of `ts`. Rates are per second. */
export interface Curves {
  readonly ts: readonly Millis[]
  readonly sent: Values
  readonly done: Values
  readonly lost: Values
  readonly retried: Values
  /** Of what was done, the share in percent that peers did. */
  readonly spillOver: Values
  readonly p50: Values
  readonly p90: Values
  readonly p99: Values
  readonly busy: Values
  readonly workers: Values
  readonly waiting: Values
  readonly cpu: Values
  readonly memoryMiB: Values
}

/** A point of a curve: rows that follow each other, of that many seconds together. */
interface Bin {
  readonly t: Millis
  readonly rows: readonly SeriesRow[]
  readonly seconds: number
}

const POINTS_MAX = 400

/** How many rows of the series make a point. */
export function rowsPerPoint(series: readonly SeriesSecond[]): number {
  return Math.max(1, Math.ceil(series.length / POINTS_MAX))
}

/** @param rowOf the total, or that of a cluster, which is not there while there is none. */
export function curvesOf(
  series: readonly SeriesSecond[],
  startMs: Millis,
  rowOf: (second: SeriesSecond) => SeriesRow | undefined,
): Curves {
  const bins = binsOf(series, startMs, rowOf)
  const each = (of: (bin: Bin) => number | null) =>
    bins.map(bin => (bin.rows.length === 0 ? null : of(bin)))
  const rate = (key: 'sent' | 'done' | 'lost' | 'retried') =>
    each(({ rows, seconds }) => sum(rows, key) / seconds)
  const mean = (key: 'busy' | 'workers') => each(({ rows }) => sum(rows, key) / rows.length)
  const most = (key: 'p50' | 'p90' | 'p99' | 'waiting' | 'cpu' | 'memory') =>
    each(({ rows }) => mostOf(rows, key))
  return {
    ts: bins.map(({ t }) => t),
    sent: rate('sent'),
    done: rate('done'),
    lost: rate('lost'),
    retried: rate('retried'),
    spillOver: each(({ rows }) => {
      const done = sum(rows, 'done')
      return done === 0 ? null : (100 * sum(rows, 'cloud')) / done
    }),
    p50: most('p50'),
    p90: most('p90'),
    p99: most('p99'),
    busy: mean('busy'),
    workers: mean('workers'),
    waiting: most('waiting'),
    cpu: most('cpu'),
    memoryMiB: most('memory').map(bytes => (bytes === null ? null : bytes / 2 ** 20)),
  }
}

function binsOf(
  series: readonly SeriesSecond[],
  startMs: Millis,
  rowOf: (second: SeriesSecond) => SeriesRow | undefined,
): Bin[] {
  const size = rowsPerPoint(series)
  return Array.from({ length: Math.ceil(series.length / size) }, (_, index) => {
    const part = series.slice(index * size, (index + 1) * size)
    const t = part.at(-1)?.t ?? 0
    const since = series[index * size - 1]?.t ?? startMs
    const rows = part.map(rowOf).filter(row => row !== undefined)
    return { t, rows, seconds: Math.max(t - since, 1) / 1000 }
  })
}

type Key = Exclude<keyof SeriesRow, 'max'>

function sum(rows: readonly SeriesRow[], key: Key): number {
  return rows.reduce((total, row) => total + (row[key] ?? 0), 0)
}

/** The peak must not be lost among its neighbours; null where nothing is known. */
function mostOf(rows: readonly SeriesRow[], key: Key): number | null {
  const known = rows.map(row => row[key]).filter(value => value !== null)
  return known.length === 0 ? null : known.reduce((a, b) => Math.max(a, b))
}
