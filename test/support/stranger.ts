/** A stranger: whoever can reach a socket file and speaks ZMTP 3.0, or nothing, by hand. */

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'

const MORE = 1
const LONG = 2
const COMMAND = 4

/** One frame as it travels. */
function rawFrame(body: Buffer | string, flags = 0): Buffer {
  const bytes = Buffer.from(body as string, 'latin1')
  if (bytes.length < 256) return Buffer.concat([Buffer.from([flags, bytes.length]), bytes])
  const head = Buffer.alloc(9)
  head[0] = flags | LONG
  head.writeBigUInt64BE(BigInt(bytes.length), 1)
  return Buffer.concat([head, bytes])
}

/** A frame of a message that goes on. */
export const rawPart = (body: Buffer | string): Buffer => rawFrame(body, MORE)

/** A subscription, as ZMTP 3.0 has it. */
export const rawSubscription = (topic: string): Buffer => rawFrame(`\x01${topic}`)

export class Stranger {
  readonly socket: Socket
  isGone = false
  /** Resolves when the connection is closed, by whomever. */
  readonly gone: Promise<void>
  #heard = 0

  /** Connects, and says nothing. */
  static async idle(path: string): Promise<Stranger> {
    const socket = connect(path)
    // Whoever refuses it later ends it by an error.
    socket.on('error', () => {})
    const stranger = new Stranger(socket)
    await once(socket, 'connect')
    return stranger
  }

  /** Connects, and is through the handshake, as a socket of that type. */
  static async open(path: string, type: string, identity = ''): Promise<Stranger> {
    const stranger = await Stranger.idle(path)
    const property = (name: string, value: string) => {
      const size = Buffer.alloc(4)
      size.writeUInt32BE(value.length)
      return Buffer.concat([
        Buffer.from([name.length]),
        Buffer.from(name),
        size,
        Buffer.from(value),
      ])
    }
    const greeting = Buffer.alloc(64)
    greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0])
    greeting.write('NULL', 12)
    const ready = Buffer.concat([
      Buffer.from('\x05READY'),
      property('Socket-Type', type),
      property('Identity', identity),
    ])
    stranger.socket.write(greeting)
    stranger.socket.write(rawFrame(ready, COMMAND))
    // The other's greeting, and then its own READY.
    while (stranger.#heard <= greeting.length) await once(stranger.socket, 'data')
    return stranger
  }

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', bytes => {
      this.#heard += bytes.length
    })
    this.gone = new Promise(resolve => {
      socket.on('close', () => {
        this.isGone = true
        resolve()
      })
    })
  }

  /** Resolves when the bytes are on their way, or the connection is gone. */
  async say(bytes: Buffer): Promise<void> {
    await new Promise(resolve => this.socket.write(bytes, resolve))
  }

  close(): void {
    this.socket.destroy()
  }
}

/** The memory of a process, in MiB. */
export function memoryMiB(pid: number): number {
  const [, kib] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+)/m) ?? []
  // One that ends has none any more.
  return Number(kib ?? 0) / 1024
}
