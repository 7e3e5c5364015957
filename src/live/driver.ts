/**
 * The live driver: runs one machine on real sockets and the real clock. It reads all sockets, hands
 * back what could not be sent, and calls the machine at its deadline.
 */

import { XPublisher } from 'zeromq'
import type { Random } from '../base/random.js'
import { type Millis, NEVER } from '../base/time.js'
import { type Envelope, textOf } from '../wire/envelope.js'
import type { Machine, Ports } from '../wire/machine.js'
import { nowMs } from './clock.js'
import { copyFrames, isZeroCopy, NOTHING } from './frames.js'
import { type Line, Lines, type Socket } from './lines.js'
import { readAll } from './reader.js'
import { LINGER_MS } from './sockets.js'

export interface DriverOptions<Fact extends string> {
  /** That it begins with, by the machine's names for its inlets and outlets. */
  readonly sockets?: ReadonlyMap<string, Socket>
  readonly random: Random
  /** Whether long frames that are no text must not pass, as over inproc. */
  readonly isTextOnly: boolean
  /** The machine wants a new socket: see `Ports.reopen`. */
  readonly onReopen: (outlet: string, peer: string | undefined) => void
  readonly onFact: (fact: Fact, about: string, value: number) => void
  /** Whether messages come in crowds, as to a broker: then what is there is read in one go. */
  readonly isCrowded: boolean
  /** A bug: the machine or the driver threw. */
  readonly onError: (error: unknown) => void
}

export class Driver<Fact extends string> {
  readonly ports: Ports<string, Fact>
  readonly #options: DriverOptions<Fact>
  readonly #lines = new Lines()
  #machine: Machine | undefined
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined
  #timerAt: Millis = NEVER
  /** When the call under way began. */
  #callMs: Millis | undefined
  #hasLent = false

  constructor(options: DriverOptions<Fact>) {
    this.#options = options
    for (const [name, socket] of options.sockets ?? []) this.open(name, socket)
    this.ports = {
      send: (outlet, message) => this.#send(outlet, message),
      reopen: options.onReopen,
      random: options.random,
      note: options.onFact,
    }
  }

  /**
   * Starts the machine and reads its inlets until `close`.
   *
   * @param startMs not before that time: now, or some time soon.
   */
  run(machine: Machine, startMs = nowMs()): void {
    const waitMs = startMs - nowMs()
    if (waitMs > 0) {
      this.#timer = setTimeout(() => this.run(machine, startMs), Math.ceil(waitMs))
      return
    }
    this.#machine = machine
    this.#call((_, now) => machine.start(now))
    for (const line of this.#lines.all()) this.#listen(line)
  }

  /** What time it is for the machine: that of the call under way, if there is one. */
  get now(): Millis {
    return this.#callMs ?? nowMs()
  }

  /**
   * One more socket, also while it runs.
   *
   * @param peer whom it connects to, where there is one for each peer. What comes in by it without
   * that name in front is not said by the peer, and to the machine a message of no frames.
   */
  open(name: string, socket: Socket, peer?: string): void {
    const line = this.#lines.open(name, socket, peer)
    if (this.#machine) this.#listen(line)
  }

  /** Closes one socket, and says whether there was one; the machine is told nothing. */
  closeSocket(name: string, peer?: string): boolean {
    return this.#lines.shut(name, peer)
  }

  /** Something else befalls the machine, all of it at one instant; nothing if it does not run. */
  befall(happen: (now: Millis) => void): void {
    this.#call((_, now) => happen(now))
  }

  /** Tells the machine that a connection came up or went. */
  connection(outlet: string, peer: string, isUp: boolean): void {
    this.#call((machine, now) => machine.connection(outlet, peer, isUp, now))
  }

  /**
   * Closes the sockets.
   *
   * @returns for how long the thread must live on, so that libzmq can give back what it was lent.
   */
  close(): Millis {
    this.#stopTimer()
    this.#machine = undefined
    this.#lines.close(LINGER_MS)
    return this.#hasLent ? LINGER_MS + 100 : 0
  }

  #listen(line: Line): void {
    const { socket } = line
    if (!socket.receive) return
    const take = (frames: Buffer[]) => this.#take(line, frames)
    // What such a socket drops is a part of a message that is no subscription.
    const hasSubscribers = socket instanceof XPublisher
    const reading = {
      take,
      isCrowded: this.#options.isCrowded && !hasSubscribers,
      onDropped: hasSubscribers ? () => take([]) : () => {},
    }
    readAll(socket, reading).catch(this.#options.onError)
  }

  #take({ name, peer, isOpen }: Line, frames: Buffer[]): void {
    // Received before it was closed: there may be a new one in its place, with its own state.
    if (!isOpen) return
    const said = copyFrames(frames, this.#options.isTextOnly)
    const message = peer === undefined || textOf(said[0]) === peer ? said : NOTHING
    this.#call((machine, now) => machine.receive(name, message, now))
  }

  #send(outlet: string, message: Envelope): void {
    const socket = this.#lines.way(outlet, message)
    if (!socket?.send) return
    if (!this.#hasLent && isZeroCopy(message)) this.#hasLent = true
    try {
      socket.send(message).catch(error => this.#failedSend(outlet, message, error))
    } catch (error) {
      // A closed socket says so at once.
      if (!socket.closed) throw error
    }
  }

  #failedSend(outlet: string, message: Envelope, error: unknown): void {
    const code = codeOf(error)
    if (code === 'EHOSTUNREACH' || code === 'EAGAIN') {
      this.#call((machine, now) => machine.bounce(outlet, message, now))
    } else if (this.#machine) this.#options.onError(error)
  }

  /** Every call of the machine passes here: afterwards its deadline is read again. */
  #call(call: (machine: Machine, now: Millis) => void): void {
    const machine = this.#machine
    if (!machine) return
    const now = nowMs()
    this.#callMs = now
    try {
      call(machine, now)
    } catch (error) {
      this.#options.onError(error)
      return
    } finally {
      this.#callMs = undefined
    }
    if (machine.deadline < this.#timerAt) this.#setTimer(machine)
  }

  /** A deadline that moves away keeps its timer: a tick too early does nothing. */
  #setTimer(machine: Machine): void {
    const waitMs = machine.deadline - nowMs()
    this.#stopTimer()
    this.#timerAt = machine.deadline
    // What is due now waits only for the messages that are there already.
    if (waitMs <= 0) this.#immediate = setImmediate(this.#tick)
    else this.#timer = setTimeout(this.#tick, Math.ceil(waitMs))
  }

  readonly #tick = (): void => {
    this.#timerAt = NEVER
    this.#call((machine, now) => machine.tick(now))
  }

  #stopTimer(): void {
    clearTimeout(this.#timer)
    clearImmediate(this.#immediate)
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
