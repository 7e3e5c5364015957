/** A thread of a cluster, as the main thread sees it: told what to do, asked, watched, ended. */

import { Worker } from 'node:worker_threads'
import type { WaysOfTasks } from '../trace/ways.js'
import { Questions } from './questions.js'
import type { ClusterEvent, Order, ThreadReport, ThreadRole, Word } from './thread-roles.js'

export interface ThreadListener {
  onEvent(event: ClusterEvent): void
  /** Workers that failed: what they had not reported. */
  onRest?(report: ThreadReport): void
  /**
   * It has ended by itself; a thread that was told to end does not come here.
   *
   * @param isUsage whether a person can mend why.
   */
  onDeath(reason: string, isUsage: boolean): void
}

export class Thread {
  /** Resolves when it has loaded, and a broker has bound its sockets. */
  readonly ready: Promise<void>
  /** Of a broker: resolves when its workers have said READY. */
  readonly staffed: Promise<void>
  readonly #worker: Worker
  readonly #exited: Promise<void>
  readonly #questions = new Questions<ThreadReport>()
  readonly #waysAsked = new Questions<WaysOfTasks>()
  #isTold = false
  #reason = 'it ended without a word'
  #isUsage = false

  constructor(role: ThreadRole, listener: ThreadListener) {
    this.#worker = new Worker(new URL('./thread-entry.js', import.meta.url), { workerData: role })
    this.ready = this.#heard('ready')
    this.staffed = this.#heard('staffed')
    this.#worker.on('message', (word: Word) => this.#hear(word, listener))
    this.#worker.on('error', error => {
      this.#reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    })
    // Attached now: later it could miss the event.
    this.#exited = new Promise(resolve => {
      this.#worker.once('exit', () => {
        this.#questions.close()
        this.#waysAsked.close()
        if (!this.#isTold) listener.onDeath(this.#reason, this.#isUsage)
        resolve()
      })
    })
  }

  order(order: Order): void {
    this.#worker.postMessage(order)
  }

  /** What it has counted since the last report; undefined if it is dead. */
  report(): Promise<ThreadReport | undefined> {
    return this.#questions.ask(() => this.order({ order: 'report' }))
  }

  /** Of a broker: what it remembers of these tasks; undefined if it is dead. */
  ways(tasks: readonly string[]): Promise<WaysOfTasks | undefined> {
    return this.#waysAsked.ask(() => this.order({ order: 'ways', tasks }))
  }

  /** Ends it, and resolves with its last report when it is gone. */
  async end(): Promise<ThreadReport | undefined> {
    this.#isTold = true
    const report = await this.#questions.ask(() => this.order({ order: 'end' }))
    await this.#exited
    return report
  }

  #hear(word: Word, listener: ThreadListener): void {
    switch (word.word) {
      case 'report':
        this.#questions.answer(word.report)
        break
      case 'ways':
        this.#waysAsked.answer(word.ways)
        break
      case 'event':
        listener.onEvent(word.event)
        break
      case 'rest':
        listener.onRest?.(word.report)
        break
      case 'failed':
        this.#reason = word.reason
        this.#isUsage = word.isUsage
        break
    }
  }

  /** Resolves when the thread says so, and rejects if it ends without. */
  #heard(name: 'ready' | 'staffed'): Promise<void> {
    const heard = new Promise<void>((resolve, reject) => {
      this.#worker.on('message', (word: Word) => word.word === name && resolve())
      this.#worker.once('exit', () => reject(new Error(this.#reason)))
    })
    heard.catch(() => {})
    return heard
  }
}
