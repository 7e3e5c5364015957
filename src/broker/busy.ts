/** The busy workers in the order in which they were assigned their tasks. */

import type { Worker } from './workers.js'

/** A list that is linked through the workers, so that a task costs no allocation. */
export class Busy {
  size = 0
  /** How many of them have never answered. */
  unproven = 0
  first: Worker | undefined
  #last: Worker | undefined

  add(worker: Worker): void {
    worker.before = this.#last
    if (this.#last) this.#last.after = worker
    else this.first = worker
    this.#last = worker
    this.size++
    if (!worker.isProven) this.unproven++
  }

  remove(worker: Worker): void {
    const { before, after } = worker
    if (before) before.after = after
    else this.first = after
    if (after) after.before = before
    else this.#last = before
    worker.before = undefined
    worker.after = undefined
    this.size--
    if (!worker.isProven) this.unproven--
  }
}
