/** When a broker has to publish its capacity (rule 6), as an observer of its messages knows it. */

import type { Millis } from '../base/time.js'
import type { BrokerOptions } from '../broker/contract.js'

/** Sums of times are not exact. */
const EDGE_MS: Millis = 1e-6

export class ObservedState {
  readonly #options: BrokerOptions
  #published = 0
  #hasPublished = false
  #publishedAt: Millis
  /** Whether a peer has taken one off, or a new subscriber knows nothing yet. */
  #isWanted = false
  #dueAt: Millis
  #resumedAt: Millis = 0

  constructor(options: BrokerOptions, now: Millis) {
    this.#options = options
    this.#publishedAt = now
    this.#dueAt = now
  }

  /** It has to be published again, whether or not it is another. */
  wanted(): void {
    this.#isWanted = true
  }

  /** After each call: so many workers are ready. */
  settle(ready: number, now: Millis): void {
    const { heartbeatMs, stateIntervalMs } = this.#options
    if (ready === this.#published && !this.#isWanted) this.#dueAt = this.#publishedAt + heartbeatMs
    else this.#dueAt = Math.min(this.#dueAt, Math.max(now, this.#publishedAt + stateIntervalMs))
  }

  /** @returns whether it was told of one change too soon after another. */
  published(capacity: number, now: Millis): boolean {
    const isEarly =
      !this.#isWanted && now < this.#publishedAt + this.#options.stateIntervalMs - EDGE_MS
    const isFirst = !this.#hasPublished
    this.#hasPublished = true
    this.#published = capacity
    this.#publishedAt = now
    this.#isWanted = false
    this.#dueAt = now + this.#options.heartbeatMs
    return isEarly && !isFirst
  }

  /** It stood still until now: nothing was due. */
  resumed(now: Millis): void {
    this.#resumedAt = now
  }

  isOverdue(now: Millis): boolean {
    return now > Math.max(this.#dueAt, this.#resumedAt) + EDGE_MS
  }
}
