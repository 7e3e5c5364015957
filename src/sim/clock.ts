/** Virtual time: what happens next, in the order of time, then in the order it was asked for. */

import { Fifo } from '../base/fifo.js'
import { grouped } from '../base/format.js'
import type { Millis } from '../base/time.js'
import { TimerQueue } from '../base/timer-queue.js'

/** Something that happens at a time. */
export interface SimEvent {
  happen(): void
}

/** So much happens within a millisecond that time will hardly ever go on. */
export class StuckError extends Error {}

/** How much may happen within a millisecond: so much, and so much more for each that there is. */
const EVENTS_MAX = 200_000
const EVENTS_EACH = 100

export class Clock {
  now: Millis = 0
  /** How many things have happened. */
  count = 0
  /** How many machines, and connections between them, there are to make something happen. */
  parties = 0
  /** The end of the millisecond that is watched, and the count at which it is too much. */
  #watchedUntil: Millis = 0
  #countMax = 0
  readonly #later = new TimerQueue<SimEvent>()
  /** What happens still at `now`: most messages within a cluster, which take no time. */
  readonly #next = new Fifo<SimEvent>()

  /** How many things wait for their time. */
  get pending(): number {
    return this.#later.size + this.#next.size
  }

  /** @param at not before `now`; NEVER for what need not be remembered. */
  at(at: Millis, happening: SimEvent): void {
    if (at <= this.now) this.#next.push(happening)
    else if (at < Number.POSITIVE_INFINITY) this.#later.add(at, happening)
  }

  /**
   * Lets happen all that is due up to `end`, and leaves the time there.
   *
   * @throws StuckError where time does not go on: a machine whose deadline stays in the past.
   */
  runTo(end: Millis): void {
    for (;;) {
      const happening = this.#take(end)
      if (!happening) break
      if (this.now >= this.#watchedUntil) this.#watch()
      if (++this.count > this.#countMax) throw new StuckError(this.#sayStuck())
      happening.happen()
    }
    this.now = end
  }

  #watch(): void {
    this.#watchedUntil = this.now + 1
    this.#countMax = this.count + this.#most
  }

  get #most(): number {
    return EVENTS_MAX + EVENTS_EACH * this.parties
  }

  #sayStuck(): string {
    return `time does not go on: more than ${grouped(this.#most)} events within a millisecond`
  }

  #take(end: Millis): SimEvent | undefined {
    // What was set for this very time came before what was added since it came.
    const due = this.#later.takeDue(this.now) ?? this.#next.shift()
    if (due) return due
    const { nextAt } = this.#later
    if (nextAt > end) return undefined
    this.now = nextAt
    return this.#later.takeDue(nextAt)
  }
}
