/** The record of one cluster: its reports added up, and how it stands now. */

import type { Millis } from '../base/time.js'
import type { BrokerState } from '../broker/contract.js'
import { percentileOf } from '../theory/percentile.js'
import type { Counts } from './counts.js'
import { Levels } from './levels.js'
import { MeasuredSpan } from './measured-span.js'
import { Metrics, type Totals } from './metrics.js'

/** What a cluster reports: what happened since its last report, and how it stands. */
export interface ClusterReport {
  readonly counts: Counts
  /** Tasks that have no answer and are not lost. */
  readonly inFlight: number
  /** Those of them whose clients were killed, so that nobody waits for the answer. */
  readonly abandoned?: number
  /** Tasks that should have been sent by now, and that no client was free for. */
  readonly overdue?: number
  /** Undefined when the broker is gone. */
  readonly broker: BrokerState | undefined
  /** What its process used, and holds; only of a process of its own. */
  readonly process?: ProcessUse | undefined
}

/** Between two readings, by the clock of the driver. */
interface ProcessUse {
  readonly fromMs: Millis
  readonly untilMs: Millis
  /** Of all its threads, in ms. */
  readonly cpuMs: Millis
  readonly memoryBytes: number
}

/** How a cluster stands, and what it did: one row of the live view, one member of `status`. */
export interface ClusterStatus extends Totals, ClusterGauges {}

/** How a cluster stands. */
export interface ClusterGauges {
  readonly workers: number
  /** Workers that have a task, of its own clients or of a peer's. */
  readonly busy: number
  /** What its broker tells its peers as its capacity. */
  readonly ready: number
  /** Idle workers that get no task: they have never answered, and too many of those missed. */
  readonly withheld?: number
  /** Own tasks that no worker has yet, here or elsewhere. */
  readonly waiting: number
  /** Answers to its clients, between the last two looks; and the p99 of their latencies. */
  readonly tasksPerSecond: number
  readonly recentP99Ms: Millis | null
  /** Its peers by name, as its broker sees them. */
  readonly peers: Readonly<Record<string, PeerStatus>>
  /** Why it does not work, if it does not: it ended, or is paused, or joins later. */
  readonly ended?: string
}

/** A peer, as a broker sees it. */
export interface PeerStatus {
  /** Free workers, as it last told, less the tasks sent to it since. */
  readonly capacity: number
  /** Since the peer last spoke; null if it is not heard of, or forgotten. */
  readonly ageMs: Millis | null
  /** Tasks that are with the peer now. */
  readonly outstanding: number
  /** There while the peer gets one task at a time at most, because it missed too many. */
  readonly suspended?: true
  /** Tasks sent to the peer, and done for it, since the start. */
  readonly delegated: number
  readonly served: number
}

/** Adds up the reports of one cluster. */
export class ClusterRecord {
  readonly name: string
  readonly workers: number
  readonly metrics = new Metrics()
  readonly levels: Levels
  /** Why it does not work, if it does not: `was killed`, `is paused`, `joins later`. */
  ended: string | undefined
  /** Until when all that happened was told. */
  reportedAt: Millis
  readonly #span: MeasuredSpan
  /** Tasks that should have been sent by now, or the end, and that no client was free for. */
  overdue = 0
  #broker: BrokerState | undefined
  #inFlight = 0
  #abandoned = 0
  /** By the facts that were told, whether measured or not. */
  #unanswered = 0
  #tasksPerSecond = 0
  /** Of the last report. */
  #latenciesMs: Float64Array = new Float64Array(0)

  /** @param span what of it is measured: all from now on, unless it is said here. */
  constructor(name: string, workers: number, now: Millis, span = new MeasuredSpan(now)) {
    this.name = name
    this.workers = workers
    this.levels = new Levels(span)
    this.#span = span
    this.reportedAt = now
  }

  add(report: ClusterReport, now: Millis): void {
    const { times, answers } = report.counts
    this.metrics.add(report.counts, this.#span)
    this.levels.add(report)
    this.#inFlight = report.inFlight
    this.#abandoned = report.abandoned ?? 0
    // While a run drains, clients catch up.
    if (now <= this.#span.untilMs) this.overdue = report.overdue ?? 0
    this.#broker = report.broker ?? this.#broker
    this.#latenciesMs = answers.latenciesMs
    const answered = answers.by.length
    this.#unanswered += (times.sent?.length ?? 0) - answered - (times.lost?.length ?? 0)
    const spanMs = now - this.reportedAt
    if (spanMs > 0) this.#tasksPerSecond = Math.round((10_000 * answered) / spanMs) / 10
    this.reportedAt = now
  }

  /** Its process ended: nothing more happens to it. */
  end(now: Millis): void {
    this.levels.end(now)
  }

  /** Brings what is integrated over time up to then. */
  integrateTo(t: Millis): void {
    this.metrics.busyMs = this.levels.integral('busy', t)
    this.metrics.workersMs = this.levels.integral('workers', t)
  }

  /**
   * What is wrong if a task that its clients sent is neither answered nor lost, nor one that they
   * still wait for, as they say themselves.
   */
  get imbalance(): string | undefined {
    if (this.#unanswered === this.#inFlight) return undefined
    return `${this.#unanswered} tasks have no answer, and clients wait for ${this.#inFlight}`
  }

  status(): ClusterStatus {
    this.integrateTo(this.reportedAt)
    return { ...this.metrics.totals(this.#span.lengthAt(this.reportedAt)), ...this.standing() }
  }

  /** How it stands now, without all that it has done. */
  standing(): ClusterGauges {
    const { busyLocal = 0, busyCloud = 0, ready = 0, withheld, peers = [] } = this.#broker ?? {}
    const elsewhere = peers.reduce((sum, peer) => sum + peer.outstanding, 0)
    const { delegatedTo, servedFor } = this.metrics
    const latencies = this.#latenciesMs.slice().sort()
    return {
      workers: this.workers,
      busy: busyLocal + busyCloud,
      ready,
      ...(withheld ? { withheld } : {}),
      // The broker and the clients are asked one after the other, so that this may be off by a few.
      waiting: Math.max(0, this.#inFlight - this.#abandoned - busyLocal - elsewhere),
      tasksPerSecond: this.#tasksPerSecond,
      recentP99Ms: latencies.length === 0 ? null : percentileOf(latencies, 99),
      peers: Object.fromEntries(
        peers.map(({ name, capacity, isLive, isSuspended, ageMs, outstanding }) => {
          const [delegated, served] = [delegatedTo[name] ?? 0, servedFor[name] ?? 0]
          const age = isLive ? Math.round(ageMs) : null
          const suspended = isSuspended ? { suspended: true as const } : {}
          return [name, { capacity, ageMs: age, outstanding, delegated, served, ...suspended }]
        }),
      ),
      ...(this.ended === undefined ? {} : { ended: this.ended }),
    }
  }
}
