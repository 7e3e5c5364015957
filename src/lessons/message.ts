/** A message that knows how an envelope is put on and taken off: all that a broker does to it. */

import { textOf } from '../wire/envelope.js'

/** A socket that gives and takes whole messages. */
export interface Talker {
  receive(): Promise<Buffer[]>
  send(frames: Buffer[]): Promise<void>
}

export class Message {
  readonly frames: Buffer[]

  static async from(socket: Talker): Promise<Message> {
    return new Message(await socket.receive())
  }

  constructor(frames: readonly Buffer[]) {
    this.frames = [...frames]
  }

  /** The last frame, as text. */
  get body(): string {
    return textOf(this.frames.at(-1))
  }

  /** The envelope stays, however many addresses it has. */
  set body(text: string) {
    this.frames[this.frames.length - 1] = Buffer.from(text)
  }

  /** Takes off the first frame. */
  pop(): Buffer {
    return this.frames.shift() ?? Buffer.alloc(0)
  }

  /** Takes off the first address, and the delimiter behind it if there is one. */
  unwrap(): Buffer {
    const address = this.pop()
    if (this.frames[0]?.length === 0) this.pop()
    return address
  }

  /** Puts an address in front, and a delimiter behind it. */
  wrap(address: Buffer): this {
    this.frames.unshift(address, Buffer.alloc(0))
    return this
  }

  sendTo(socket: Talker): Promise<void> {
    return socket.send(this.frames)
  }
}
