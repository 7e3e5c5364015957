/** Messages under way: each reaches an actor at its time, if that one still lives the same life. */

import type { Envelope } from '../wire/envelope.js'
import type { Actor } from './actor.js'
import type { Happening } from './clock.js'

/** A message that comes in. */
export class Arrival implements Happening {
  readonly #actor: Actor
  readonly #life: number
  readonly #inlet: string
  readonly #message: Envelope

  constructor(actor: Actor, inlet: string, message: Envelope) {
    this.#actor = actor
    this.#life = actor.life
    this.#inlet = inlet
    this.#message = message
  }

  happen(): void {
    if (this.#actor.life === this.#life) this.#actor.receive(this.#inlet, this.#message)
  }
}

/** A message that found no way, and comes home to whoever sent it. */
export class Return implements Happening {
  readonly #actor: Actor
  readonly #life: number
  readonly #outlet: string
  readonly #message: Envelope

  constructor(actor: Actor, outlet: string, message: Envelope) {
    this.#actor = actor
    this.#life = actor.life
    this.#outlet = outlet
    this.#message = message
  }

  happen(): void {
    if (this.#actor.life === this.#life) this.#actor.bounce(this.#outlet, this.#message)
  }
}

/** Anything else that happens once. */
export class Once implements Happening {
  readonly happen: () => void

  constructor(happen: () => void) {
    this.happen = happen
  }
}
