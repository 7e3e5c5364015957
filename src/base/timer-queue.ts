/** What is due when: a binary heap of items ordered by time, then by the order they were added. */

import type { Millis } from './time.js'

/** Items wait until their time; equal times leave in the order they came. */
export class TimerQueue<T> {
  readonly #times: Millis[] = []
  readonly #orders: number[] = []
  readonly #items: T[] = []
  #added = 0

  get size(): number {
    return this.#items.length
  }

  /** When the first item is due; Infinity when there is none. */
  get nextAt(): Millis {
    return this.#times[0] ?? Number.POSITIVE_INFINITY
  }

  add(at: Millis, item: T): void {
    const order = this.#added++
    let hole = this.#items.length
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      if (!this.#isLater(parent, at, order)) break
      this.#move(parent, hole)
      hole = parent
    }
    this.#put(hole, at, order, item)
  }

  /** Takes the first item if it is due at `now`; undefined otherwise. */
  takeDue(now: Millis): T | undefined {
    const first = this.#items[0]
    if (first === undefined || this.nextAt > now) return undefined
    this.#sink(this.#items.length - 1)
    this.#times.pop()
    this.#orders.pop()
    this.#items.pop()
    return first
  }

  /** Moves the last item to where it belongs when the first is gone. */
  #sink(last: number): void {
    const at = this.#at(last)
    const order = this.#order(last)
    let hole = 0
    for (;;) {
      let child = 2 * hole + 1
      if (child >= last) break
      const right = child + 1
      if (right < last && this.#isLater(child, this.#at(right), this.#order(right))) child = right
      if (this.#isLater(child, at, order)) break
      this.#move(child, hole)
      hole = child
    }
    this.#move(last, hole)
  }

  #isLater(index: number, at: Millis, order: number): boolean {
    const here = this.#at(index)
    return here > at || (here === at && this.#order(index) > order)
  }

  #at(index: number): Millis {
    return this.#times[index] as Millis
  }

  #order(index: number): number {
    return this.#orders[index] as number
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#at(from), this.#order(from), this.#items[from] as T)
  }

  #put(index: number, at: Millis, order: number, item: T): void {
    this.#times[index] = at
    this.#orders[index] = order
    this.#items[index] = item
  }
}
