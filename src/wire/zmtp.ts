/**
 * ZMTP 3, the protocol of zeromq's connections, just enough of it to tell whole messages apart in a
 * stream of bytes (https://rfc.zeromq.org/spec/23, 37). What is in them is left to others.
 */

import { HELD_BYTES_MAX } from './sizes.js'

/** A piece of the stream that makes sense by itself. */
export interface Part {
  /** The greeting comes in pieces, as its two sides wait for each other within it. */
  readonly kind: 'greeting' | 'command' | 'message'
  /** As on the wire; of a message, all its frames. */
  readonly bytes: Uint8Array
}

const GREETING_BYTES = 64
const SIGNATURE = 0xff
/** Where a greeting has the first digit of its version. */
const VERSION_AT = 10

const MORE = 1
const LONG = 2
const COMMAND = 4

/** Splits what one side of a connection sends. */
export class ZmtpSplitter {
  #greetingBytes = 0
  /** What came of a part that is not whole yet. */
  readonly #held: Uint8Array[] = []
  #heldBytes = 0
  /** How much of that is whole frames. */
  #frameAt = 0
  /** How much of it must be there before more can be said. */
  #neededBytes = 1

  /**
   * What is whole now, in order. The parts share the memory of the chunk.
   *
   * @throws Error for what is not ZMTP 3, or a message of more than 4 MiB.
   */
  push(chunk: Uint8Array): Part[] {
    const greeting = chunk.subarray(0, GREETING_BYTES - this.#greetingBytes)
    if (greeting.length === 0) return this.#split(chunk)
    this.#checkGreeting(greeting)
    this.#greetingBytes += greeting.length
    const rest = this.#split(chunk.subarray(greeting.length))
    return [{ kind: 'greeting', bytes: greeting }, ...rest]
  }

  #checkGreeting(piece: Uint8Array): void {
    const signature = this.#greetingBytes === 0 ? piece[0] : SIGNATURE
    const version = piece[VERSION_AT - this.#greetingBytes] ?? 3
    if (signature !== SIGNATURE || version < 3) throw new Error('this is not ZMTP 3')
  }

  #split(chunk: Uint8Array): Part[] {
    this.#hold(chunk)
    if (this.#heldBytes < this.#neededBytes) return []
    const bytes = joined(this.#held.splice(0))
    this.#heldBytes = 0
    const parts: Part[] = []
    let partAt = 0
    let frameAt = this.#frameAt
    let frameEnd = endOfFrame(bytes, frameAt)
    while (frameEnd <= bytes.length) {
      const flags = bytes[frameAt] ?? 0
      if (!(flags & MORE)) {
        const kind = flags & COMMAND ? 'command' : 'message'
        parts.push({ kind, bytes: bytes.subarray(partAt, frameEnd) })
        partAt = frameEnd
      }
      frameAt = frameEnd
      frameEnd = endOfFrame(bytes, frameAt)
    }
    if (frameEnd - partAt > HELD_BYTES_MAX) throw new Error('a message has more than 4 MiB')
    this.#hold(bytes.subarray(partAt))
    this.#frameAt = frameAt - partAt
    this.#neededBytes = frameEnd - partAt
    return parts
  }

  #hold(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#held.push(bytes)
    this.#heldBytes += bytes.length
  }
}

/** The frames of a whole message, without their framing. */
export function framesOf(message: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = []
  for (let at = 0; at < message.length; ) {
    const end = endOfFrame(message, at)
    frames.push(message.subarray(at + headBytes(message, at), end))
    at = end
  }
  return frames
}

/** Where the frame ends; or, beyond the bytes, how many of them are needed to know. */
function endOfFrame(bytes: Uint8Array, at: number): number {
  const headEnd = at + headBytes(bytes, at)
  if (headEnd > bytes.length) return headEnd
  let size = 0
  for (let place = at + 1; place < headEnd; place++) size = size * 256 + (bytes[place] ?? 0)
  return headEnd + size
}

/** The flags and the size. */
function headBytes(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) & LONG ? 9 : 2
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [first = new Uint8Array()] = pieces
  if (pieces.length <= 1) return first
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
