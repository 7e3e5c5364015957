/** ZMTP 3 by hand (https://rfc.zeromq.org/spec/23): what no ZeroMQ library would send. */

import { connect } from 'node:net'

/** Version 3.0, mechanism NULL. */
export const GREETING = Buffer.alloc(64)
GREETING.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0])
GREETING.write('NULL', 12, 'latin1')

const MORE = 1
const LONG = 2
const COMMAND = 4

/** With a size in 8 bytes where it needs them, or where another size is claimed. */
function framed(flags, body, claimed = body.length) {
  const isLong = claimed > 255
  const head = Buffer.alloc(isLong ? 9 : 2)
  head[0] = flags | (isLong ? LONG : 0)
  if (isLong) head.writeBigUInt64BE(BigInt(claimed), 1)
  else head[1] = claimed
  return Buffer.concat([head, body])
}

export function frame(content, hasMore = false) {
  return framed(hasMore ? MORE : 0, Buffer.from(content))
}

/** A frame that says it is longer or shorter than it is. */
export function lyingFrame(content, claimed) {
  return framed(0, Buffer.from(content), claimed)
}

export function message(frames) {
  const last = frames.length - 1
  return Buffer.concat(frames.map((content, index) => frame(content, index < last)))
}

export function command(name, data = Buffer.alloc(0)) {
  return framed(COMMAND, Buffer.concat([Buffer.from([name.length]), Buffer.from(name), data]))
}

/** What each side says of itself after the greeting. */
export function ready(type, identity = '') {
  const properties = [property('Socket-Type', type)]
  if (identity.length > 0) properties.push(property('Identity', identity))
  return command('READY', Buffer.concat(properties))
}

function property(name, value) {
  const content = Buffer.from(value)
  const size = Buffer.alloc(4)
  size.writeUInt32BE(content.length)
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), size, content])
}

/** A connection that says what it is given. What comes back is discarded. */
export class Raw {
  #socket
  #opened
  isClosed = false

  constructor(path) {
    this.#socket = connect(path)
    this.#socket.on('data', () => {})
    this.#opened = new Promise(resolve => {
      this.#socket.once('connect', () => resolve(true))
      this.#socket.once('close', () => {
        this.isClosed = true
        resolve(false)
      })
    })
    // Refused, cut off, closed: all of that is the other's right.
    this.#socket.on('error', () => {})
  }

  /** Resolves when it stands, or with false if it does not. */
  opened() {
    return this.#opened
  }

  /** Resolves when the other side has taken it, or with false when the connection has gone. */
  async write(bytes) {
    if (!(await this.#opened) || this.isClosed) return false
    return new Promise(resolve => {
      const gone = () => resolve(false)
      this.#socket.once('close', gone)
      this.#socket.write(bytes, error => {
        this.#socket.off('close', gone)
        resolve(!error)
      })
    })
  }

  /** libzmq takes what comes after the handshake as soon as it has sent its own. */
  handshake(type, identity) {
    return this.write(Buffer.concat([GREETING, ready(type, identity)]))
  }

  close() {
    this.#socket.destroy()
  }
}
