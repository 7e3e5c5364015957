/** What happened second by second: a row for each cluster, and one for all. */

import type { Millis } from '../base/time.js'
import { percentileOf } from '../theory/percentile.js'
import { addTimes } from './answers.js'
import type { ClusterReport, Standing } from './cluster-record.js'
import { addCounts, type Fact } from './tally.js'

/** A second of a cluster, or of all. Latencies of no answers are null. */
export interface SeriesRow {
  readonly sent: number
  readonly done: number
  readonly lost: number
  readonly retried: number
  /** Tasks done by peers. */
  readonly cloud: number
  /** At the end of the second, as are those that follow. */
  readonly inFlight: number
  readonly waiting: number
  readonly busy: number
  readonly workers: number
  /** What its broker tells as its capacity. */
  readonly ready: number
  readonly p50: Millis | null
  readonly p90: Millis | null
  readonly p99: Millis | null
  readonly max: Millis | null
  /** Mean age of the word of a peer, of the second's delegations. */
  readonly ageMs: Millis | null
  /** Share of one core, and bytes; null in virtual time. */
  readonly cpu: number | null
  readonly memory: number | null
}

export interface SeriesSecond {
  /** Its end, in ms since the start of the run. */
  readonly t: Millis
  readonly total: SeriesRow
  readonly clusters: Readonly<Record<string, SeriesRow>>
}

/** What came from one cluster in the second that is not over yet. */
interface Part {
  readonly report: ClusterReport
  readonly standing: Standing
}

export class Series {
  readonly seconds: SeriesSecond[] = []
  readonly #parts = new Map<string, Part>()
  #sinceMs: Millis

  constructor(startMs: Millis) {
    this.#sinceMs = startMs
  }

  /** A cluster may report several times in a second: when it is about to be killed, say. */
  add(name: string, report: ClusterReport, standing: Standing): void {
    // Without a broker nobody works; what was last known of it is not so any more.
    const now = { ...standing, workers: 0, busy: 0, ready: 0, waiting: report.inFlight }
    const before = this.#parts.get(name)?.report
    const all = before ? joined(before, report) : report
    this.#parts.set(name, { report: all, standing: report.broker ? standing : now })
  }

  /** The second is over: all that report have reported. */
  close(t: Millis): void {
    const spanMs = t - this.#sinceMs
    if (spanMs <= 0) return
    const clusters = [...this.#parts].map(([name, part]) => [name, rowOf([part], spanMs)] as const)
    const total = rowOf([...this.#parts.values()], spanMs)
    this.seconds.push({ t, total, clusters: Object.fromEntries(clusters) })
    this.#parts.clear()
    this.#sinceMs = t
  }
}

/** What both say happened, and how it stood at the later. */
function joined(before: ClusterReport, { counts, process, ...rest }: ClusterReport): ClusterReport {
  const cpuMs = (before.process?.cpuMs ?? 0) + (process?.cpuMs ?? 0)
  const use = process ?? before.process
  return { ...rest, counts: addCounts(before.counts, counts), process: use && { ...use, cpuMs } }
}

function rowOf(parts: readonly Part[], spanMs: Millis): SeriesRow {
  const count = (fact: Fact) => sum(parts, ({ report }) => report.counts.facts[fact] ?? 0)
  const latencies = latenciesOf(parts).sort()
  const ages = parts.flatMap(({ report }) => [...report.counts.agesMs])
  const uses = parts.flatMap(({ report }) => report.process ?? [])
  const at = (percentile: number) =>
    latencies.length === 0 ? null : rounded(percentileOf(latencies, percentile))
  return {
    sent: count('sent'),
    done: latencies.length,
    lost: count('lost'),
    retried: count('retried'),
    cloud: sum(parts, ({ report }) => report.counts.answers.by.filter(place => place > 0).length),
    inFlight: sum(parts, ({ report }) => report.inFlight),
    waiting: sum(parts, ({ standing }) => standing.waiting),
    busy: sum(parts, ({ standing }) => standing.busy),
    workers: sum(parts, ({ standing }) => standing.workers),
    ready: sum(parts, ({ standing }) => standing.ready),
    p50: at(50),
    p90: at(90),
    p99: at(99),
    max: at(100),
    ageMs: ages.length === 0 ? null : rounded(ages.reduce((a, b) => a + b) / ages.length),
    cpu: uses.length === 0 ? null : rounded(sum(uses, ({ cpuMs }) => cpuMs) / spanMs),
    memory: uses.length === 0 ? null : sum(uses, ({ memoryBytes }) => memoryBytes),
  }
}

function latenciesOf(parts: readonly Part[]): Float64Array {
  const lists = parts.map(({ report }) => report.counts.answers.latenciesMs)
  // A copy, which can be sorted.
  return lists.reduce<Float64Array>(addTimes, new Float64Array(0)).slice()
}

function sum<T>(list: readonly T[], of: (each: T) => number): number {
  return list.reduce((total, each) => total + of(each), 0)
}

/** To three digits behind the point. */
function rounded(value: number): number {
  return Math.round(1000 * value) / 1000
}
