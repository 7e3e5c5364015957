/** When a broker tells its peers how many workers it has free (broker rule 6). */

import { type Millis, NEVER } from '../base/time.js'

/**
 * Tells a change at once, further ones at most once per interval; and, change or not, each
 * heartbeat. Nothing is ever told because of what was heard, so that no two brokers can keep each
 * other talking.
 */
export class StateFlow {
  readonly #heartbeatMs: Millis
  readonly #intervalMs: Millis
  readonly #publish: (capacity: number) => void
  #capacity = 0
  #told = 0
  #toldAt: Millis = -NEVER

  constructor(
    options: { readonly heartbeatMs: Millis; readonly stateIntervalMs: Millis },
    publish: (capacity: number) => void,
  ) {
    this.#heartbeatMs = options.heartbeatMs
    this.#intervalMs = options.stateIntervalMs
    this.#publish = publish
  }

  get deadline(): Millis {
    const waitMs = this.#capacity === this.#told ? this.#heartbeatMs : this.#intervalMs
    return this.#toldAt + waitMs
  }

  /** The capacity may be another now. */
  changed(capacity: number, now: Millis): void {
    this.#capacity = capacity
    if (capacity !== this.#told && now >= this.#toldAt + this.#intervalMs) this.tell(capacity, now)
  }

  tick(now: Millis): void {
    if (now >= this.deadline) this.tell(this.#capacity, now)
  }

  /** Publishes now, whatever was said before. */
  tell(capacity: number, now: Millis): void {
    this.#capacity = capacity
    this.#told = capacity
    this.#toldAt = now
    this.#publish(capacity)
  }
}
