/** The requests that wait at a broker since it read them, by who sent them, and where. */

import { type Frames, same } from './grammar.js'

export class Requested {
  readonly #waiting = new Map<string, Frames[]>()
  /** Where the last one waits. */
  #last: Frames[] = []

  add(socket: string, request: Frames): void {
    const key = keyOf(socket, String(request[0]))
    this.#last = this.#waiting.get(key) ?? []
    this.#last.push(request)
    this.#waiting.set(key, this.#last)
  }

  /** The one that was read last is dropped: its sender has too many. */
  dropLast(): void {
    this.#last.pop()
  }

  /** A worker, or a peer, is sent it. One that came home waits here no more. */
  take(request: Frames): void {
    for (const socket of ['localfe', 'cloudfe']) {
      const waiting = this.#waiting.get(keyOf(socket, String(request[0]))) ?? []
      const place = waiting.findIndex(each => same(each, request))
      if (place < 0) continue
      waiting.splice(place, 1)
      return
    }
  }

  /** Who sent them is gone. Gives what is dropped. */
  forget(socket: string, name: string): Frames[] {
    return this.#waiting.get(keyOf(socket, name))?.splice(0) ?? []
  }
}

function keyOf(socket: string, name: string): string {
  return `${socket} ${name}`
}
