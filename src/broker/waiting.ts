/** Tasks that were read and could not be placed: those that came home, and one in hand. */

import { Fifo } from '../base/fifo.js'
import type { Origin, Task } from './task.js'

/** So often a task is tried again that was not answered in time: it may be what ends workers. */
const MISSES_MAX = 5

export class Waiting {
  readonly #queues = { localfe: new Fifo<Task>(), cloudfe: new Fifo<Task>() }
  /** The frontend whose turn it is when both have a task. */
  #turn: Origin = 'localfe'
  #added = 0

  get size(): number {
    return this.#queues.localfe.size + this.#queues.cloudfe.size
  }

  has(origin: Origin): boolean {
    return this.#queues[origin].size > 0
  }

  add(task: Task): void {
    task.order = ++this.#added
    this.#queues[task.origin].push(task)
  }

  /** A task is routed anew, before all that came after it, whichever of them came home first. */
  comeHome(task: Task): void {
    this.#queues[task.origin].unshift(task, cameBefore)
  }

  /** The same for one that was not answered in time; false if it was given up for that. */
  expired(task: Task): boolean {
    if (++task.misses > MISSES_MAX) return false
    this.comeHome(task)
    return true
  }

  /** The next task of our own clients. */
  takeLocal(): Task | undefined {
    return this.#queues.localfe.shift()
  }

  /** Rule 3: while both frontends have a task, they take turns. */
  takeFair(): Task | undefined {
    const turn = this.#turn
    const other = turn === 'localfe' ? 'cloudfe' : 'localfe'
    const task = this.#queues[turn].shift()
    if (!task) return this.#queues[other].shift()
    this.#turn = other
    return task
  }
}

function cameBefore(task: Task, other: Task): boolean {
  return task.order < other.order
}
