/** A broker's memory of its workers: who is ready, longest idle first, and who does what. */

import { Fifo } from '../base/fifo.js'
import type { Millis } from '../base/time.js'
import { DELIMITER, type Envelope, isEmpty, keyOf, textOf } from '../wire/envelope.js'
import { Busy } from './busy.js'
import type { Task } from './task.js'

export interface Worker {
  /** Unlike that of any other whose address has as many frames. */
  readonly key: string
  /** For people: other workers may have the same. */
  readonly name: string
  /** What goes before each of its tasks: its address as the socket gave it, and the delimiter. */
  readonly head: Envelope
  /** What it is doing; undefined while it is ready. */
  assigned: { readonly task: Task; readonly sent: Envelope; readonly at: Millis } | undefined
  /** The workers that were assigned their tasks just before it, and just after it. */
  before: Worker | undefined
  after: Worker | undefined
}

/** Workers come by saying READY, and go when a send to them finds no route (broker rules 1, 8). */
export class Workers {
  /** How many are ready. */
  ready = 0
  readonly busy = new Busy()
  /** Those with a socket of their own, and those that share one. */
  readonly #own = new Map<string, Worker>()
  readonly #sharing = new Map<string, Worker>()
  readonly #idle = new Fifo<Worker>()

  get size(): number {
    return this.#own.size + this.#sharing.size
  }

  /** @param address how many frames of the message are the worker's address. */
  get(message: Envelope, address: number): Worker | undefined {
    return this.#of(address).get(workerKey(message, address))
  }

  /** Remembers a new worker, and that it is ready. */
  add(message: Envelope, address: number): void {
    const worker: Worker = {
      key: workerKey(message, address),
      name: workerName(message, address),
      head: [...message.slice(0, address), DELIMITER],
      assigned: undefined,
      before: undefined,
      after: undefined,
    }
    this.#of(address).set(worker.key, worker)
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
    this.#of(worker.head.length - 1).delete(worker.key)
  }

  #of(address: number): Map<string, Worker> {
    return address === 1 ? this.#own : this.#sharing
  }
}

/**
 * How many frames before the delimiter are a worker's address on localbe: the identity of its
 * socket, and behind a socket that it shares also its name; 0 where there is no delimiter.
 */
export function addressFrames(message: Envelope): number {
  if (isEmpty(message[1])) return 1
  return isEmpty(message[2]) ? 2 : 0
}

/** What people call the worker: the last frame of its address. */
export function workerName(message: Envelope, address: number): string {
  return textOf(message[address - 1])
}

/** By its length the first frame can be told from the second. */
function workerKey(message: Envelope, address: number): string {
  const first = keyOf(message[0])
  return address === 1 ? first : `${first.length} ${first}${keyOf(message[1])}`
}
