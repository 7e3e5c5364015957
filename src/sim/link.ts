/** A link from one cluster to another in virtual time: when messages arrive, and which do not. */

import type { Random } from '../base/random.js'
import type { Millis } from '../base/time.js'
import { LinkState } from '../scenario/link-state.js'
import type { LinkSpec } from '../scenario/scenario-plan.js'
import { bytesOf, type Envelope } from '../wire/envelope.js'
import type { Clock, SimEvent } from './clock.js'

/** The flows that share a link: each keeps its own order, as each has a connection of its own. */
export type Flow = 'tasks' | 'replies' | 'state'

export class Link extends LinkState {
  readonly #onLost: () => void
  readonly #isBounded: boolean
  readonly #clock: Clock
  /** When the last message of each flow arrives. */
  readonly #lastAt: Record<Flow, Millis> = { tasks: 0, replies: 0, state: 0 }

  /** @param onLost called for each message that vanishes. */
  constructor(spec: LinkSpec, clock: Clock, random: Random, onLost = () => {}) {
    super(spec, random)
    this.#onLost = onLost
    this.#isBounded = spec.bytesPerMs !== undefined
    this.#clock = clock
  }

  /** Lets the message arrive, or vanish. */
  carry(flow: Flow, message: Envelope, arrival: SimEvent): void {
    if (this.isCut || this.vanishes()) {
      this.#onLost()
      return
    }
    const at = this.arrival(this.#clock.now, this.#isBounded ? bytesOf(message) : 0)
    this.#lastAt[flow] = Math.max(at, this.#lastAt[flow])
    this.#clock.at(this.#lastAt[flow], arrival)
  }
}
