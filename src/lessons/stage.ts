/** Where a part of a lesson plays: it lends sockets, shows what happens, and clears up. */

import { setMaxListeners } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import type { Socket } from 'zeromq'
import { namedFrames } from '../trace/named-frames.js'
import { type MessageEvent, traceFrames } from '../trace/trace.js'
import type { Claim, LessonListener } from './events.js'
import { Wiretap } from './wiretap.js'

/** What a part waits for comes soon, or not at all. */
const WAIT_MAX_MS = 3000

/** A socket that binds, or is bound to. */
type Bindable = Socket & {
  bind(endpoint: string): Promise<void>
  readonly lastEndpoint: string | null
}

export class Stage<Varied = object> {
  /** What the lesson varies, as the reader has it. */
  readonly varied: Varied
  /** Aborted when the part ends: also if the reader has enough, it takes too long, or it failed. */
  readonly signal: AbortSignal
  readonly #abort = new AbortController()
  /** What was claimed so far, and whether it holds. */
  readonly claims: Claim[] = []
  readonly #tell: LessonListener
  readonly #sockets: Socket[] = []
  readonly #taps: Wiretap[] = []
  readonly #plays: Promise<void>[] = []
  readonly #ends: (() => unknown)[] = []
  #hasEnded = false

  constructor(varied: Varied, signal: AbortSignal, tell: LessonListener) {
    this.varied = varied
    this.signal = AbortSignal.any([signal, this.#abort.signal])
    // As many clients and workers as the reader likes may pause at once.
    setMaxListeners(0, this.signal)
    this.#tell = tell
  }

  /** The socket, which is closed when the part ends. */
  open<S extends Socket>(socket: S): S {
    socket.linger = 0
    this.#sockets.push(socket)
    return socket
  }

  /** Binds to an endpoint of its own. @returns the endpoint, to connect to */
  async bind(socket: Bindable): Promise<string> {
    await socket.bind('tcp://127.0.0.1:*')
    return socket.lastEndpoint ?? ''
  }

  /** Puts a spy on the way to an endpoint. */
  async tap(endpoint: string): Promise<Wiretap> {
    const tap = await Wiretap.open(endpoint)
    this.#taps.push(tap)
    return tap
  }

  /** Plays a client, a worker or a broker beside the rest, until the part ends. */
  play(program: () => Promise<void>): void {
    this.#plays.push(program().catch(error => this.fail(error)))
  }

  /** Something broke that nobody waits for. */
  readonly fail = (error: unknown): void => {
    // The end closes sockets under the hands of those who play.
    if (!this.#hasEnded) this.#abort.abort(error)
  }

  /** What is to be done when the part ends, the last first. */
  atEnd(end: () => unknown): void {
    this.#ends.push(end)
  }

  /** Waits until it is so. @throws Error if it is not so within 3 s */
  async until(what: string, isSo: () => boolean): Promise<void> {
    const end = performance.now() + WAIT_MAX_MS
    while (!isSo()) {
      this.signal.throwIfAborted()
      if (performance.now() > end) throw new Error(`waited in vain until ${what}`)
      await this.pause(5)
    }
  }

  pause(ms: number): Promise<void> {
    return setTimeout(ms, undefined, { signal: this.signal })
  }

  say(text: string): void {
    this.#tell({ type: 'line', text })
  }

  draw(title: string, lines: readonly string[]): void {
    this.#tell({ type: 'drawing', title, lines })
  }

  /** @param names what each frame is; as many as there are frames */
  frames(where: string, frames: readonly Uint8Array[], names: readonly string[]): void {
    const named = traceFrames(frames).map((frame, at) => ({ frame, name: names[at] ?? '' }))
    this.#tell({ type: 'frames', where, frames: named })
  }

  /** A message of a broker, its frames named by what they are. */
  message(where: string, event: MessageEvent): void {
    this.#tell({ type: 'frames', where, frames: namedFrames(event) })
  }

  /**
   * Something that must be so; told after the answer.
   *
   * @param seen the figures or frames on which it stands
   */
  claim(claim: string, holds: boolean | 'unknown', seen: string): void {
    const verdict = holds === 'unknown' ? holds : holds ? 'true' : 'false'
    this.claims.push({ type: 'claim', claim, verdict, seen })
  }

  /** Ends all that was lent. */
  async close(): Promise<void> {
    this.#hasEnded = true
    this.#abort.abort()
    for (const end of this.#ends.reverse()) await end()
    for (const socket of this.#sockets) socket.close()
    for (const tap of this.#taps) tap.close()
    await Promise.all(this.#plays)
  }
}
