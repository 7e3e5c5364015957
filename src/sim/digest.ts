/** The digest of a run: the same for the same seed, to the last event, on every machine. */

import type { Millis } from '../base/time.js'

/** Two multiplicative hashes of 32 bits over the numbers it is fed. */
export class Digest {
  readonly #time = new Float64Array(1)
  readonly #words = new Uint32Array(this.#time.buffer)
  #high = 0x811c9dc5
  #low = 0x9e3779b9

  /** A machine was called at that time. */
  add(now: Millis, index: number): void {
    this.#time[0] = now
    this.#mix(this.#words[0] as number)
    this.#mix(this.#words[1] as number)
    this.#mix(index)
  }

  toString(): string {
    return [this.#high, this.#low].map(half => (half >>> 0).toString(16).padStart(8, '0')).join('')
  }

  #mix(word: number): void {
    this.#high = Math.imul(this.#high ^ word, 0x01000193)
    this.#low = Math.imul(this.#low ^ word, 0x85ebca6b) ^ (this.#low >>> 13)
  }
}
