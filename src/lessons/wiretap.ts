/** A spy on a wire: passes on all that two sockets send each other, and tells what it was. */

import { connect, createServer, type Server, type Socket } from 'node:net'
import { framesOf, ZmtpSplitter } from '../wire/zmtp.js'

/** A message as it was on the wire. */
export interface WireMessage {
  readonly from: 'connecting' | 'binding'
  readonly frames: readonly Uint8Array[]
}

export class Wiretap {
  /** To connect to, in place of the endpoint that is spied on. */
  readonly endpoint: string
  /** All that was seen so far. */
  readonly messages: WireMessage[] = []
  /** What the connecting side said of itself, such as its identity: the commands of ZMTP. */
  readonly commands: Uint8Array[] = []
  readonly #server: Server
  readonly #sockets: Socket[] = []

  /** @param endpoint of tcp, such as `tcp://127.0.0.1:5555` */
  static async open(endpoint: string): Promise<Wiretap> {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return new Wiretap(server, new URL(endpoint))
  }

  private constructor(server: Server, target: URL) {
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    this.endpoint = `tcp://127.0.0.1:${port}`
    this.#server = server.on('connection', connecting => {
      const binding = connect(Number(target.port), target.hostname)
      this.#spy('connecting', connecting, binding)
      this.#spy('binding', binding, connecting)
    })
  }

  /** Breaks the connections that there are; who connects again gets a new one. */
  cut(): void {
    for (const socket of this.#sockets.splice(0)) socket.destroy()
  }

  close(): void {
    this.#server.close()
    this.cut()
  }

  #spy(from: WireMessage['from'], source: Socket, sink: Socket): void {
    const splitter = new ZmtpSplitter()
    this.#sockets.push(source)
    source.setNoDelay()
    source.on('error', () => sink.destroy())
    source.on('close', () => sink.end())
    source.on('data', chunk => {
      for (const { kind, bytes } of splitter.push(chunk)) {
        // The memory of the chunk is used again.
        const kept = Uint8Array.from(bytes)
        if (kind === 'message') this.messages.push({ from, frames: framesOf(kept) })
        if (kind === 'command' && from === 'connecting') this.commands.push(kept)
      }
      sink.write(chunk)
    })
  }
}
