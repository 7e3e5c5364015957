/** Ports that remember each message, the very array, and each fact; chance is scripted. */

import type { Random } from '../../src/base/random.js'
import type { Envelope } from '../../src/wire/envelope.js'
import type { Ports } from '../../src/wire/machine.js'
import { show } from './frames.js'

export interface Sent<Out extends string> {
  readonly outlet: Out
  readonly message: Envelope
}

export interface Noted<Fact extends string> {
  readonly fact: Fact
  readonly about: string
  readonly value: number
}

export class Recorder<Out extends string = string, Fact extends string = string>
  implements Ports<Out, Fact>
{
  readonly sent: Sent<Out>[] = []
  /** The outlets whose sockets were to be replaced; `outlet peer` where it was one peer's. */
  readonly reopened: string[] = []
  readonly facts: Noted<Fact>[] = []
  readonly random: Random

  /** @param random the stream, or the numbers to be drawn, in turn and then from the start. */
  constructor(random: Random | readonly number[] = [0]) {
    this.random = typeof random === 'function' ? random : inTurn(random)
  }

  send(outlet: Out, message: Envelope): void {
    this.sent.push({ outlet, message })
  }

  reopen(outlet: Out, peer?: string): void {
    this.reopened.push(peer === undefined ? outlet : `${outlet} ${peer}`)
  }

  note(fact: Fact, about: string, value: number): void {
    this.facts.push({ fact, about, value })
  }

  /** Whom a fact was noted about, in order. */
  noted(fact: Fact): string[] {
    return this.facts.filter(noted => noted.fact === fact).map(noted => noted.about)
  }

  /** The values noted of a fact, in order. */
  valuesOf(fact: Fact): number[] {
    return this.facts.filter(noted => noted.fact === fact).map(noted => noted.value)
  }

  /** All that was sent on an outlet, as text. */
  shown(outlet: Out): string[] {
    return this.sent.filter(sent => sent.outlet === outlet).map(sent => show(sent.message))
  }

  /** What was sent since the last call. */
  takeSent(): Sent<Out>[] {
    return this.sent.splice(0)
  }
}

function inTurn(numbers: readonly number[]): Random {
  let drawn = 0
  return () => numbers[drawn++ % numbers.length] ?? 0
}
