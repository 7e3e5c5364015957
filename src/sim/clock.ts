/** Virtual time: what happens next, in the order of time, then in the order it was asked for. */

import { Agenda } from '../base/agenda.js'
import { Fifo } from '../base/fifo.js'
import type { Millis } from '../base/time.js'

/** Something that happens at a time. */
export interface Happening {
  happen(): void
}

export class Clock {
  now: Millis = 0
  /** How many things have happened. */
  count = 0
  readonly #later = new Agenda<Happening>()
  /** What happens still at `now`: most messages within a cluster, which take no time. */
  readonly #next = new Fifo<Happening>()

  /** How many things wait for their time. */
  get pending(): number {
    return this.#later.size + this.#next.size
  }

  /** @param at not before `now`; NEVER for what need not be remembered. */
  at(at: Millis, happening: Happening): void {
    if (at <= this.now) this.#next.push(happening)
    else if (at < Number.POSITIVE_INFINITY) this.#later.add(at, happening)
  }

  /** Lets happen all that is due up to `end`, and leaves the time there. */
  runTo(end: Millis): void {
    for (;;) {
      const happening = this.#take(end)
      if (!happening) break
      this.count++
      happening.happen()
    }
    this.now = end
  }

  #take(end: Millis): Happening | undefined {
    // What was set for this very time came before what was added since it came.
    const due = this.#later.takeDue(this.now) ?? this.#next.shift()
    if (due) return due
    const { nextAt } = this.#later
    if (nextAt > end) return undefined
    this.now = nextAt
    return this.#later.takeDue(nextAt)
  }
}
