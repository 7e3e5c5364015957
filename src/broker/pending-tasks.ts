/** The tasks that wait to be placed: at each frontend those that were requeued, then all others. */

import { Fifo } from '../base/fifo.js'
import { Requesters } from './requesters.js'
import type { Origin, Task } from './task.js'

/** So often a task is tried again that was not answered in time: it may be what ends workers. */
const MISSES_MAX = 5

/** What waits at one frontend. */
class Line {
  /** The oldest first: they had their turn before. */
  readonly requeued = new Fifo<Task>()
  readonly requested = new Requesters()

  get size(): number {
    return this.requeued.size + this.requested.size
  }

  take(): Task | undefined {
    return this.requeued.shift() ?? this.requested.take()
  }
}

export class PendingTasks {
  readonly #lines = { localfe: new Line(), cloudfe: new Line() }
  /** The frontend whose turn it is when both have a task. */
  #turn: Origin = 'localfe'
  #read = 0

  get size(): number {
    return this.#lines.localfe.size + this.#lines.cloudfe.size
  }

  has(origin: Origin): boolean {
    return this.#lines[origin].size > 0
  }

  /** A task that does not wait, because none does: it takes its place in the order, and a turn. */
  pass(task: Task): void {
    task.order = ++this.#read
    this.#turn = other(task.origin)
  }

  /** @returns false if its requester has no room: the task is not kept. */
  add(task: Task): boolean {
    task.order = ++this.#read
    return this.#lines[task.origin].requested.add(task)
  }

  /** A task is placed anew, before all that were read after it. */
  requeue(task: Task): void {
    this.#lines[task.origin].requeued.unshift(task, cameBefore)
  }

  /** The same for one that was not answered in time. @returns the fact of it. */
  requeueMissed(task: Task): 'home' | 'given-up' {
    if (++task.misses > MISSES_MAX) return 'given-up'
    this.requeue(task)
    return 'home'
  }

  /** Drops the tasks of a requester that is gone. @returns how many there were. */
  forget(origin: Origin, id: string): number {
    return this.#lines[origin].requested.forget(id)
  }

  /** The next task of our own clients. */
  takeLocal(): Task | undefined {
    return this.#lines.localfe.take()
  }

  /** Rule 3: while both frontends have a task, they take turns. */
  takeFair(): Task | undefined {
    const turn = this.#turn
    const task = this.#lines[turn].take()
    if (!task) return this.#lines[other(turn)].take()
    this.#turn = other(turn)
    return task
  }
}

function other(origin: Origin): Origin {
  return origin === 'localfe' ? 'cloudfe' : 'localfe'
}

function cameBefore(task: Task, later: Task): boolean {
  return task.order < later.order
}
