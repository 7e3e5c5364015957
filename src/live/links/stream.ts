/**
 * One way of one connection: what a socket sends is handed on to another, message by message, late
 * or not at all, as its link has it.
 */

import type { Socket } from 'node:net'
import { Fifo } from '../../base/fifo.js'
import type { Millis } from '../../base/time.js'
import { LinkState } from '../../scenario/link-state.js'
import { ZmtpSplitter } from '../../wire/zmtp.js'
import { nowMs } from '../clock.js'

/** Since the start. */
export interface LinkCounts {
  /** What was handed on, with the framing of zeromq. */
  readonly bytes: number
  readonly messages: number
  readonly dropped: number
}

/** One direction between two brokers, shared by all streams that go there. */
export class LiveLink extends LinkState implements LinkCounts {
  bytes = 0
  messages = 0
  dropped = 0
}

/** How much waits in a stream before no more is read, besides one message. */
const HELD_BYTES_MAX = 1_048_576

/** A timer counts whole milliseconds. What is due so soon goes now, else all would be late. */
const SOON_MS: Millis = 0.5

interface Held {
  /** Undefined: the end of the stream. */
  readonly bytes: Uint8Array | undefined
  readonly dueAt: Millis
}

/** From where to where, and over what. */
export interface Course {
  readonly source: Socket
  readonly sink: Socket
  readonly link: LiveLink
  /** Whether messages may be lost: not those of a SUB, which are subscriptions. */
  readonly isLossy: boolean
}

export class Stream {
  readonly #course: Course
  readonly #splitter = new ZmtpSplitter()
  readonly #queue = new Fifo<Held>()
  #heldBytes = 0
  /** Nothing overtakes what arrives then. */
  #lastAt: Millis = 0
  /** The sink has said that it has enough for now. */
  #isFull = false
  #timer: NodeJS.Timeout | undefined

  /** The source must be paused. */
  constructor(course: Course) {
    this.#course = course
    const { source, sink } = course
    source.on('data', (chunk: Buffer) => this.#take(chunk))
    source.once('close', () => this.#takeEnd())
    sink.on('drain', () => {
      this.#isFull = false
      this.settle()
    })
    sink.once('close', () => this.settle())
    this.settle()
  }

  /** Hands on what is due, and reads on unless enough is held; the link may have changed. */
  settle(): void {
    const { source, sink, link } = this.#course
    clearTimeout(this.#timer)
    if (sink.destroyed) this.#forget()
    else if (!link.isCut) this.#handOn()
    if (link.isCut || this.#heldBytes > HELD_BYTES_MAX) source.pause()
    else source.resume()
  }

  #take(chunk: Uint8Array): void {
    const { source, sink, link, isLossy } = this.#course
    if (sink.destroyed) return
    const now = nowMs()
    try {
      for (const { kind, bytes } of this.#splitter.push(chunk)) {
        if (kind !== 'message' || !isLossy) this.#hold(bytes, now)
        else if (link.vanishes()) link.dropped++
        else {
          link.messages++
          this.#hold(bytes, now)
        }
      }
    } catch {
      // Not a broker.
      source.destroy()
    }
    this.settle()
  }

  /** The end travels like all else. */
  #takeEnd(): void {
    this.#hold(undefined, nowMs())
    this.settle()
  }

  #hold(bytes: Uint8Array | undefined, now: Millis): void {
    const length = bytes?.length ?? 0
    this.#lastAt = Math.max(this.#lastAt, this.#course.link.arrival(now, length))
    this.#queue.push({ bytes, dueAt: this.#lastAt })
    this.#heldBytes += length
  }

  #handOn(): void {
    const { sink, link } = this.#course
    const now = nowMs()
    sink.cork()
    for (let held = this.#queue.shift(); held; held = this.#queue.shift()) {
      if (this.#isFull || held.dueAt > now + SOON_MS) {
        this.#queue.unshift(held)
        if (!this.#isFull) this.#timer = setTimeout(() => this.settle(), held.dueAt - now)
        break
      }
      if (!held.bytes) {
        sink.destroySoon()
        break
      }
      this.#heldBytes -= held.bytes.length
      link.bytes += held.bytes.length
      this.#isFull = !sink.write(held.bytes)
    }
    sink.uncork()
  }

  /** There is nobody any more to hand it to. */
  #forget(): void {
    while (this.#queue.shift());
    this.#heldBytes = 0
  }
}
