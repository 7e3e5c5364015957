/** A socket file that stands in for a peer's: who connects to it is connected to the peer. */

import { unlinkSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { UsageError } from '../../scenario/usage-error.js'
import { isListening } from '../is-listening.js'
import { Connection, type Route, SOCKET_BUFFER_BYTES } from './connection.js'

export class LinkProxy {
  readonly #server: Server
  readonly #connections = new Set<Connection>()

  /**
   * @param path of the file that stands in. One that a crash has left is not in the way.
   * @throws UsageError if somebody listens there already.
   */
  static async open(path: string, route: Route): Promise<LinkProxy> {
    if (await isListening(path)) {
      throw new UsageError(`Links are in use already at ${path}: stop them, or use another --dir`)
    }
    const forwarder = new LinkProxy(route)
    try {
      unlinkSync(path)
    } catch {
      // There was none.
    }
    await new Promise<void>((resolve, reject) => {
      forwarder.#server.once('error', reject).listen(path, resolve)
    })
    return forwarder
  }

  private constructor(route: Route) {
    const options = { pauseOnConnect: true, highWaterMark: SOCKET_BUFFER_BYTES }
    this.#server = createServer(options, client => {
      const connection = new Connection(client, route, () => this.#connections.delete(connection))
      this.#connections.add(connection)
    })
  }

  /** The links may have changed. */
  settle(): void {
    for (const connection of this.#connections) connection.settle()
  }

  /** Removes the file too. */
  close(): void {
    this.#server.close()
    for (const connection of this.#connections) connection.close()
  }
}
