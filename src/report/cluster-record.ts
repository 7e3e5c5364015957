/** The record of one cluster: its reports added up, and how it stands now. */

import type { Millis } from '../base/time.js'
import type { BrokerState } from '../broker/contract.js'
import { Metrics, type Totals } from './metrics.js'
import type { Counts } from './tally.js'

/** What a cluster reports: what happened since its last report, and how it stands. */
export interface ClusterReport {
  readonly counts: Counts
  /** Tasks that have no answer and are not lost. */
  readonly inFlight: number
  /** Those of them whose clients were killed, so that nobody waits for the answer. */
  readonly abandoned?: number
  /** Undefined when the broker is gone. */
  readonly broker: BrokerState | undefined
  /** What its process used since the last report, and holds; only of a process of its own. */
  readonly process?: ProcessUse | undefined
}

interface ProcessUse {
  /** Of all its threads, in ms. */
  readonly cpuMs: Millis
  readonly memoryBytes: number
}

/** How a cluster stands, and what it did: one row of the live view, one member of `status`. */
export interface ClusterStatus extends Totals, Standing {}

/** How a cluster stands. */
export interface Standing {
  readonly workers: number
  /** Workers that have a task, of its own clients or of a peer's. */
  readonly busy: number
  /** What its broker tells its peers as its capacity. */
  readonly ready: number
  /** Own tasks that no worker has yet, here or elsewhere. */
  readonly waiting: number
  /** Answers to its clients, between the last two looks. */
  readonly tasksPerSecond: number
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
  /** Tasks sent to the peer, and done for it, since the start. */
  readonly delegated: number
  readonly served: number
}

/** Adds up the reports of one cluster. */
export class ClusterRecord {
  readonly name: string
  readonly workers: number
  readonly metrics = new Metrics()
  /** Why it does not work, if it does not: `was killed`, `is paused`, `joins later`. */
  ended: string | undefined
  #broker: BrokerState | undefined
  #abandoned = 0
  #tasksPerSecond = 0
  #reportedAt: Millis

  constructor(name: string, workers: number, now: Millis) {
    this.name = name
    this.workers = workers
    this.#reportedAt = now
  }

  /** @returns how long it is since the last report. */
  add(report: ClusterReport, now: Millis): Millis {
    this.metrics.add(report.counts)
    this.metrics.inFlight = report.inFlight
    this.#abandoned = report.abandoned ?? 0
    this.#broker = report.broker ?? this.#broker
    const spanMs = now - this.#reportedAt
    const answered = report.counts.answers.by.length
    if (spanMs > 0) this.#tasksPerSecond = Math.round((10_000 * answered) / spanMs) / 10
    this.#reportedAt = now
    return spanMs
  }

  status(): ClusterStatus {
    return { ...this.metrics.totals(), ...this.standing() }
  }

  /** How it stands now, without all that it has done. */
  standing(): Standing {
    const { busyLocal = 0, busyCloud = 0, ready = 0, peers = [] } = this.#broker ?? {}
    const elsewhere = peers.reduce((sum, peer) => sum + peer.outstanding, 0)
    return {
      workers: this.workers,
      busy: busyLocal + busyCloud,
      ready,
      // The broker and the clients are asked one after the other, so that this may be off by a few.
      waiting: Math.max(0, this.metrics.inFlight - this.#abandoned - busyLocal - elsewhere),
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
