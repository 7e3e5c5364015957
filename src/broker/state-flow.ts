/** When a broker tells its peers how many workers it has free (broker rule 6). */

import { type Millis, NEVER } from '../base/time.js'

/**
 * A change is due at once, further ones once per interval; and, change or not, each heartbeat. What
 * is due is told by `tick`, when the frontends have been read: a worker that is free only until the
 * next message of localfe is no capacity. Nothing is ever told because of what was heard, so that no
 * two brokers can keep each other talking.
 */
export class StateFlow {
  readonly #heartbeatMs: Millis
  readonly #intervalMs: Millis
  readonly #publish: (capacity: number) => void
  #capacity = 0
  #told = 0
  #toldAt: Millis = -NEVER
  /** When to tell next. */
  deadline: Millis = NEVER

  constructor(
    options: { readonly heartbeatMs: Millis; readonly stateIntervalMs: Millis },
    publish: (capacity: number) => void,
  ) {
    this.#heartbeatMs = options.heartbeatMs
    this.#intervalMs = options.stateIntervalMs
    this.#publish = publish
  }

  /** The capacity may be another now. */
  changed(capacity: number, now: Millis): void {
    this.#capacity = capacity
    this.deadline =
      capacity === this.#told
        ? this.#toldAt + this.#heartbeatMs
        : Math.min(this.deadline, Math.max(now, this.#toldAt + this.#intervalMs))
  }

  tick(now: Millis): void {
    if (now >= this.deadline) this.tell(this.#capacity, now)
  }

  /** Tells now, whatever was said before. */
  tell(capacity: number, now: Millis): void {
    this.#capacity = capacity
    this.#told = capacity
    this.#toldAt = now
    this.deadline = now + this.#heartbeatMs
    this.#publish(capacity)
  }
}
