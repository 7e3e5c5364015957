/** What happened second by second: a row for each cluster, and one for all. */

import type { Millis } from '../base/time.js'
import { percentileOf } from '../theory/percentile.js'
import type { ClusterRecord } from './cluster-record.js'
import { type Counts, inFlightChange, type TimedFact } from './counts.js'
import type { LevelName } from './levels.js'
import type { MeasuredSpan } from './measured-span.js'
import { Seconds } from './seconds.js'
import { Steps } from './steps.js'

/** A second of a cluster, or of all. Latencies of no answers are null. */
export interface SeriesRow {
  readonly sent: number
  readonly done: number
  readonly lost: number
  readonly retried: number
  /** Tasks done by peers. */
  readonly cloud: number
  /** At the end of the second. */
  readonly inFlight: number
  /** Means over the second: tasks that no worker has yet, workers at work, there, and free. */
  readonly waiting: number
  readonly busy: number
  readonly workers: number
  readonly ready: number
  readonly p50: Millis | null
  readonly p90: Millis | null
  readonly p99: Millis | null
  readonly max: Millis | null
  /** Mean age of the word of a peer, of the second's delegations. */
  readonly ageMs: Millis | null
  /** Means over what was read in the second: cores in use, and bytes; null in virtual time. */
  readonly cpu: number | null
  readonly memory: number | null
}

/** A second of a run. */
export interface SeriesSecond {
  /** Its end, in ms since the start of the run. */
  readonly t: Millis
  readonly total: SeriesRow
  readonly clusters: Readonly<Record<string, SeriesRow>>
}

/** What happened in one second of a cluster. */
interface Events {
  sent: number
  lost: number
  retried: number
  cloud: number
  readonly latenciesMs: Millis[]
  readonly agesMs: Millis[]
}

const LEVELS = ['busy', 'workers', 'cpu', 'memory', 'read'] as const satisfies LevelName[]
type Integrals = Record<(typeof LEVELS)[number] | 'waiting', number>

export class Series {
  readonly seconds: SeriesSecond[] = []
  readonly #span: MeasuredSpan
  readonly #cuts: Seconds
  readonly #parts: ReadonlyMap<string, Part>

  constructor(span: MeasuredSpan, clusters: readonly ClusterRecord[]) {
    this.#span = span
    this.#cuts = new Seconds(span.fromMs, 0)
    this.#parts = new Map(clusters.map(record => [record.name, new Part(record, this.#cuts, span)]))
  }

  /** Counts may come late: what is of a second that is over counts in the next one. */
  add(name: string, counts: Counts): void {
    this.#parts.get(name)?.add(counts)
  }

  /** All that happened before `t` was told: the seconds until then are over. */
  settle(t: Millis): void {
    for (;;) {
      const untilMs = this.#cuts.startOf(this.seconds.length + 1)
      if (untilMs > t) return
      this.#close(untilMs)
    }
  }

