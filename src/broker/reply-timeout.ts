/** How long a reply is waited for: a running limit, after the retransmission timer of RFC 6298. */

import { type Millis, NEVER } from '../base/time.js'

/** The limit is never above so many times its base. */
const BACKOFF_MAX = 16

/** A limit is so many times the longest reply time that was seen. */
const MARGIN = 2

/** For so many times its base, at least, a reply time counts; for no more than twice as long. */
const MEMORY = 16

/**
 * The limit for one peer, or for all workers: its base; longer where replies take longer; twice as
 * long after each miss, until a reply comes. Deterministic: no chance is drawn.
 */
export class ReplyTimeout {
  limitMs: Millis
  readonly #baseMs: Millis
  /** The longest reply time of this span of time, and of the one before. */
  #longestMs: Millis = 0
  #formerMs: Millis = 0
  #spanEndsAt: Millis = -NEVER
  #missedAt: Millis = -NEVER

  /** @param baseMs 0 for no limit. */
  constructor(baseMs: Millis) {
    this.#baseMs = baseMs
    this.limitMs = baseMs === 0 ? NEVER : baseMs
  }

  /** A reply came to a task that was sent at that time. */
  replied(sentAt: Millis, now: Millis): void {
    if (this.#baseMs === 0) return
    if (now >= this.#spanEndsAt) {
      this.#formerMs = this.#longestMs
      this.#longestMs = 0
      this.#spanEndsAt = now + MEMORY * this.#baseMs
    }
    if (now - sentAt > this.#longestMs) this.#longestMs = now - sentAt
    const longestMs = MARGIN * Math.max(this.#longestMs, this.#formerMs)
    this.limitMs = Math.min(BACKOFF_MAX * this.#baseMs, Math.max(this.#baseMs, longestMs))
  }

  /** No reply came in time. Tasks sent before the last miss say nothing new: it counts once. */
  missed(sentAt: Millis, now: Millis): void {
    if (sentAt < this.#missedAt) return
    this.#missedAt = now
    this.limitMs = Math.min(BACKOFF_MAX * this.#baseMs, 2 * this.limitMs)
  }
}
