/** The open sockets of a driver: one for each name of the machine, or one for each peer. */

import type { Millis } from '../base/time.js'
import { type Envelope, textOf } from '../wire/envelope.js'
import type { Readable } from './reader.js'

/** What the driver needs of a zeromq.js socket; some only send, some only receive. */
export interface Socket extends Readable {
  /** For how many ms libzmq goes on sending when it has been closed. */
  linger?: number
  close(): void
  send?(message: unknown): Promise<void>
}

/** A socket that is open, or was. */
export interface Line {
  /** The machine's name for it, as an inlet and as an outlet. */
  readonly name: string
  /** Whom it connects to, where there is one for each peer. */
  readonly peer: string | undefined
  readonly socket: Socket
  isOpen: boolean
}

export class Lines {
  /** By the machine's name, then by peer; undefined where there is one for all. */
  readonly #lines = new Map<string, Map<string | undefined, Line>>()

  open(name: string, socket: Socket, peer: string | undefined): Line {
    const line = { name, peer, socket, isOpen: true }
    const others = this.#lines.get(name)
    if (others) others.set(peer, line)
    else this.#lines.set(name, new Map([[peer, line]]))
    return line
  }

  /** @returns whether there was one. */
  shut(name: string, peer: string | undefined): boolean {
    const lines = this.#lines.get(name)
    const line = lines?.get(peer)
    if (!line) return false
    line.isOpen = false
    line.socket.close()
    return lines?.delete(peer) === true
  }

  /** Closes all of them, each of which may be closed already. */
  close(lingerMs: Millis): void {
    for (const { name, peer, socket } of this.all()) {
      if (!socket.closed) socket.linger = lingerMs
      this.shut(name, peer)
    }
  }

  all(): Line[] {
    return [...this.#lines.values()].flatMap(lines => [...lines.values()])
  }

  /** The socket by which a message goes out: the first frame names its peer. */
  way(outlet: string, message: Envelope): Socket | undefined {
    const lines = this.#lines.get(outlet)
    return (lines?.get(undefined) ?? lines?.get(textOf(message[0])))?.socket
  }
}
