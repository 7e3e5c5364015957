/** The workers of a broker, and what each has, as an observer of its localbe knows them. */

import { bodyStart, type Envelope, isEmpty, textOf } from '../wire/envelope.js'
import type { ObservedTask } from './observed-tasks.js'

interface ObservedWorker {
  /** What it has, and the message that it was sent. */
  held: { readonly task: ObservedTask; readonly sent: Envelope } | undefined
}

/** What a message on localbe comes to: a task to be placed anew, or a reply that is to go out. */
export interface Heard {
  readonly requeued?: ObservedTask | undefined
  readonly answered?: {
    readonly task: ObservedTask
    readonly message: Envelope
    readonly at: number
  }
}

const NOTHING: Heard = {}

export class ObservedWorkers {
  readonly #known = new Map<string, ObservedWorker>()
  /** Longest idle first. */
  readonly #idle: ObservedWorker[] = []
  /** In the order in which they were given their tasks. */
  readonly #busy = new Map<string, ObservedWorker>()
  /** How many are busy with a task of a peer. */
  busyCloud = 0

  get size(): number {
    return this.#known.size
  }

  get ready(): number {
    return this.#idle.length
  }

  /** Rule 1: whatever a worker says leaves it ready, but for what answers another task. */
  hear(message: Envelope): Heard {
    const address = addressOf(message)
    const at = address + 1
    const first = message[at]
    if (address === 0 || first === undefined) return NOTHING
    const key = keyOf(message, address)
    const worker = this.#known.get(key)
    const word = message.length === at + 1 ? textOf(first) : ''
    if (word === 'READY' || word === '\x01') return this.#hearReady(key, worker)
    if (word === 'GONE' && address === 2) {
      return worker?.held ? { requeued: this.#lose(key, worker) } : NOTHING
    }
    const isEnvelope = bodyStart(message, at) >= 0
    if (worker?.held) {
      const { task } = worker.held
      if (isEnvelope && !echoes(message, at, task)) return NOTHING
      this.#free(key, worker)
      return { answered: { task, message, at } }
    }
    if (isEnvelope && !worker) this.#hire(key)
    return NOTHING
  }

  /** A task goes to a worker; false if another has been idle for longer. */
  assign(sent: Envelope, task: ObservedTask): boolean {
    const key = keyOf(sent, addressOf(sent))
    const worker = this.#known.get(key)
    const place = worker ? this.#idle.indexOf(worker) : -1
    if (!worker || place < 0) return false
    this.#idle.splice(place, 1)
    worker.held = { task, sent }
    this.#busy.set(key, worker)
    if (task.origin === 'cloudfe') this.busyCloud++
    return place === 0
  }

  /** The worker of that name that has had its task longest did not answer in time. */
  missed(name: string): ObservedTask | undefined {
    for (const [key, worker] of this.#busy) {
      if (nameOf(worker.held?.sent) === name) return this.#lose(key, worker)
    }
    return undefined
  }

  /** A task came back, as its worker has no socket any more. */
  bounced(sent: Envelope): ObservedTask | undefined {
    const key = keyOf(sent, addressOf(sent))
    const worker = this.#known.get(key)
    return worker?.held?.sent === sent ? this.#lose(key, worker) : undefined
  }

  #hearReady(key: string, worker: ObservedWorker | undefined): Heard {
    if (!worker) this.#hire(key)
    else if (worker.held) {
      const { task } = worker.held
      this.#free(key, worker)
      return { requeued: task }
    }
    return NOTHING
  }

  #hire(key: string): void {
    const worker = { held: undefined }
    this.#known.set(key, worker)
    this.#idle.push(worker)
  }

  #free(key: string, worker: ObservedWorker): void {
    this.#unassign(key, worker)
    this.#idle.push(worker)
  }

  #lose(key: string, worker: ObservedWorker): ObservedTask | undefined {
    this.#known.delete(key)
    return this.#unassign(key, worker)
  }

  #unassign(key: string, worker: ObservedWorker): ObservedTask | undefined {
    const task = worker.held?.task
    if (task?.origin === 'cloudfe') this.busyCloud--
    worker.held = undefined
    this.#busy.delete(key)
    return task
  }
}

/** How many frames of a message on localbe say whom it is from, or to; 0 if it is none. */
export function addressOf(message: Envelope): number {
  if (isEmpty(message[1])) return 1
  return isEmpty(message[2]) ? 2 : 0
}

/** What people call the worker that a message is for. */
function nameOf(sent: Envelope | undefined): string | undefined {
  return sent && textOf(sent[addressOf(sent) - 1])
}

function keyOf(message: Envelope, address: number): string {
  const first = textOf(message[0])
  return address === 1 ? first : `${first.length} ${first}${textOf(message[1])}`
}

/** Whether a message has the addresses of a task, from its frame `at` on. */
function echoes(message: Envelope, at: number, task: ObservedTask): boolean {
  return task.message
    .slice(0, task.bodyAt - 1)
    .every((frame, index) => textOf(frame) === textOf(message[at + index]))
}
