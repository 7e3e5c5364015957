/** A broker's memory of its workers: who is ready, longest idle first, and who does what. */

import { Fifo } from '../base/fifo.js'
import { type Envelope, type Frame, textOf } from '../wire/envelope.js'
import type { Task } from './task.js'

export interface Worker {
  readonly id: string
  /** The identity as the socket gave it. */
  readonly address: Frame
  /** What it is doing; undefined while it is ready. */
  assigned: { readonly task: Task; readonly sent: Envelope } | undefined
}

/** Workers come by saying READY, and go when a send to them finds no route (broker rules 1, 8). */
export class Workers {
  /** How many are ready. */
  ready = 0
  readonly #byId = new Map<string, Worker>()
  readonly #idle = new Fifo<Worker>()

  get size(): number {
    return this.#byId.size
  }

  get(id: string): Worker | undefined {
    return this.#byId.get(id)
  }

  /** Remembers a new worker, and that it is ready. */
  add(address: Frame): void {
    const id = textOf(address)
    const worker: Worker = { id, address, assigned: undefined }
    this.#byId.set(id, worker)
    this.free(worker)
  }

  /** The worker has no task, or none any more. */
  free(worker: Worker): void {
    this.#idle.push(worker)
    this.ready++
  }

  /** Takes the ready worker that has been idle longest. */
  takeReady(): Worker | undefined {
    const worker = this.#idle.shift()
    if (worker) this.ready--
    return worker
  }

  /** Forgets a worker that is gone. Only one that was taken can be: nobody else is sent to. */
  forget(worker: Worker): void {
    this.#byId.delete(worker.id)
  }
}
