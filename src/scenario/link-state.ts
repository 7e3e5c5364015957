/** What a link does to what it carries now: what its spec says, and the faults that strike it. */

import { type Distribution, draw } from '../base/distribution.js'
import type { Random } from '../base/random.js'
import type { Millis } from '../base/time.js'
import type { LinkSpec } from './scenario-plan.js'

/** What a fault does to a link, as long as it lasts. */
export interface LinkFault {
  /** Nothing passes. */
  readonly isCut?: boolean
  /** The least share of messages that is lost. */
  readonly loss?: number
  /** All takes so many times as long as it should. */
  readonly factor?: number
  /** Another latency than its own. */
  readonly latency?: Distribution
}

/** One direction between two brokers, for both drivers. */
export class LinkState {
  readonly #spec: LinkSpec
  readonly #random: Random
  readonly #faults = new Set<LinkFault>()
  /** When the last byte that it was given has left. */
  #freeAt: Millis = 0
  /** What its faults make of it, all together. */
  #isCut = false
  #loss: number
  #slowness = 1
  #latency: Distribution

  constructor(spec: LinkSpec, random: Random) {
    this.#spec = spec
    this.#random = random
    this.#loss = spec.loss
    this.#latency = spec.latency
  }

  get isCut(): boolean {
    return this.#isCut
  }

  /** Whether the next message is lost. */
  vanishes(): boolean {
    return this.#loss > 0 && this.#random() < this.#loss
  }

  /** When that many bytes arrive that are handed over now; what is before them leaves first. */
  arrival(now: Millis, bytes: number): Millis {
    return this.#sendingTakes(now, bytes) + this.latency()
  }

  /** How long a message of no size would take now. */
  latency(): Millis {
    return this.#slowness * draw(this.#latency, this.#random)
  }

  /** A fault begins; of two latencies, the one that came last counts. */
  strike(fault: LinkFault): void {
    this.#faults.add(fault)
    this.#sumUp()
  }

  /** That fault is over. */
  mend(fault: LinkFault): void {
    this.#faults.delete(fault)
    this.#sumUp()
  }

  /** As if it had never had a fault. */
  mendAll(): void {
    this.#faults.clear()
    this.#sumUp()
  }

  #sumUp(): void {
    this.#isCut = false
    this.#loss = this.#spec.loss
    this.#slowness = 1
    this.#latency = this.#spec.latency
    for (const { isCut = false, loss = 0, factor = 1, latency = this.#latency } of this.#faults) {
      this.#isCut ||= isCut
      this.#loss = Math.max(this.#loss, loss)
      this.#slowness *= factor
      this.#latency = latency
    }
  }

  #sendingTakes(now: Millis, bytes: number): Millis {
    const { bytesPerMs } = this.#spec
    if (bytesPerMs === undefined) return now
    this.#freeAt = Math.max(now, this.#freeAt) + (this.#slowness * bytes) / bytesPerMs
    return this.#freeAt
  }
}
