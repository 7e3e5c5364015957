/** The tasks that wait at a broker, and their order, as an observer of its messages knows them. */

import { bodyStart, type Envelope, isSame } from '../wire/envelope.js'
import type { Complain } from './invariant-checker.js'
import { ObservedTurns, take } from './observed-turns.js'

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
export const MISSES_MAX = 5

/** Rules 3 and 8 from outside: requeued tasks first, the frontends in turn, and who asks, too. */
export class ObservedTasks {
  readonly #complain: Complain
  readonly #requeued: Record<Frontend, ObservedTask[]> = { localfe: [], cloudfe: [] }
  readonly #requested = { localfe: new ObservedTurns(), cloudfe: new ObservedTurns() }
  /** The frontend of the last task that a worker was given. */
  #last: Frontend | undefined
  #read = 0

  constructor(complain: Complain) {
    this.#complain = complain
  }

  get size(): number {
    return this.#sizeOf('localfe') + this.#sizeOf('cloudfe')
  }

  /** A request came in; what is no envelope is none. */
  read(origin: Frontend, message: Envelope): void {
    const bodyAt = bodyStart(message)
    if (bodyAt < 0) return
    this.#requested[origin].add({ origin, message, bodyAt, order: ++this.#read, misses: 0 })
  }

  /** Whoever requested a task is gone, and with it what else it requested. */
  forget(origin: Frontend, id: string): void {
    this.#requested[origin].forget(id)
  }

  /** Before all others, in the order in which they were read. */
  requeue(tasks: Iterable<ObservedTask>): void {
    for (const task of tasks) {
      const queue = this.#requeued[task.origin]
      const place = queue.findIndex(({ order }) => order > task.order)
      queue.splice(place < 0 ? queue.length : place, 0, task)
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
    if (this.#last === origin && this.#sizeOf(other) > 0) {
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
    const requeued = this.#requeued[origin]
    const [oldest] = requeued
    if (oldest && carries(message, at, oldest.message)) return requeued.shift()
    const isIt = (task: ObservedTask) => carries(message, at, task.message)
    const task = take(requeued, isIt) ?? this.#requested[origin].take(isIt)
    if (task && oldest) {
      this.#complain('requeued tasks go first, oldest first', `${message[at]} of ${origin}`)
    }
    const starved = this.#requested[origin].starved()
    if (starved) this.#complain('no client starves', starved)
    return task
  }

  #madeUp(message: Envelope, at: number): undefined {
    this.#complain('nothing is made up', `a task from ${message[at]} that nobody asked for`)
  }

  #sizeOf(origin: Frontend): number {
    return this.#requeued[origin].length + this.#requested[origin].size
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
