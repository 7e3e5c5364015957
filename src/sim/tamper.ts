/** What faulty parties make of their own messages, on the way from them to a socket. */

import type { Millis } from '../base/time.js'
import type { Envelope } from '../wire/envelope.js'

/** A message in place of another: later, changed, or in addition. */
interface Tampered {
  readonly message: Envelope
  readonly afterMs: Millis
}

/** None for a message that is dropped. */
export type Tamper = (message: Envelope) => readonly Tampered[]

/** All that is done at present to the messages of one flow. */
export class Tampers {
  #active: readonly Tamper[] = []

  get areActive(): boolean {
    return this.#active.length > 0
  }

  add(tamper: Tamper): void {
    this.#active = [...this.#active, tamper]
  }

  remove(tamper: Tamper): void {
    this.#active = this.#active.filter(other => other !== tamper)
  }

  /** Lets go of what is left of a message: now, or after a time. */
  pass(message: Envelope, go: (message: Envelope, afterMs: Millis) => void): void {
    if (this.#active.length === 0) return go(message, 0)
    let all: readonly Tampered[] = [{ message, afterMs: 0 }]
    for (const tamper of this.#active) {
      all = all.flatMap(({ message: before, afterMs }) =>
        tamper(before).map(after => ({ ...after, afterMs: afterMs + after.afterMs })),
      )
    }
    for (const tampered of all) go(tampered.message, tampered.afterMs)
  }
}

/** The last messages of a flow, for whoever makes use of what was said to others. */
export class Overheard {
  readonly #last: Envelope[] = []
  #next = 0

  hear(message: Envelope): void {
    this.#last[this.#next++ % KEPT] = message
  }

  /** @param chance from 0 to 1. */
  any(chance: number): Envelope | undefined {
    return this.#last[Math.floor(chance * this.#last.length)]
  }
}

/** Enough that some are old. */
const KEPT = 64
