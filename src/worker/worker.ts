/** Workers: each says READY, works on one task at a time, and echoes it, signed. */

import { Agenda } from '../base/agenda.js'
import { type Distribution, draw } from '../base/distribution.js'
import type { Millis } from '../base/time.js'
import { type Envelope, textOf } from '../wire/envelope.js'
import type { Machine, Ports } from '../wire/machine.js'
import { signed } from '../wire/task.js'

/**
 * What workers note, about a worker: `hired`, when it says READY, and `dismissed`, when it ends;
 * `began` with a task, its value the service time to come, and then `finished`, or `dropped` if the
 * worker ended before the task did; `malformed` for a message that is no task.
 */
export type WorkerFact = 'hired' | 'dismissed' | 'began' | 'finished' | 'dropped' | 'malformed'

export interface WorkerOptions {
  /** The workers' names; each is also the name of its socket. */
  readonly names: readonly string[]
  readonly service: Distribution
}

interface Work {
  readonly name: string
  readonly message: Envelope
}

/** A number of workers, each with an inlet and outlet of its own name, as if by a REQ socket. */
export class WorkerPool implements Machine {
  readonly #options: WorkerOptions
  readonly #ports: Ports<string, WorkerFact>
  readonly #busy = new Agenda<Work>()
  /** By worker, what it works on. What is not here any more was dropped by a worker that ended. */
  readonly #works = new Map<string, Work>()

  constructor(options: WorkerOptions, ports: Ports<string, WorkerFact>) {
    this.#options = options
    this.#ports = ports
  }

  start(): void {
    for (const name of this.#options.names) this.hire(name)
  }

  receive(name: string, message: Envelope, now: Millis): void {
    if (message.length === 0) return this.#refuse(name)
    // Behind a shared socket it may have one that was sent to its earlier life: it was taken back.
    if (this.#works.delete(name)) this.#ports.note('dropped', name, 1)
    const serviceMs = draw(this.#options.service, this.#ports.random)
    this.#ports.note('began', name, serviceMs)
    if (serviceMs <= 0) this.#answer(name, message)
    else {
      const work = { name, message }
      this.#works.set(name, work)
      this.#busy.add(now + serviceMs, work)
    }
  }

  /** There is no broker to send to: nothing is left to say. */
  bounce(): void {}

  connection(): void {}

  tick(now: Millis): void {
    for (;;) {
      const work = this.#busy.takeDue(now)
      if (!work) return
      if (this.#works.get(work.name) !== work) continue
      this.#works.delete(work.name)
      this.#answer(work.name, work.message)
    }
  }

  /** The worker's socket is new: it says READY. */
  hire(name: string): void {
    this.#ports.note('hired', name, 1)
    this.#ports.send(name, ['READY'])
  }

  /** The worker ends, and whatever it has in hand ends with it. */
  dismiss(name: string): void {
    if (this.#works.delete(name)) this.#ports.note('dropped', name, 1)
    this.#ports.note('dismissed', name, 1)
  }

  get deadline(): Millis {
    return this.#busy.nextAt
  }

  wants(): boolean {
    return true
  }

  /** A REQ socket that has been sent something hears nothing more until it has answered. */
  #refuse(name: string): void {
    this.#ports.note('malformed', name, 1)
    this.#ports.send(name, [''])
  }

  /** The envelope goes back as it came; of the body, only one of our own is signed. */
  #answer(name: string, message: Envelope): void {
    const body = message[message.length - 1]
    const answer = signed(textOf(body), name) ?? body ?? ''
    this.#ports.note('finished', name, 1)
    this.#ports.send(name, message.toSpliced(-1, 1, answer))
  }
}
