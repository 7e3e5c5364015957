/** The slowest tasks of a run, and the ways that they went. */

import type { Millis } from '../base/time.js'
import type { Hop, TaskPaths } from '../trace/hop-log.js'
import { clusterOf } from '../wire/names.js'
import { clientOfTask } from '../wire/task.js'
import { type SlowAnswer, slowestOf } from './latency-samples.js'

/** A task that took long, and the way that it went. */
export interface SlowTask {
  /** Its id: `DC1-c0001#7`. */
  readonly task: string
  /** The clusters of its client and of its worker. */
  readonly origin: string
  readonly by: string
  readonly latencyMs: Millis
  /** When its answer came, in ms since the start of the run. */
  readonly answeredMs: Millis
  /** What passed the brokers about it, in the order of time; empty where nobody remembers. */
  readonly hops: readonly Hop[]
}

const KEPT = 10

/** Keeps the slowest; whoever drives the run tells their ways before the brokers forget them. */
export class SlowTasks {
  #tasks: SlowTask[] = []
  readonly #untold = new Set<string>()

  add(answers: readonly SlowAnswer[]): void {
    if (answers.length === 0) return
    const more = answers.map(slowTask)
    this.#tasks = slowestOf([...this.#tasks, ...more], KEPT)
    for (const task of more) if (this.#tasks.includes(task)) this.#untold.add(task.task)
  }

  /** Tasks whose ways nobody has told yet; they are not asked for again. */
  takeUntold(): string[] {
    const tasks = [...this.#untold]
    this.#untold.clear()
    return tasks
  }

  /** What a broker remembers of some of them. */
  tell(ways: TaskPaths): void {
    this.#tasks = this.#tasks.map(task => {
      const hops = [...task.hops, ...(ways[task.task] ?? [])].sort((a, b) => a.t - b.t)
      return { ...task, hops }
    })
  }

  all(): readonly SlowTask[] {
    return this.#tasks
  }
}

function slowTask({ task, latencyMs, atMs, by }: SlowAnswer): SlowTask {
  const origin = clusterOf(clientOfTask(task))
  return { task, origin, by, latencyMs, answeredMs: atMs, hops: [] }
}
