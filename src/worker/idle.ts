/** Workers that wait for a task: when each should doubt that its broker knows of it. */

import type { Random } from '../base/random.js'
import { type Millis, NEVER } from '../base/time.js'

/** How long a worker waits in peace, doubled each time that no task comes. */
const CALM_FIRST_MS: Millis = 30_000
const CALM_LAST_MS: Millis = 600_000

/** How long one that doubts waits for a task, and a random time of up to as long again. */
const DOUBT_FIRST_MS: Millis = 1000
const DOUBT_LAST_MS: Millis = 4000

/** Within this time a broker may not have read that the worker is ready. */
const UNDER_WAY_MS: Millis = 100

interface Waiting {
  /** When it said last that it is ready. */
  readonly since: Millis
  /** How long it waits in peace, and in doubt. */
  readonly calmMs: Millis
  readonly doubtMs: Millis
  isDoubting: boolean
  /** When it says so again. */
  nextAt: Millis
}

export class Idle {
  readonly #random: Random
  readonly #waiting = new Map<string, Waiting>()
  /** Not after the first that is due; brought up to date when it is reached. */
  nextAt: Millis = NEVER

  constructor(random: Random) {
    this.#random = random
  }

  /** The worker is ready from now on. */
  add(name: string, now: Millis, calmMs = CALM_FIRST_MS, doubtMs = DOUBT_FIRST_MS): void {
    const nextAt = now + calmMs
    this.#waiting.set(name, { since: now, calmMs, doubtMs, isDoubting: false, nextAt })
    this.nextAt = Math.min(this.nextAt, nextAt)
  }

  /** The worker has a task, or is gone. */
  remove(name: string): void {
    this.#waiting.delete(name)
  }

  /** Their broker has no ready worker, so that it knows of none of those that have waited. */
  doubt(now: Millis): void {
    for (const waiting of this.#waiting.values()) {
      if (waiting.isDoubting || now - waiting.since < UNDER_WAY_MS) continue
      waiting.isDoubting = true
      waiting.nextAt = Math.min(waiting.nextAt, now + waiting.doubtMs * (1 + this.#random()))
      this.nextAt = Math.min(this.nextAt, waiting.nextAt)
    }
  }

  /**
   * Those that should say again that they are ready; they wait anew.
   *
   * @param orAll whether all that wait do so when one does.
   */
  takeDue(now: Millis, orAll: boolean): string[] {
    if (now < this.nextAt) return []
    const all = [...this.#waiting]
    const due = all.filter(([, { nextAt }]) => nextAt <= now)
    const taken = orAll && due.length > 0 ? all : due
    for (const [name, { isDoubting, calmMs, doubtMs }] of taken) {
      const nextCalmMs = isDoubting ? calmMs : Math.min(2 * calmMs, CALM_LAST_MS)
      const nextDoubtMs = isDoubting ? Math.min(2 * doubtMs, DOUBT_LAST_MS) : doubtMs
      this.#waiting.delete(name)
      this.add(name, now, nextCalmMs, nextDoubtMs)
    }
    this.nextAt = NEVER
    for (const { nextAt } of this.#waiting.values()) this.nextAt = Math.min(this.nextAt, nextAt)
    return taken.map(([name]) => name)
  }
}
