/** Workers: each says READY, works on one task at a time, and echoes it, signed. */

import { type Distribution, draw } from '../base/distribution.js'
import type { Millis } from '../base/time.js'
import { TimerQueue } from '../base/timer-queue.js'
import { type Envelope, textOf } from '../wire/envelope.js'
import type { Machine, Ports } from '../wire/machine.js'
import { signed } from '../wire/task.js'
import { Idle } from './idle.js'

/**
 * What workers note, about a worker: `hired`, when it says READY, and `dismissed`, when it ends;
 * `began` with a task, its value the service time to come, and then `finished`, or `dropped` if the
 * worker ended before the task did; `malformed` for a message that is no task. About STATE:
 * `malformed` for what is no state of their broker.
 */
export type WorkerFact = 'hired' | 'dismissed' | 'began' | 'finished' | 'dropped' | 'malformed'

/** The inlet of what their broker publishes: `[cluster, capacity]`. */
export const STATE = 'state'

export interface WorkerOptions {
  /** The workers' names; each is also the name of its socket. */
  readonly names: readonly string[]
  readonly service: Distribution
  /** Whether they are behind one socket: then it is new for all when it is for one. */
  readonly isShared?: boolean
}

interface Work {
  readonly name: string
  readonly message: Envelope
}

/** A number of workers, each with an inlet and outlet of its own name, as if by a REQ socket. */
export class WorkerPool implements Machine {
  readonly #options: WorkerOptions
  readonly #ports: Ports<string, WorkerFact>
  readonly #busy = new TimerQueue<Work>()
  /** By worker, what it works on. What is not here any more was dropped by a worker that ended. */
  readonly #works = new Map<string, Work>()
  readonly #idle: Idle

  constructor(options: WorkerOptions, ports: Ports<string, WorkerFact>) {
    this.#options = options
    this.#ports = ports
    this.#idle = new Idle(ports.random)
  }

  start(now: Millis): void {
    for (const name of this.#options.names) this.startWorker(name, now)
  }

  receive(inlet: string, message: Envelope, now: Millis): void {
    if (inlet === STATE) this.#hearState(message, now)
    else if (message.length === 0) this.#refuse(inlet, now)
    else this.#begin(inlet, message, now)
  }

  /** There is no broker to send to: nothing is left to say. */
  bounce(): void {}

  connection(): void {}

  tick(now: Millis): void {
    for (;;) {
      const work = this.#busy.takeDue(now)
      if (!work) break
      if (this.#works.get(work.name) !== work) continue
      this.#works.delete(work.name)
      this.#answer(work.name, work.message, now)
    }
    this.#announce(now)
  }

  /** The worker's socket is new: it says READY. */
  startWorker(name: string, now: Millis): void {
    this.#ports.note('hired', name, 1)
    this.#ports.send(name, ['READY'])
    this.#idle.add(name, now)
  }

  /** The worker ends, and whatever it has in hand ends with it. */
  stopWorker(name: string): void {
    if (this.#works.delete(name)) this.#ports.note('dropped', name, 1)
    this.#ports.note('dismissed', name, 1)
    this.#idle.remove(name)
  }

  get deadline(): Millis {
    return Math.min(this.#busy.nextAt, this.#idle.nextAt)
  }

  #begin(name: string, message: Envelope, now: Millis): void {
    // Behind a shared socket it may have one that was sent to its earlier life: it was taken back.
    if (this.#works.delete(name)) this.#ports.note('dropped', name, 1)
    this.#idle.remove(name)
    const serviceMs = draw(this.#options.service, this.#ports.random)
    this.#ports.note('began', name, serviceMs)
    if (serviceMs <= 0) this.#answer(name, message, now)
    else {
      const work = { name, message }
      this.#works.set(name, work)
      this.#busy.add(now + serviceMs, work)
    }
  }

  #hearState(message: Envelope, now: Millis): void {
    if (message.length !== 2) this.#ports.note('malformed', STATE, 1)
    else if (textOf(message[1]) === '0') this.#idle.doubt(now)
  }

  /**
   * Workers that have got nothing for so long may be ready without their broker knowing, as when a
   * stranger had their name: by a new socket they say READY again. That changes nothing if it knew.
   */
  #announce(now: Millis): void {
    const due = this.#idle.takeDue(now, this.#options.isShared === true)
    due.forEach((name, index) => {
      if (index === 0 || !this.#options.isShared) this.#ports.reopen(name)
      this.#ports.send(name, ['READY'])
    })
  }

  /** A REQ socket that has been sent something hears nothing more until it has answered. */
  #refuse(name: string, now: Millis): void {
    this.#ports.note('malformed', name, 1)
    this.#ports.send(name, [''])
    this.#idle.add(name, now)
  }

  /** The envelope goes back as it came; of the body, only one of our own is signed. */
  #answer(name: string, message: Envelope, now: Millis): void {
    const body = message[message.length - 1]
    const answer = signed(textOf(body), name) ?? body ?? ''
    this.#ports.note('finished', name, 1)
    this.#ports.send(name, message.toSpliced(-1, 1, answer))
    this.#idle.add(name, now)
  }
}
