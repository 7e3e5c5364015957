/**
 * How long a broker waits for the answers of one peer, or of all its workers, and when it asks them
 * no more: bounds that hold for any `ReplyTimeout` and any `Credit`, without either of them.
 */

import { type Millis, NEVER } from '../base/time.js'
import type { Complain } from './invariant-checker.js'

/** An answer is waited for at most so many times the task timeout. */
const LIMIT_MAX = 16

/** The longest time for which the suspended may have to wait for a next task. */
const BACKOFF_MAX_MS: Millis = 60_000

/** Sums of times are not exact. */
const EDGE_MS: Millis = 1e-6

/** @param sentAt of the oldest task that is not answered. @param baseMs 0 for no timeout. */
export function isOverdue(sentAt: Millis | undefined, baseMs: Millis, now: Millis): boolean {
  if (sentAt === undefined || baseMs === 0) return false
  return now > sentAt + LIMIT_MAX * baseMs + EDGE_MS
}

export class ObservedPatience {
  readonly #baseMs: Millis
  readonly #complain: Complain
  #repliedAt: Millis = -NEVER
  /** Tasks that were sent since the last reply, and not answered in time. */
  #misses = 0
  /** With so many the window is 0, as half of it is lost with each, and at last the rest. */
  #missesMax = 0
  /** When it was. */
  #suspendedAt: Millis = NEVER
  #restsUntil: Millis = -NEVER

  /** @param baseMs the task timeout; 0 for none. */
  constructor(baseMs: Millis, complain: Complain) {
    this.#baseMs = baseMs
    this.#complain = complain
  }

  /** Who has answered nothing for long is probed; right after a missed probe there is no other. */
  sent(to: string, now: Millis): void {
    if (now < this.#restsUntil - EDGE_MS) this.#complain('who never answers is suspended', to)
  }

  replied(now: Millis): void {
    this.#repliedAt = now
    this.#misses = 0
    this.#suspendedAt = NEVER
    this.#restsUntil = -NEVER
  }

  /** @param inUse how many tasks on credit were out, this one among them; 0 if it was on none. */
  missed(who: string, inUse: number, sentAt: Millis, now: Millis): void {
    if (now < sentAt + this.#baseMs - EDGE_MS) {
      this.#complain('answers are missed in time', `${who} has had ${now - sentAt} ms`)
    }
    if (inUse === 0 || sentAt < this.#repliedAt) return
    if (this.#misses === 0) this.#missesMax = Math.floor(Math.log2(inUse)) + 2
    if (++this.#misses === this.#missesMax) this.#suspendedAt = now
    else if (sentAt >= this.#suspendedAt) {
      this.#restsUntil = now + Math.min(this.#baseMs, BACKOFF_MAX_MS)
    }
  }
}
