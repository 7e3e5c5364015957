/** A cluster in a process of its own, as the process that started it sees it. */

import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Millis } from '../base/time.js'
import type { ClusterReport } from '../report/cluster-record.js'
import type { Counts } from '../report/tally.js'
import type { ClusterPlan, LoadPlan } from '../scenario/plan.js'
import { UsageError } from '../scenario/usage-error.js'
import type { WaysOfTasks } from '../trace/ways.js'
import { nowMs } from './clock.js'
import type { ProcessOrder, ProcessWord } from './process-messages.js'
import { Questions } from './questions.js'
import type { ClusterListener, RunningCluster } from './running.js'
import { wakeGuard } from './wake-guard.js'

const ENTRY = fileURLToPath(new URL('./process-entry.js', import.meta.url))

/** How long a process may take to stop before it is killed. */
const STOP_MAX_MS = 800

/** A cluster in a process of its own, by `ClusterProcess.start`. It ends with this process. */
export class ClusterProcess implements RunningCluster {
  readonly #child: ChildProcess
  readonly #questions = new Questions<ClusterReport>()
  readonly #waysAsked = new Questions<WaysOfTasks>()
  readonly #exited: Promise<void>
  /** Before that it has nothing that must be ended in order. */
  #hasBegun = false
  #isTold = false
  #endGuard: (() => void) | undefined
  #lastWords: string | undefined
  #lastCounts: Counts | undefined

  /**
   * Starts the cluster, and resolves when its workers are ready; its clients wait for `begin`.
   *
   * @throws UsageError as `Cluster.start` does.
   */
  static async start(
    plan: ClusterPlan,
    listener: ClusterListener = {},
    signal?: AbortSignal,
  ): Promise<ClusterProcess> {
    const cluster = new ClusterProcess(plan, listener)
    let givenUp: Promise<unknown> | undefined
    const giveUp = () => {
      givenUp = cluster.stop()
    }
    signal?.addEventListener('abort', giveUp, { once: true })
    await cluster.#started()
    signal?.removeEventListener('abort', giveUp)
    // It may have started in spite of that; what it did meanwhile is of no run.
    if (givenUp) {
      await givenUp
      throw new Error('the start was given up')
    }
    return cluster
  }

  private constructor(plan: ClusterPlan, listener: ClusterListener) {
    // Float64Arrays pass as they are; what goes wrong in there is told over the channel.
    this.#child = fork(ENTRY, { serialization: 'advanced', execArgv: [] })
    this.#child.on('message', (word: ProcessWord) => {
      if (word.word === 'hello') this.#begin(plan)
      else this.#hear(word, listener)
    })
    this.#exited = new Promise(resolve => {
      this.#child.once('exit', (code, signal) => {
        this.resume()
        this.#questions.close()
        this.#waysAsked.close()
        const how = signal ? `it was ended by ${signal}` : `it ended with code ${code}`
        if (!this.#isTold) listener.onFailure?.(this.#lastWords ?? how)
        resolve()
      })
    })
  }

  /** The id of the process, for those who want to stop it, or kill it. */
  get pid(): number | undefined {
    return this.#child.pid
  }

  report(): Promise<ClusterReport | undefined> {
    return this.#questions.ask(() => this.#order({ order: 'report' }))
  }

  begin(startMs = nowMs(), originMs = startMs): void {
    this.#order({ order: 'begin', startMs, originMs })
  }

  async addLoad(load: LoadPlan, originMs?: Millis): Promise<void> {
    this.#order({ order: 'load', load, originMs })
  }

  cease(): void {
    this.#order({ order: 'cease' })
  }

  killWorkers(count: number): void {
    this.#order({ order: 'kill-workers', count })
  }

  slowDown(factor: number): void {
    this.#order({ order: 'slow', factor })
  }

  /** Ends it as a power cut would, and resolves when it is gone. */
  async kill(): Promise<void> {
    this.#isTold = true
    this.#child.kill('SIGKILL')
    await this.#exited
  }

  /** Stops the process where it is: connections stand, and nothing is done. */
  pause(): void {
    const { pid } = this.#child
    if (pid === undefined || this.#endGuard) return
    this.#endGuard = wakeGuard(pid)
    this.#child.kill('SIGSTOP')
  }

  resume(): void {
    this.#child.kill('SIGCONT')
    this.#endGuard?.()
    this.#endGuard = undefined
  }

  ways(tasks: readonly string[]): Promise<WaysOfTasks | undefined> {
    return this.#waysAsked.ask(() => this.#order({ order: 'ways', tasks }))
  }

  halt(): Promise<ClusterReport | undefined> {
    this.#isTold = true
    return this.#questions.ask(() => this.#order({ order: 'halt' }))
  }

  async stop(): Promise<Counts | undefined> {
    this.#isTold = true
    if (this.#hasBegun) this.#order({ order: 'stop' })
    else this.#child.kill('SIGKILL')
    // One that was stopped by a signal hears nothing.
    const patience = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MAX_MS)
    await this.#exited
    clearTimeout(patience)
    return this.#lastCounts
  }

  #begin(plan: ClusterPlan): void {
    if (this.#isTold) return
    this.#hasBegun = true
    this.#order({ order: 'start', plan })
  }

  #order(order: ProcessOrder): void {
    // A process that just died is told nothing; its exit says the rest.
    this.#child.send(order, () => {})
  }

  #started(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#child.on('message', (word: ProcessWord) => {
        if (word.word === 'started') resolve()
        if (word.word !== 'refused') return
        this.#isTold = true
        reject(word.isUsage ? new UsageError(word.reason) : new Error(word.reason))
      })
      this.#exited.then(() => reject(new Error(this.#lastWords ?? 'it ended before it was ready')))
    })
  }

  #hear(word: ProcessWord, listener: ClusterListener): void {
    switch (word.word) {
      case 'claimed':
        listener.onClaimed?.()
        break
      case 'report':
        this.#questions.answer(word.report)
        break
      case 'ways':
        this.#waysAsked.answer(word.ways)
        break
      case 'event':
        listener.onEvent?.(word.event)
        break
      case 'stopped':
        this.#lastCounts = word.counts
        break
      case 'failed':
        this.#lastWords = word.reason
        break
    }
  }
}
