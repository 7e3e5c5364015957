/** A link from one cluster to another: latency, loss, bandwidth, and the faults that strike it. */

import { type Distribution, draw } from '../base/distribution.js'
import type { Random } from '../base/random.js'
import type { Millis } from '../base/time.js'
import type { LinkSpec } from '../scenario/scenario-plan.js'
import type { Envelope } from '../wire/envelope.js'
import type { Clock, Happening } from './clock.js'

/** The flows that share a link: each keeps its own order, as each has a connection of its own. */
export type Flow = 'tasks' | 'replies' | 'state'

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

export class Link {
  /** Messages that vanished. */
  lost = 0
  readonly #spec: LinkSpec
  readonly #clock: Clock
  readonly #random: Random
  /** When the last message of each flow arrives. */
  readonly #lastAt: Record<Flow, Millis> = { tasks: 0, replies: 0, state: 0 }
  readonly #faults = new Set<LinkFault>()
  #freeAt: Millis = 0
  /** What its faults make of it, all together. */
  #isCut = false
  #loss: number
  #slowness = 1
  #latency: Distribution

  constructor(spec: LinkSpec, clock: Clock, random: Random) {
    this.#spec = spec
    this.#loss = spec.loss
    this.#latency = spec.latency
    this.#clock = clock
    this.#random = random
  }

  get isCut(): boolean {
    return this.#isCut
  }

  /** Lets the message arrive, or vanish. */
  carry(flow: Flow, message: Envelope, arrival: Happening): void {
    if (this.#isCut || this.#vanishes()) {
      this.lost++
      return
    }
    const sentAt = this.#sendingTakes(message)
    const at = sentAt + this.latency()
    this.#lastAt[flow] = Math.max(at, this.#lastAt[flow])
    this.#clock.at(this.#lastAt[flow], arrival)
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

  #vanishes(): boolean {
    return this.#loss > 0 && this.#random() < this.#loss
  }

  /** When the last byte has left. */
  #sendingTakes(message: Envelope): Millis {
    const { bytesPerMs } = this.#spec
    if (bytesPerMs === undefined) return this.#clock.now
    const bytes = message.reduce((sum, frame) => sum + frame.length, 0)
    this.#freeAt = Math.max(this.#clock.now, this.#freeAt) + (this.#slowness * bytes) / bytesPerMs
    return this.#freeAt
  }
}
