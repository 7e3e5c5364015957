/** A machine in virtual time: it is called, its deadline is kept, and in a pause calls wait. */

import { type Millis, NEVER } from '../base/time.js'
import type { Envelope } from '../wire/envelope.js'
import type { Machine } from '../wire/machine.js'
import type { Clock, SimEvent } from './clock.js'

/** Told of every call of a machine: for the digest, for verdicts and for traces. */
export interface NodeObserver {
  called(actor: SimNode): void
}

export class SimNode implements SimEvent {
  readonly name: string
  /** Its place among all actors. */
  readonly index: number
  /** Which of its lives it lives: what was sent to an earlier one does not reach it. */
  life = 0
  readonly #clock: Clock
  readonly #watcher: NodeObserver
  #machine: Machine | undefined
  #tickAt: Millis = NEVER
  #isPaused = false
  /** Calls that came while it was paused. */
  #held: (() => void)[] = []

  constructor(name: string, index: number, clock: Clock, watcher: NodeObserver) {
    this.name = name
    this.index = index
    this.#clock = clock
    this.#watcher = watcher
  }

  get isAlive(): boolean {
    return this.#machine !== undefined
  }

  /** Calls that wait for the end of a pause. */
  get held(): number {
    return this.#held.length
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
  runOrDefer(call: () => void): void {
    if (this.#isPaused) this.#hold(call)
    else if (this.#machine) call()
  }

  receive(inlet: string, message: Envelope): void {
    if (this.#isPaused) return this.#hold(() => this.receive(inlet, message))
    const machine = this.#machine
    if (!machine) return
    machine.receive(inlet, message, this.#clock.now)
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
    if (machine.deadline < this.#tickAt) {
      this.#tickAt = machine.deadline
      this.#clock.at(this.#tickAt, this)
    }
  }

  /** Time has come to a deadline, unless it has been put off since, or its machine is gone. */
  happen(): void {
    if (this.#clock.now < this.#tickAt) return
    this.#tickAt = NEVER
    if (!this.#isPaused) this.#call(machine => machine.tick(this.#clock.now))
  }
}
