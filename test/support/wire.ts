/** A spy on the network, between a socket and those that connect; messages are text. */

import { onTestFinished } from 'vitest'
import type { Socket } from 'zeromq'
import { type WireMessage, Wiretap } from '../../src/lessons/wiretap.js'
import { show } from './frames.js'
import { endpointOf } from './sockets.js'

export class Wire {
  readonly #tap: Wiretap

  /** Before a socket that is bound. Connect to the wire instead of it. */
  static async to(socket: Socket): Promise<Wire> {
    const tap = await Wiretap.open(endpointOf(socket))
    onTestFinished(() => tap.close())
    return new Wire(tap)
  }

  private constructor(tap: Wiretap) {
    this.#tap = tap
  }

  get endpoint(): string {
    return this.#tap.endpoint
  }

  /** The messages that went to the socket. */
  get there(): string[] {
    return this.#shown('connecting')
  }

  /** The messages that came from it. */
  get back(): string[] {
    return this.#shown('binding')
  }

  /** What the side that connects says of itself before any message. */
  get greetings(): string[] {
    return this.#tap.commands.map(bytes => Buffer.from(bytes).toString('latin1'))
  }

  /** How long all frames were, both ways, with the flags and the size before each. */
  get frameBytes(): number {
    const frames = this.#tap.messages.flatMap(message => message.frames)
    return frames.reduce((sum, { length }) => sum + length + (length > 255 ? 9 : 2), 0)
  }

  #shown(side: WireMessage['from']): string[] {
    const messages = this.#tap.messages.filter(({ from }) => from === side)
    return messages.map(({ frames }) => show(frames))
  }
}
