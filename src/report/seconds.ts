/** A span of time, cut into seconds: of what is counted or integrated second by second. */

import type { Millis } from '../base/time.js'

const SECOND_MS = 1000

/** Half-open: a second, as the whole span, has its first instant and not its last. */
export class Seconds {
  readonly fromMs: Millis
  /** The seconds begin at whole seconds from here; the first of the span may be shorter. */
  readonly #originMs: Millis
  /** Each second is cut in two there: where windows end that are not whole seconds long. */
  readonly #cutMs: Millis
  readonly #first: number

  /** @param cutMs 0 to 1000; 0 for no cut. */
  constructor(fromMs: Millis, originMs: Millis = fromMs, cutMs: Millis = 0) {
    this.fromMs = fromMs
    this.#originMs = originMs
    this.#cutMs = cutMs
    this.#first = Math.floor((fromMs - originMs) / SECOND_MS)
  }

  /** How many parts a second has. */
  get parts(): number {
    return this.#cutMs > 0 ? 2 : 1
  }

  /** The part that has that instant: from 0 on; below 0 for before the span. */
  indexOf(t: Millis): number {
    if (t < this.fromMs) return -1
    const since = t - this.#originMs
    const second = Math.floor(since / SECOND_MS)
    const isBehindCut = this.#cutMs > 0 && since - SECOND_MS * second >= this.#cutMs
    return this.parts * (second - this.#first) + (isBehindCut ? 1 : 0)
  }

  startOf(index: number): Millis {
    const second = Math.floor(index / this.parts)
    const cutMs = index % this.parts === 0 ? 0 : this.#cutMs
    return Math.max(this.fromMs, this.#originMs + SECOND_MS * (this.#first + second) + cutMs)
  }
}
