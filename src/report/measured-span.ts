/** The part of a run that is measured: from the end of the warm-up to the end of the load. */

import type { Millis } from '../base/time.js'

/** Half-open: what happens at its very end is not in it. */
export class MeasuredSpan {
  readonly fromMs: Millis
  #untilMs: Millis

  constructor(fromMs: Millis, untilMs: Millis = Number.POSITIVE_INFINITY) {
    this.fromMs = fromMs
    this.#untilMs = untilMs
  }

  get untilMs(): Millis {
    return this.#untilMs
  }

  has(t: Millis): boolean {
    return t >= this.fromMs && t < this.#untilMs
  }

  /** It ends then, if not before. Nothing that happened later was told yet. */
  end(t: Millis): void {
    this.#untilMs = Math.min(this.#untilMs, t)
  }

  /** How much of it has been at that time. */
  lengthAt(t: Millis): Millis {
    return Math.max(0, Math.min(t, this.#untilMs) - this.fromMs)
  }
}
