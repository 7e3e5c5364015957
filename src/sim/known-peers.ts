/** What brokers know of their peers by what reached them, and whether they delegate by that. */

import type { Millis } from '../base/time.js'
import { type Envelope, textOf } from '../wire/envelope.js'
import type { BrokerEndpoint } from './cloud-net.js'
import type { InvariantChecker } from './invariant-checker.js'

interface AdvertisedState {
  heardAt: Millis
  /** What the peer said that it has free, less what it was sent since. */
  capacity: number
}

export class KnownPeers {
  readonly #verdicts: InvariantChecker
  /** By the name of whoever knows, then of whom. */
  readonly #known = new Map<string, Map<string, AdvertisedState>>()

  constructor(verdicts: InvariantChecker) {
    this.#verdicts = verdicts
  }

  /** A new life of a broker knows nothing. */
  begin(name: string): void {
    this.#known.set(name, new Map())
  }

  heard(by: string, peer: string, message: Envelope, now: Millis): void {
    const capacity = Number(textOf(message[1]))
    this.#known.get(by)?.set(peer, { heardAt: now, capacity })
  }

  lost(by: string, peer: string): void {
    this.#known.get(by)?.delete(peer)
  }

  /** A peer's task has the peer's name for its first address; a task of ours has a client's. */
  judge(from: BrokerEndpoint, message: Envelope, now: Millis): void {
    const what = `${from.name} to ${textOf(message[0])}: ${textOf(message[1])}`
    if (this.#known.has(textOf(message[2]))) {
      this.#verdicts.fail('no task is delegated twice over', now, what)
    }
    const known = this.#known.get(from.name)?.get(textOf(message[0]))
    // The Guide's rule is blind: it sends to peers that never spoke.
    if (!known && from.isBlind) return
    const { capacity = 0, heardAt = Number.NEGATIVE_INFINITY } = known ?? {}
    if (known) known.capacity--
    if (capacity <= 0 && !from.isBlind) {
      this.#verdicts.fail('no capacity is negative', now, what)
    }
    if (from.stateTtlMs === 0) return
    if (now - heardAt > from.stateTtlMs) {
      this.#verdicts.fail('nothing is sent to a forgotten peer', now, what)
    }
  }
}
