/** Chance for scenarios: the few ways to throw a die that they are made by. */

import { type Random, randomStream } from '../base/random.js'

export class RandomPicker {
  readonly #random: Random

  constructor(seed: number, name: string) {
    this.#random = randomStream(seed, name)
  }

  /** A whole number from one to the other, both included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.#random() * (to - from + 1))
  }

  one<T>(of: readonly T[]): T {
    return of[this.whole(0, of.length - 1)] as T
  }

  /** True so often of one time. */
  happens(share: number): boolean {
    return this.#random() < share
  }

  /** A time as scenarios have it. */
  ms(from: number, to: number): string {
    return `${this.whole(from, to)}ms`
  }

  /** Some of them, in their order, at least one. */
  some<T>(of: readonly T[]): T[] {
    const must = this.whole(0, of.length - 1)
    return of.filter((_, index) => index === must || this.happens(0.5))
  }
}
