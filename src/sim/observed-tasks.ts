/** The tasks that wait at a broker, and their order, as an observer of its messages knows them. */

import { bodyStart, type Envelope, isSame } from '../wire/envelope.js'

export type Frontend = 'localfe' | 'cloudfe'

/** A request that the broker read, and has not answered. */
export interface ObservedTask {
  readonly origin: Frontend
  readonly message: Envelope
  /** Where its body starts. */
  readonly bodyAt: number
  /** Its place among all that were read, and how often it was not answered in time. */
  readonly order: number
  misses: number
}

/** So often a task is tried again that was not answered in time. */
const MISSES_MAX = 5

/** What is said of a broker that takes the wrong task. */
export type Complain = (
  name:
    | 'memory is bounded'
    | 'requeued tasks go first, oldest first'
    | 'no frontend starves'
    | 'nothing is made up',
  what: string,
) => void

/** Rule 3 and rule 8 from outside: each frontend in its order, and the two in turn. */
export class ObservedTasks {
  readonly #complain: Complain
  readonly #queues: Record<Frontend, ObservedTask[]> = { localfe: [], cloudfe: [] }
  /** The frontend of the last task that a worker was given. */
  #last: Frontend | undefined
  /** Those that wait again. */
  readonly #requeued = new Set<ObservedTask>()
  #read = 0

  constructor(complain: Complain) {
    this.#complain = complain
  }

  get size(): number {
    return this.#queues.localfe.length + this.#queues.cloudfe.length
  }

  /** A request came in; what is no envelope is none. */
  read(origin: Frontend, message: Envelope): void {
    const bodyAt = bodyStart(message)
    if (bodyAt < 0) return
    const queue = this.#queues[origin]
    queue.push({ origin, message, bodyAt, order: ++this.#read, misses: 0 })
    // Sockets are queues already: one is in hand, and no other is read while it is.
    const inHand = queue.filter(task => !this.#requeued.has(task)).length
    if (inHand > 1) this.#complain('memory is bounded', `${inHand} of ${origin} were read`)
  }

  /** Before all that came after them. */
  requeue(tasks: Iterable<ObservedTask>): void {
    for (const task of tasks) {
      const queue = this.#queues[task.origin]
      const place = queue.findIndex(({ order }) => order > task.order)
      queue.splice(place < 0 ? queue.length : place, 0, task)
      this.#requeued.add(task)
    }
  }

  /** The same for those that were not answered in time, but for what was given up for that. */
  requeueMissed(tasks: readonly ObservedTask[]): void {
    this.requeue(tasks.filter(task => ++task.misses <= MISSES_MAX))
  }

  /** A worker is given the task that a message carries from its frame `at` on. */
  assign(message: Envelope, at: number): ObservedTask | undefined {
    const task = this.#take('localfe', message, at) ?? this.#take('cloudfe', message, at)
    if (!task) return this.#madeUp(message, at)
    const { origin } = task
    const other = origin === 'localfe' ? 'cloudfe' : 'localfe'
    if (this.#last === origin && this.#queues[other].length > 0) {
      this.#complain('no frontend starves', `${other} waits while ${origin} has two turns`)
    }
    this.#last = origin
    return task
  }

  /** A peer is: only a task of our own clients may go there. */
  delegate(message: Envelope, at: number): ObservedTask | undefined {
    return this.#take('localfe', message, at) ?? this.#madeUp(message, at)
  }

  #take(origin: Frontend, message: Envelope, at: number): ObservedTask | undefined {
    const queue = this.#queues[origin]
    const [first] = queue
    if (!first) return undefined
    const isFirst = carries(message, at, first.message)
    const place = isFirst ? 0 : queue.findIndex(task => carries(message, at, task.message))
    const task = queue[place]
    if (!task) return undefined
    if (!isFirst) {
      this.#complain('requeued tasks go first, oldest first', `${message[at]} of ${origin}`)
    }
    queue.splice(place, 1)
    this.#requeued.delete(task)
    return task
  }

  #madeUp(message: Envelope, at: number): undefined {
    this.#complain('nothing is made up', `a task from ${message[at]} that nobody asked for`)
  }
}

/** Whether a message ends with those frames, from its frame `at` on. */
export function carries(message: Envelope, at: number, frames: Envelope): boolean {
  if (message.length - at !== frames.length) return false
  for (let index = 0; index < frames.length; index++) {
    const [one, other] = [message[at + index], frames[index]]
    if (one !== other && !isSame(one, other)) return false
  }
  return true
}
