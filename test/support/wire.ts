/** A spy on the network: it stands between a socket and those that connect, and writes all down. */

import { connect, createServer, type Socket as Stream } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Socket } from 'zeromq'
import { type Part, ZmtpSplitter } from '../../src/wire/zmtp.js'
import { show } from './frames.js'
import { endpointOf } from './sockets.js'

export class Wire {
  /** The messages that went to the socket, and those that came from it; as text. */
  readonly there: string[] = []
  readonly back: string[] = []
  /** What the side that connects says of itself before any message. */
  readonly greetings: string[] = []
  /** How long all messages were, both ways, with what tells their frames apart. */
  messageBytes = 0
  endpoint = ''

  /** Before a socket that is bound. Connect to the wire instead of it. */
  static async to(socket: Socket): Promise<Wire> {
    const wire = new Wire()
    const { port, hostname } = new URL(endpointOf(socket))
    const streams: Stream[] = []
    const server = createServer(caller => {
      const called = connect(Number(port), hostname)
      streams.push(caller, called)
      for (const stream of [caller, called]) stream.setNoDelay()
      wire.#carries(caller, called, wire.there)
      wire.#carries(called, caller, wire.back)
    })
    onTestFinished(() => {
      server.close()
      for (const stream of streams) stream.destroy()
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('There is no port')
    wire.endpoint = `tcp://127.0.0.1:${address.port}`
    return wire
  }

  #carries(from: Stream, to: Stream, messages: string[]): void {
    const splitter = new ZmtpSplitter()
    from.on('data', chunk => {
      for (const { kind, bytes } of splitter.push(chunk)) {
        if (kind === 'message') {
          messages.push(show(framesOf(bytes)))
          this.messageBytes += bytes.length
        }
        if (kind === 'command' && messages === this.there) {
          this.greetings.push(Buffer.from(bytes).toString('latin1'))
        }
      }
      to.write(chunk)
    })
    // Either side may go at any time.
    for (const end of ['close', 'error']) from.on(end, () => to.destroy())
  }
}

/** Each frame has a byte of flags and its size, of one byte or, if it is long, of eight. */
function framesOf(message: Part['bytes']): Uint8Array[] {
  const view = Buffer.from(message)
  const frames: Uint8Array[] = []
  for (let at = 0; at < view.length; ) {
    const isLong = view.readUInt8(at) & 2
    const start = at + (isLong ? 9 : 2)
    const end = start + (isLong ? Number(view.readBigUInt64BE(at + 1)) : view.readUInt8(at + 1))
    frames.push(view.subarray(start, end))
    at = end
  }
  return frames
}
