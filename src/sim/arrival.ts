/** What is under way: it reaches an actor at its time, if that one still lives the same life. */

import type { Envelope } from '../wire/envelope.js'
import type { Actor } from './actor.js'
import type { Happening } from './clock.js'

abstract class Passage implements Happening {
  readonly #actor: Actor
  readonly #life: number

  constructor(actor: Actor) {
    this.#actor = actor
    this.#life = actor.life
  }

  happen(): void {
    if (this.#actor.life === this.#life) this.reach(this.#actor)
  }

  protected abstract reach(actor: Actor): void
}

/** A message that comes in. */
export class Arrival extends Passage {
  readonly #inlet: string
  readonly #message: Envelope

  constructor(actor: Actor, inlet: string, message: Envelope) {
    super(actor)
    this.#inlet = inlet
    this.#message = message
  }

  protected reach(actor: Actor): void {
    actor.receive(this.#inlet, this.#message)
  }
}

/** A message that found no way, and comes home to whoever sent it. */
export class Return extends Passage {
  readonly #outlet: string
  readonly #message: Envelope

  constructor(actor: Actor, outlet: string, message: Envelope) {
    super(actor)
    this.#outlet = outlet
    this.#message = message
  }

  protected reach(actor: Actor): void {
    actor.bounce(this.#outlet, this.#message)
  }
}

/** A message that a socket sees to when its owner, awake, reads it. */
export class Reading extends Passage {
  readonly #read: () => void

  constructor(actor: Actor, read: () => void) {
    super(actor)
    this.#read = read
  }

  protected reach(actor: Actor): void {
    actor.whenAwake(this.#read)
  }
}

/** Anything else that happens once. */
export class Once implements Happening {
  readonly happen: () => unknown

  constructor(happen: () => unknown) {
    this.happen = happen
  }
}
