/** What is under way: it reaches an actor at its time, if that one still lives the same life. */

import type { Envelope } from '../wire/envelope.js'
import type { SimEvent } from './clock.js'
import type { SimNode } from './node.js'

abstract class Passage implements SimEvent {
  readonly #actor: SimNode
  readonly #life: number

  constructor(actor: SimNode) {
    this.#actor = actor
    this.#life = actor.life
  }

  happen(): void {
    if (this.#actor.life === this.#life) this.reach(this.#actor)
  }

  protected abstract reach(actor: SimNode): void
}

/** A message that comes in. */
export class Arrival extends Passage {
  readonly #inlet: string
  readonly #message: Envelope

  constructor(actor: SimNode, inlet: string, message: Envelope) {
    super(actor)
    this.#inlet = inlet
    this.#message = message
  }

  protected reach(actor: SimNode): void {
    actor.receive(this.#inlet, this.#message)
  }
}

/** A message without a route, returned to whoever sent it. */
export class Bounce extends Passage {
  readonly #outlet: string
  readonly #message: Envelope

  constructor(actor: SimNode, outlet: string, message: Envelope) {
    super(actor)
    this.#outlet = outlet
    this.#message = message
  }

  protected reach(actor: SimNode): void {
    actor.bounce(this.#outlet, this.#message)
  }
}

/** A message that a socket sees to when its owner, awake, reads it. */
export class DeferredRead extends Passage {
  readonly #read: () => void

  constructor(actor: SimNode, read: () => void) {
    super(actor)
    this.#read = read
  }

  protected reach(actor: SimNode): void {
    actor.runOrDefer(this.#read)
  }
}

/** Anything else that happens once. */
export class Callback implements SimEvent {
  readonly happen: () => unknown

  constructor(happen: () => unknown) {
    this.happen = happen
  }
}
