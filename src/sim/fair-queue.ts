/**
 * What waits in a ROUTER socket: it reads its connections in turn, one message each, so that it is
 * a queue for each of them and none over all (libzmq's fair queuing).
 */

import { Fifo } from '../base/fifo.js'
import { type Envelope, textOf } from '../wire/envelope.js'

/** The messages of one connection that wait behind the one that has its place in the turn. */
type Backlog = Fifo<Envelope>

export class FairQueue {
  /** One message for each connection that has any, in the order of their turns. */
  readonly #turns = new Fifo<Envelope>()
  /** By the routing id of each connection in `#turns`; undefined while it has no more than that. */
  readonly #backlogs = new Map<string, Backlog | undefined>()
  #size = 0

  get size(): number {
    return this.#size
  }

  push(message: Envelope): void {
    this.#size++
    const id = textOf(message[0])
    if (!this.#backlogs.has(id)) {
      this.#backlogs.set(id, undefined)
      this.#turns.push(message)
      return
    }
    const backlog = this.#backlogs.get(id) ?? new Fifo()
    backlog.push(message)
    this.#backlogs.set(id, backlog)
  }

  /** The next message; its connection takes its next turn after all others. */
  shift(): Envelope | undefined {
    const message = this.#turns.shift()
    if (!message) return undefined
    this.#size--
    const id = textOf(message[0])
    const next = this.#backlogs.get(id)?.shift()
    if (next) this.#turns.push(next)
    else this.#backlogs.delete(id)
    return message
  }

  clear(): void {
    while (this.shift());
  }
}
