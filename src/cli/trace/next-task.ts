/** Waits for a task that passes wholly: from its client's request to the answer. */

import { taskOf } from '../../trace/tasks.js'
import { isMessage, type TraceEvent } from '../../trace/trace.js'

/** So many events are kept; of tasks that take longer the beginning is forgotten. */
const EVENTS_MAX = 200_000

export class NextTask {
  /** The task that has passed. */
  task: string | undefined
  readonly #wanted: string | undefined
  readonly #isDelegated: boolean
  readonly #begun = new Set<string>()
  readonly #delegated = new Set<string>()
  #events: TraceEvent[] = []

  /**
   * @param wanted undefined for whichever comes.
   * @param isDelegated of those that come only one that is delegated.
   */
  constructor(wanted: string | undefined, isDelegated: boolean) {
    this.#wanted = wanted
    this.#isDelegated = isDelegated
  }

  /** @returns whether by this event the task has passed. */
  add(event: TraceEvent): boolean {
    this.#events.push(event)
    if (this.#events.length > EVENTS_MAX) this.#forget()
    if (this.task !== undefined || !isMessage(event)) return false
    const { socket, dir } = event
    const isLeaving = this.#isDelegated && socket === 'cloudbe' && dir === 'out'
    if (!isLeaving && socket !== 'localfe') return false
    const task = taskOf(event)
    if (task === undefined || (this.#wanted !== undefined && task !== this.#wanted)) return false
    if (isLeaving) this.#delegated.add(task)
    else if (dir === 'in') this.#begun.add(task)
    else if (this.#hasPassed(task)) this.task = task
    return this.task !== undefined
  }

  /** Of the one that is asked for, what is left of its way is better than nothing. */
  #hasPassed(task: string): boolean {
    if (task === this.#wanted) return true
    const hasBegun = this.#begun.delete(task)
    const hasLeft = this.#delegated.delete(task)
    return hasBegun && (hasLeft || !this.#isDelegated)
  }

  /** All that came, of all clusters in the order of time. */
  events(): TraceEvent[] {
    return [...this.#events].sort((a, b) => a.t - b.t)
  }

  #forget(): void {
    this.#events = this.#events.slice(-EVENTS_MAX / 2)
    this.#begun.clear()
    this.#delegated.clear()
  }
}
