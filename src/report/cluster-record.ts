/** The record of one cluster: its reports added up, and how it stands now. */

import type { Millis } from '../base/time.js'
import type { BrokerState } from '../broker/contract.js'
import { Metrics, type Totals } from './metrics.js'
import type { Counts } from './tally.js'

/** What a cluster reports: what happened since its last report, and how it stands. */
export interface ClusterReport {
  readonly counts: Counts
  /** Tasks whose clients wait for an answer. */
  readonly inFlight: number
  /** Undefined when the broker is gone. */
  readonly broker: BrokerState | undefined
}

/** How a cluster stands: one row of the live view, one member of `{"type":"status"}`. */
export interface ClusterStatus extends Totals {
  readonly workers: number
  readonly busy: number
  /** Own tasks that no worker has yet, here or elsewhere. */
  readonly waiting: number
  readonly tasksPerSecond: number
  readonly peers: Readonly<Record<string, PeerStatus>>
  /** How it ended, if it did. */
  readonly ended?: string
}

export interface PeerStatus {
  readonly capacity: number
  /** Since the peer last spoke; null if it is not heard of, or forgotten. */
  readonly ageMs: Millis | null
  /** Tasks that are with the peer now. */
  readonly outstanding: number
  readonly delegated: number
  readonly served: number
}

export class ClusterRecord {
  readonly name: string
  readonly workers: number
  readonly metrics = new Metrics()
  /** How it ended, if it ended by itself. */
  ended: string | undefined
  #broker: BrokerState | undefined
  #tasksPerSecond = 0
  #reportedAt: Millis

  constructor(name: string, workers: number, now: Millis) {
    this.name = name
    this.workers = workers
    this.#reportedAt = now
  }

  add(report: ClusterReport, now: Millis): void {
    this.metrics.add(report.counts)
    this.metrics.inFlight = report.inFlight
    this.#broker = report.broker ?? this.#broker
    const spanMs = now - this.#reportedAt
    const answered = report.counts.latenciesMs.length
    if (spanMs > 0) this.#tasksPerSecond = Math.round((10_000 * answered) / spanMs) / 10
    this.#reportedAt = now
  }

  status(): ClusterStatus {
    const totals = this.metrics.totals()
    const { busyLocal = 0, busyCloud = 0, peers = [] } = this.#broker ?? {}
    const elsewhere = peers.reduce((sum, peer) => sum + peer.outstanding, 0)
    return {
      ...totals,
      workers: this.workers,
      busy: busyLocal + busyCloud,
      // The broker and the clients are asked one after the other, so that this may be off by a few.
      waiting: Math.max(0, totals.inFlight - busyLocal - elsewhere),
      tasksPerSecond: this.#tasksPerSecond,
      peers: Object.fromEntries(peers.map(peer => [peer.name, this.#peerStatus(peer)])),
      ...(this.ended === undefined ? {} : { ended: this.ended }),
    }
  }

  #peerStatus(peer: BrokerState['peers'][number]): PeerStatus {
    return {
      capacity: peer.capacity,
      ageMs: peer.isLive ? Math.round(peer.ageMs) : null,
      outstanding: peer.outstanding,
      delegated: this.metrics.delegatedTo[peer.name] ?? 0,
      served: this.metrics.servedFor[peer.name] ?? 0,
    }
  }
}
