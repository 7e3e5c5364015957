/** A machine in virtual time: it is called, its deadline kept, and what it does not want waits. */

import { type Millis, NEVER } from '../base/time.js'
import type { Envelope } from '../wire/envelope.js'
import type { Machine } from '../wire/machine.js'
import type { Clock, Happening } from './clock.js'
import { FairQueue } from './fair-queue.js'

/** Told of every call of a machine: for the digest, for verdicts and for traces. */
export interface Watcher {
  called(actor: Actor): void
}

/** Messages before an inlet. */
interface Inbox {
  readonly inlet: string
  readonly messages: FairQueue
  /** Whether a receive is under way: it takes the next message, wanted or not. */
  isReceiving: boolean
}

export class Actor implements Happening {
  readonly name: string
  /** Its place among all actors. */
  readonly index: number
  /** Which of its lives it lives: what was sent to an earlier one does not reach it. */
  life = 0
  readonly #clock: Clock
  readonly #watcher: Watcher
  readonly #inboxes: readonly Inbox[]
  #machine: Machine | undefined
  #tickAt: Millis = NEVER
  #isPaused = false
  /** Calls that came while it was paused. */
  #held: (() => void)[] = []

  /** @param gated the inlets that the machine does not always want. */
  constructor(
    name: string,
    index: number,
    clock: Clock,
    watcher: Watcher,
    gated: readonly string[] = [],
  ) {
    this.name = name
    this.index = index
    this.#clock = clock
    this.#watcher = watcher
    this.#inboxes = gated.map(inlet => ({ inlet, messages: new FairQueue(), isReceiving: false }))
  }

  get isAlive(): boolean {
    return this.#machine !== undefined
  }

  /** Messages that wait before its inlets. */
  get queued(): number {
    return this.#inboxes.reduce((sum, inbox) => sum + inbox.messages.size, this.#held.length)
  }

  /** The same before one of them; in a pause, with all that came since. */
  queuedAt(inlet: string): number {
    return this.#held.length + (this.#inboxOf(inlet)?.messages.size ?? 0)
  }

  start(machine: Machine): void {
    this.#machine = machine
    machine.start(this.#clock.now)
    this.#afterCall(machine)
  }

  /** Nothing reaches it any more; what it was to do is forgotten. */
  die(): void {
    this.#machine = undefined
    this.life++
    this.#tickAt = NEVER
    this.#isPaused = false
    this.#held = []
    for (const inbox of this.#inboxes) {
      inbox.messages.clear()
      inbox.isReceiving = false
    }
  }

  pause(): void {
    this.#isPaused = true
  }

  /** A deadline that has passed comes first, as in any event loop; then, in order, what came. */
  resume(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    const now = this.#clock.now
    this.#call(machine => {
      if (machine.deadline <= now) machine.tick(now)
    })
    for (const call of this.#held.splice(0)) call()
  }

  /** Calls now, or in its turn when a pause is over; never in another life. */
  whenAwake(call: () => void): void {
    if (this.#isPaused) this.#hold(call)
    else if (this.#machine) call()
  }

  receive(inlet: string, message: Envelope): void {
    if (this.#isPaused) return this.#hold(() => this.receive(inlet, message))
    const machine = this.#machine
    if (!machine) return
    const inbox = this.#inboxOf(inlet)
    if (inbox && !inbox.isReceiving) return inbox.messages.push(message)
    if (inbox) inbox.isReceiving = false
    machine.receive(inlet, message, this.#clock.now, inbox !== undefined && !machine.wants(inlet))
    this.#afterCall(machine)
  }

  bounce(outlet: string, message: Envelope): void {
    if (this.#isPaused) return this.#hold(() => this.bounce(outlet, message))
    this.#call(machine => machine.bounce(outlet, message, this.#clock.now))
  }

  connection(outlet: string, peer: string, isUp: boolean): void {
    if (this.#isPaused) return this.#hold(() => this.connection(outlet, peer, isUp))
    this.#call(machine => machine.connection(outlet, peer, isUp, this.#clock.now))
  }

  #hold(call: () => void): void {
    if (this.#machine) this.#held.push(call)
  }

  #call(call: (machine: Machine) => void): void {
    const machine = this.#machine
    if (!machine) return
    call(machine)
    this.#afterCall(machine)
  }

  #afterCall(machine: Machine): void {
    this.#watcher.called(this)
    if (this.#inboxes.length > 0) this.#readInTurn(machine)
    if (machine.deadline < this.#tickAt) {
      this.#tickAt = machine.deadline
      this.#clock.at(this.#tickAt, this)
    }
  }

  /** The wanted inlets, one message each in turn, until none has one or none is wanted. */
  #readInTurn(machine: Machine): void {
    for (let hasRead = true; hasRead; ) {
      hasRead = false
      for (const inbox of this.#inboxes) {
        if (!machine.wants(inbox.inlet)) continue
        const message = inbox.messages.shift()
        inbox.isReceiving = message === undefined
        if (!message) continue
        machine.receive(inbox.inlet, message, this.#clock.now, true)
        this.#watcher.called(this)
        hasRead = true
      }
    }
  }

  #inboxOf(inlet: string): Inbox | undefined {
    for (const inbox of this.#inboxes) if (inbox.inlet === inlet) return inbox
    return undefined
  }

  /** Time has come to a deadline, unless it has been put off since, or its machine is gone. */
  happen(): void {
    if (this.#clock.now < this.#tickAt) return
    this.#tickAt = NEVER
    if (!this.#isPaused) this.#call(machine => machine.tick(this.#clock.now))
  }
}
