/** How many tasks may be out at once with those who may not answer: a window, after TCP's. */

import { type Millis, NEVER } from '../base/time.js'

/** What a peer is trusted with before its first reply. */
export const FIRST_WINDOW = 64

/** Probes are never further apart, however many of them fail. */
const BACKOFF_MAX_MS: Millis = 60_000

/**
 * The credit of a peer, or of all workers that have never answered. Each reply adds one, so that
 * the window doubles in the time of one reply; each miss halves it. At 0 they are suspended: one
 * task at a time probes them, after a backoff that doubles, until a reply comes.
 */
export class Credit {
  /** So many tasks may be out at once; Infinity before the first miss, where it starts there. */
  window: number
  /** No reply has come since the window became 0. */
  isSuspended = false
  /** When the next probe may be sent. */
  probeAt: Millis = NEVER
  /** How long after the last miss that is. */
  backoffMs: Millis = 0
  #missedAt: Millis = -NEVER
  #repliedAt: Millis = -NEVER

  constructor(window: number) {
    this.window = window
  }

  get isLimited(): boolean {
    return this.window !== Number.POSITIVE_INFINITY
  }

  /**
   * A task was not answered in time. Where replies came since it was sent, those sent before the
   * last miss say nothing new; where none came, each of them counts until the window is 0.
   *
   * @param inUse how many tasks were out, this one among them.
   * @param limitMs the first backoff, at the least.
   * @returns whether the window is 0 by this.
   */
  missed(sentAt: Millis, inUse: number, limitMs: Millis, now: Millis): boolean {
    const saysNew = !this.isSuspended && sentAt >= this.#repliedAt
    if (sentAt < this.#missedAt && !saysNew) return false
    this.#missedAt = now
    const left = Math.min(this.window, inUse)
    // One task lost by somebody who has few is no reason to suspend.
    const least = this.window > 1 ? 1 : 0
    this.window = left > 1 ? Math.floor(left / 2) : least
    if (this.window > 0) return false
    this.isSuspended = true
    this.backoffMs = Math.min(BACKOFF_MAX_MS, Math.max(limitMs, 2 * this.backoffMs))
    this.probeAt = now + this.backoffMs
    return true
  }

  /**
   * A reply came in time. A window that is not used half does not grow.
   *
   * @param inUse how many tasks were out, this one among them.
   * @returns whether that restores what was suspended.
   */
  replied(inUse: number, now: Millis): boolean {
    this.#repliedAt = now
    if (this.window < 2 * inUse) this.window++
    const isRestored = this.isSuspended
    this.isSuspended = false
    this.probeAt = NEVER
    this.backoffMs = 0
    return isRestored
  }

  /** Lets one task go out where it is time for that. */
  probe(now: Millis): void {
    if (now < this.probeAt) return
    this.probeAt = NEVER
    this.window = 1
  }
}
