/** A link from one cluster to another: latency, loss, bandwidth, and the faults that strike it. */

import { type Distribution, draw } from '../base/distribution.js'
import type { Random } from '../base/random.js'
import type { Millis } from '../base/time.js'
import type { LinkSpec } from '../scenario/scenario-plan.js'
import type { Envelope } from '../wire/envelope.js'
import type { Clock, Happening } from './clock.js'

/** The flows that share a link: each keeps its own order, as each has a connection of its own. */
export type Flow = 'tasks' | 'replies' | 'state'

export class Link {
  /** Messages that vanished. */
  lost = 0
  readonly #spec: LinkSpec
  readonly #clock: Clock
  readonly #random: Random
  /** When the last message of each flow arrives. */
  readonly #lastAt: Record<Flow, Millis> = { tasks: 0, replies: 0, state: 0 }
  #freeAt: Millis = 0
  #slowness = 1
  #latency: Distribution
  /** Loss on top of its own, by a fault. */
  extraLoss = 0
  /** How many partitions cut it. */
  cuts = 0

  constructor(spec: LinkSpec, clock: Clock, random: Random) {
    this.#spec = spec
    this.#latency = spec.latency
    this.#clock = clock
    this.#random = random
  }

  /** Lets the message arrive, or vanish. */
  carry(flow: Flow, message: Envelope, arrival: Happening): void {
    if (this.cuts > 0 || this.#vanishes()) {
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

  /** Takes `factor` times as long as it should, or has another latency altogether. */
  slowDown(change: { readonly factor: number } | { readonly latency: Distribution }): void {
    this.#slowness = 'factor' in change ? change.factor : 1
    this.#latency = 'latency' in change ? change.latency : this.#spec.latency
  }

  /** As if it had never had a fault. */
  mend(): void {
    this.cuts = 0
    this.extraLoss = 0
    this.slowDown({ factor: 1 })
  }

  #vanishes(): boolean {
    const loss = Math.max(this.#spec.loss, this.extraLoss)
    return loss > 0 && this.#random() < loss
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
