/** A connection over a link: from the broker that called to the one that it means to reach. */

import { connect, type Socket } from 'node:net'
import type { LinkFlow } from './paths.js'
import { type LiveLink, Stream } from './stream.js'

/** Where a connection leads, and what it meets on the way. */
export interface Route {
  /** The socket file of whom it leads to. */
  readonly path: string
  readonly flow: LinkFlow
  readonly out: LiveLink
  readonly back: LiveLink
}

/** Enough for a message or two of the longest, so that sockets do not wait for each other. */
export const SOCKET_BUFFER_BYTES = 65_536

export class Connection {
  readonly #client: Socket
  readonly #route: Route
  readonly #onGone: () => void
  #target: Socket | undefined
  #streams: readonly Stream[] = []

  /**
   * @param client paused
   * @param onGone both ends are closed.
   */
  constructor(client: Socket, route: Route, onGone: () => void) {
    this.#client = client
    this.#route = route
    this.#onGone = onGone
    this.#watch(client)
    this.settle()
  }

  /**
   * Goes on; the links may have changed. Over a link that is cut nobody is called: the client
   * waits for its greeting, as one does whose packets vanish, and gets it when the link has healed.
   */
  settle(): void {
    for (const stream of this.#streams) stream.settle()
    const { out, back } = this.#route
    if (!this.#target && !out.isCut && !back.isCut) this.#target = this.#call()
  }

  close(): void {
    this.#client.destroy()
    this.#target?.destroy()
  }

  #call(): Socket {
    const { path, flow, out, back } = this.#route
    const client = this.#client
    const options = { path, highWaterMark: SOCKET_BUFFER_BYTES }
    const target = connect(options).pause()
    this.#watch(target)
    target.once('connect', () => {
      // Upstream on the state flow is a SUB socket, which sends nothing but subscriptions; in ZMTP
      // 3.0 they are messages like others, and one that is lost is never sent again.
      const isLossy = flow !== 'state'
      this.#streams = [
        new Stream({ source: client, sink: target, link: out, isLossy }),
        new Stream({ source: target, sink: client, link: back, isLossy: true }),
      ]
    })
    // Nobody is there: the client sees that at once, and calls again.
    target.once('close', () => {
      if (this.#streams.length === 0) client.destroy()
    })
    return target
  }

  #watch(socket: Socket): void {
    // An error is followed by the close, and that says enough.
    socket.on('error', () => {})
    socket.once('close', () => {
      if (this.#client.destroyed && this.#target?.destroyed !== false) this.#onGone()
    })
  }
}
