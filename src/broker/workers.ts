/** A broker's memory of its workers: who is ready, in which order, and who does what. */

import { Fifo } from '../base/fifo.js'
import type { Millis } from '../base/time.js'
import { DELIMITER, type Envelope, isEmpty, keyOf, textOf } from '../wire/envelope.js'
import { Busy } from './busy.js'
import { Credit } from './credit.js'
import type { Task } from './task.js'

/** So many proven workers that are gone are remembered, to be proven when they return. */
const REMEMBERED_MAX = 4096

export interface Worker {
  /** Unlike that of any other whose address has as many frames. */
  readonly key: string
  /** For people: other workers may have the same. */
  readonly name: string
  /** What goes before each of its tasks: its address as the socket gave it, and the delimiter. */
  readonly head: Envelope
  /** It has answered, and has missed nothing since. Never changed while it is busy. */
  isProven: boolean
  /** Its place in the order in which workers became idle. */
  idleOrder: number
  /** What it is doing; undefined while it is ready. */
  assigned: { readonly task: Task; readonly sent: Envelope; readonly at: Millis } | undefined
  /** The workers that were assigned their tasks just before it, and just after it. */
  before: Worker | undefined
  after: Worker | undefined
}

/** Workers come by saying READY, and go when a send to them finds no route (broker rules 1, 8). */
export class Workers {
  readonly busy = new Busy()
  /** Of all those that are not proven. */
  readonly credit = new Credit(Number.POSITIVE_INFINITY)
  /** Those with a socket of their own, and those that share one. */
  readonly #own = new Map<string, Worker>()
  readonly #sharing = new Map<string, Worker>()
  readonly #proven = new Fifo<Worker>()
  readonly #unproven = new Fifo<Worker>()
  #freed = 0
  /** Proven workers that are gone, longest gone first. */
  readonly #remembered = new Set<string>()

  get size(): number {
    return this.#own.size + this.#sharing.size
  }

  /** How many may be assigned a task. */
  get ready(): number {
    return this.#proven.size + this.#onCredit
  }

  /** How many are idle and may not be. */
  get withheld(): number {
    return this.#unproven.size - this.#onCredit
  }

  /** @param address how many frames of the message are the worker's address. */
  get(message: Envelope, address: number): Worker | undefined {
    return this.#of(address).get(workerKey(message, address))
  }

  /** Remembers a new worker, and that it is idle. */
  add(message: Envelope, address: number): void {
    const key = workerKey(message, address)
    const worker: Worker = {
      key,
      isProven: this.#remembered.delete(rememberedAs(key, address)),
      idleOrder: 0,
      name: workerName(message, address),
      head: [...message.slice(0, address), DELIMITER],
      assigned: undefined,
      before: undefined,
      after: undefined,
    }
    this.#of(address).set(worker.key, worker)
    this.release(worker)
  }

  /** The worker has no task, or none any more. */
  release(worker: Worker): void {
    worker.idleOrder = ++this.#freed
    const idle = worker.isProven ? this.#proven : this.#unproven
    idle.push(worker)
  }

  /** Takes the ready worker that has been idle longest; while credit is limited, a proven one. */
  takeReady(): Worker | undefined {
    const { first: proven } = this.#proven
    const { first: unproven } = this.#unproven
    if (!proven) return this.#onCredit > 0 ? this.#unproven.shift() : undefined
    const isLonger = unproven && unproven.idleOrder < proven.idleOrder && !this.credit.isLimited
    return isLonger ? this.#unproven.shift() : this.#proven.shift()
  }

  /** Forgets a worker that is gone. Only one that was taken can be: nobody else is sent to. */
  forget({ key, head, isProven }: Worker): void {
    const address = head.length - 1
    this.#of(address).delete(key)
    if (!isProven) return
    this.#remembered.add(rememberedAs(key, address))
    if (this.#remembered.size <= REMEMBERED_MAX) return
    for (const oldest of this.#remembered) {
      this.#remembered.delete(oldest)
      return
    }
  }

  /** How many of the unproven may be assigned a task. */
  get #onCredit(): number {
    const { size } = this.#unproven
    return size === 0 ? 0 : Math.min(size, Math.max(0, this.credit.window - this.busy.unproven))
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

/** Keys of workers with a socket of their own may be like those of others. */
function rememberedAs(key: string, address: number): string {
  return `${address} ${key}`
}

/** By its length the first frame can be told from the second. */
function workerKey(message: Envelope, address: number): string {
  const first = keyOf(message[0])
  return address === 1 ? first : `${first.length} ${first}${keyOf(message[1])}`
}
