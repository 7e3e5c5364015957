/** Waits for a task that passes wholly: from its client's request to the answer. */

import { taskOf } from '../../trace/tasks.js'
import { isMessage, type TraceEvent } from '../../trace/trace.js'

/** So many events are kept; of tasks that take longer the beginning is forgotten. */
const EVENTS_MAX = 200_000

export class NextTask {
  /** The task that has passed. */
  task: string | undefined
  readonly #wanted: string | undefined
  readonly #begun = new Set<string>()
  #events: TraceEvent[] = []

  /** @param wanted undefined for whichever comes. */
  constructor(wanted: string | undefined) {
    this.#wanted = wanted
  }

  /** @returns whether by this event the task has passed. */
  add(event: TraceEvent): boolean {
    this.#events.push(event)
    if (this.#events.length > EVENTS_MAX) this.#forget()
    if (this.task !== undefined || !isMessage(event) || event.socket !== 'localfe') return false
    const task = taskOf(event)
    if (task === undefined || (this.#wanted !== undefined && task !== this.#wanted)) return false
    if (event.dir === 'in') this.#begun.add(task)
    // Of the one that is asked for, what is left of its way is better than nothing.
    const isWhole = event.dir === 'out' && (this.#begun.has(task) || task === this.#wanted)
    if (isWhole) this.task = task
    return isWhole
  }

  /** All that came, of all clusters in the order of time. */
  events(): TraceEvent[] {
    return [...this.#events].sort((a, b) => a.t - b.t)
  }

  #forget(): void {
    this.#events = this.#events.slice(-EVENTS_MAX / 2)
    this.#begun.clear()
  }
}
