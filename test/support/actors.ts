/** A machine that does as a test says, in an actor of its own, and all that it was told. */

import { type Millis, NEVER } from '../../src/base/time.js'
import type { Clock } from '../../src/sim/clock.js'
import { SimNode } from '../../src/sim/node.js'
import { type Envelope, textOf } from '../../src/wire/envelope.js'
import type { Machine } from '../../src/wire/machine.js'

/** Writes down its calls, each as one line: `12 localfe hello`. */
export class Scribe implements Machine {
  readonly told: string[] = []
  deadline: Millis = NEVER
  /** Called after each line. */
  onTold: (line: string) => void = () => {}

  start(now: Millis): void {
    this.#write(now, 'start')
  }

  receive(inlet: string, message: Envelope, now: Millis): void {
    this.#write(now, `${inlet} ${message.map(textOf).join('|')}`)
  }

  bounce(outlet: string, message: Envelope, now: Millis): void {
    this.#write(now, `bounce ${outlet} ${message.map(textOf).join('|')}`)
  }

  connection(_outlet: string, peer: string, isUp: boolean, now: Millis): void {
    this.#write(now, `${peer} ${isUp ? 'up' : 'down'}`)
  }

  tick(now: Millis): void {
    if (now < this.deadline) return
    this.deadline = NEVER
    this.#write(now, 'tick')
  }

  #write(now: Millis, what: string): void {
    const line = `${now} ${what}`
    this.told.push(line)
    this.onTold(line)
  }
}

const NOBODY = { called: () => {} }

/** An actor that has started with a scribe. */
export function scribeIn(clock: Clock, name: string) {
  const actor = new SimNode(name, 0, clock, NOBODY)
  const scribe = new Scribe()
  actor.start(scribe)
  scribe.told.length = 0
  return { actor, scribe }
}
