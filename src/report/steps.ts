/** A level that rises and falls at instants of time, and its integral over each second. */

import type { Millis } from '../base/time.js'
import type { Seconds } from './seconds.js'

/** By how much the level changes in one second. */
interface Change {
  by: number
  /** The changes, each times how long after the start of the second it came. */
  moment: number
}

/**
 * Changes may come in any order, as long as their second is open: an integral is a sum. A change
 * that comes later than that counts from the first second that is still open.
 */
export class Steps {
  readonly #seconds: Seconds
  /** Of the seconds that are open: the first of them is number `#taken`. */
  #open: (Change | undefined)[] = []
  #taken = 0
  /** As high as it stands when the first open second begins. */
  #level = 0

  constructor(seconds: Seconds) {
    this.#seconds = seconds
  }

  /** How many seconds were taken. */
  get taken(): number {
    return this.#taken
  }

  /** @param by how much higher the level is from `t` on. */
  add(t: Millis, by: number): void {
    const index = this.#seconds.indexOf(t) - this.#taken
    if (index < 0) {
      this.#level += by
      return
    }
    const afterMs = t - this.#seconds.startOf(this.#taken + index)
    const change = this.#open[index]
    if (change) {
      change.by += by
      change.moment += by * afterMs
    } else this.#open[index] = { by, moment: by * afterMs }
  }

  /**
   * Closes the first second that is open.
   *
   * @param untilMs when it ends, where that is before its time.
   * @returns its integral: level times ms.
   */
  take(untilMs: Millis = this.#seconds.startOf(this.#taken + 1)): number {
    const spanMs = untilMs - this.#seconds.startOf(this.#taken)
    const change = this.#open.shift()
    this.#taken++
    const integral = this.#level * spanMs
    if (!change) return integral
    this.#level += change.by
    return integral + change.by * spanMs - change.moment
  }
}