  /** The run is over: what is left of it is a row of its own. */
  finish(t: Millis): void {
    const endMs = Math.min(t, this.#span.untilMs)
    this.settle(endMs)
    if (this.#cuts.startOf(this.seconds.length) < endMs) this.#close(endMs)
  }

  #close(t: Millis): void {
    const spanMs = t - this.#cuts.startOf(this.seconds.length)
    const seconds = [...this.#parts].map(([name, part]) => [name, part.take(t)] as const)
    const clusters = seconds.map(([name, second]) => [name, rowOf([second], spanMs)] as const)
    const total = rowOf(
      seconds.map(([, second]) => second),
      spanMs,
    )
    this.seconds.push({ t, total, clusters: Object.fromEntries(clusters) })
  }
}

/** A second of a cluster that is over. */
interface Second {
  readonly events: Events
  readonly integrals: Integrals
  readonly inFlight: number
}

/** The seconds of one cluster that are not over yet. */
class Part {
  readonly #seconds: Seconds
  readonly #span: MeasuredSpan
  readonly #levels: Readonly<Record<(typeof LEVELS)[number] | 'waiting', Steps>>
  readonly #open: (Events | undefined)[] = []
  #taken = 0
  #inFlight = 0

  constructor({ levels }: ClusterRecord, seconds: Seconds, span: MeasuredSpan) {
    this.#seconds = seconds
    this.#span = span
    const follow = (level: LevelName) => {
      const steps = new Steps(seconds)
      levels.follow(level, steps)
      return steps
    }
    const waiting = follow('awaited')
    levels.follow('placed', waiting, -1)
    this.#levels = {
      busy: follow('busy'),
      workers: follow('workers'),
      cpu: follow('cpu'),
      memory: follow('memory'),
      read: follow('read'),
      waiting,
    }
  }

  add(counts: Counts): void {
    const { times, answers, ages } = counts
    const each = (fact: TimedFact, count: (events: Events) => void) => {
      for (const t of times[fact] ?? []) this.#at(t, count)
    }
    each('sent', events => events.sent++)
    each('lost', events => events.lost++)
    each('retried', events => events.retried++)
    for (const [index, t] of answers.atMs.entries()) {
      this.#at(t, events => {
        events.latenciesMs.push(answers.latenciesMs[index] as number)
        if ((answers.by[index] ?? 0) > 0) events.cloud++
      })
    }
    for (const [index, t] of ages.atMs.entries()) {
      this.#at(t, events => events.agesMs.push(ages.values[index] as number))
    }
    // What was in flight when the warm-up ended still is.
    this.#inFlight += inFlightChange(counts, this.#span.fromMs)
  }

  take(untilMs: Millis): Second {
    const events = this.#open.shift() ?? noEvents()
    this.#taken++
    this.#inFlight += events.sent - events.lost - events.latenciesMs.length
    const take = (steps: Steps) => steps.take(untilMs)
    const { busy, workers, waiting, cpu, memory, read } = this.#levels
    const integrals = {
      busy: take(busy),
      workers: take(workers),
      waiting: Math.max(0, take(waiting)),
      cpu: take(cpu),
      memory: take(memory),
      read: take(read),
    }
    return { events, integrals, inFlight: this.#inFlight }
  }

  #at(t: Millis, count: (events: Events) => void): void {
    if (!this.#span.has(t)) return
    const index = Math.max(0, this.#seconds.indexOf(t) - this.#taken)
    const events = this.#open[index] ?? noEvents()
    this.#open[index] = events
    count(events)
  }
}

function noEvents(): Events {
  return { sent: 0, lost: 0, retried: 0, cloud: 0, latenciesMs: [], agesMs: [] }
}

function rowOf(seconds: readonly Second[], spanMs: Millis): SeriesRow {
  const count = (key: 'sent' | 'lost' | 'retried' | 'cloud') =>
    sum(seconds, ({ events }) => events[key])
  const integral = (key: keyof Integrals) => sum(seconds, ({ integrals }) => integrals[key])
  const latencies = Float64Array.from(seconds.flatMap(({ events }) => events.latenciesMs)).sort()
  const ages = seconds.flatMap(({ events }) => events.agesMs)
  const at = (percentile: number) =>
    latencies.length === 0 ? null : rounded(percentileOf(latencies, percentile))
  // Each process is read at moments of its own: the means of all are added up.
  const read = seconds.filter(({ integrals }) => integrals.read > 0)
  const mean = (key: 'cpu' | 'memory') =>
    read.length === 0 ? null : sum(read, ({ integrals }) => integrals[key] / integrals.read)
  const [cpu, memory] = [mean('cpu'), mean('memory')]
  const [busy, workers] = [integral('busy') / spanMs, integral('workers') / spanMs]
  return {
    sent: count('sent'),
    done: latencies.length,
    lost: count('lost'),
    retried: count('retried'),
    cloud: count('cloud'),
    inFlight: sum(seconds, ({ inFlight }) => inFlight),
    waiting: rounded(integral('waiting') / spanMs),
    busy: rounded(busy),
    workers: rounded(workers),
    ready: rounded(Math.max(0, workers - busy)),
    p50: at(50),
    p90: at(90),
    p99: at(99),
    max: at(100),
    ageMs: ages.length === 0 ? null : rounded(sum(ages, ms => ms) / ages.length),
    cpu: cpu === null ? null : rounded(cpu),
    memory: memory === null ? null : Math.round(memory),
  }
}

function sum<T>(list: readonly T[], of: (each: T) => number): number {
  return list.reduce((total, each) => total + of(each), 0)
}

/** To three digits behind the point. */
function rounded(value: number): number {
  return Math.round(1000 * value) / 1000
}
