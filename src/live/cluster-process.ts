/** A cluster in a process of its own, as the process that started it sees it. */

import type { Millis } from '../base/time.js'
import type { ClusterReport } from '../report/cluster-record.js'
import type { Counts } from '../report/counts.js'
import type { ClusterPlan, LoadPlan } from '../scenario/plan.js'
import type { WaysOfTasks } from '../trace/ways.js'
import { Child } from './child.js'
import { nowMs } from './clock.js'
import { removeSockets } from './ownership.js'
import type { ProcessOrder, ProcessWord } from './process-messages.js'
import { Questions } from './questions.js'
import type { ClusterListener, RunningCluster } from './running.js'
import { wakeGuard } from './wake-guard.js'

const ENTRY = new URL('./process-entry.js', import.meta.url)

/** A cluster in a process of its own, by `ClusterProcess.start`. It ends with this process. */
export class ClusterProcess implements RunningCluster {
  readonly #child: Child<ProcessOrder, ProcessWord>
  readonly #questions = new Questions<ClusterReport>()
  readonly #waysAsked = new Questions<WaysOfTasks>()
  #endGuard: (() => void) | undefined
  /** From then on the socket files of that name are its own. */
  #hasClaimed = false
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
    await cluster.#child.started(signal)
    return cluster
  }

  private constructor(plan: ClusterPlan, listener: ClusterListener) {
    this.#child = new Child<ProcessOrder, ProcessWord>(
      ENTRY,
      { order: 'start', plan },
      {
        onWord: word => this.#hear(word, listener),
        onEnd: (reason, isUsage) => {
          this.resume()
          // One that was killed could not put them away.
          if (this.#hasClaimed && !this.#lastCounts) removeSockets(plan)
          this.#questions.close()
          this.#waysAsked.close()
          if (reason !== undefined) listener.onFailure?.(reason, isUsage)
        },
      },
    )
  }

  /** The id of the process, for those who want to stop it, or kill it. */
  get pid(): number | undefined {
    return this.#child.pid
  }

  get endedBy(): string | undefined {
    return this.#child.endedBy
  }

  report(): Promise<ClusterReport | undefined> {
    return this.#questions.ask(() => this.#child.order({ order: 'report' }))
  }

  begin(startMs = nowMs(), originMs = startMs): void {
    this.#child.order({ order: 'begin', startMs, originMs })
  }

  async addLoad(load: LoadPlan, originMs?: Millis): Promise<void> {
    this.#child.order({ order: 'load', load, originMs })
  }

  cease(): void {
    this.#child.order({ order: 'cease' })
  }

  killWorkers(names: readonly string[]): void {
    this.#child.order({ order: 'kill-workers', names })
  }

  restartWorkers(names: readonly string[]): void {
    this.#child.order({ order: 'restart-workers', names })
  }

  slowDown(factor: number): void {
    this.#child.order({ order: 'slow', factor })
  }

  /** Ends it as a power cut would, and resolves when it is gone. */
  kill(): Promise<void> {
    return this.#child.kill()
  }

  /** Stops the process where it is: connections stand, and nothing is done. */
  pause(): void {
    const { pid } = this.#child
    if (pid === undefined || this.#endGuard) return
    this.#endGuard = wakeGuard(pid)
    this.#child.signal('SIGSTOP')
  }

  resume(): void {
    this.#child.signal('SIGCONT')
    this.#endGuard?.()
    this.#endGuard = undefined
  }

  ways(tasks: readonly string[]): Promise<WaysOfTasks | undefined> {
    return this.#waysAsked.ask(() => this.#child.order({ order: 'ways', tasks }))
  }

  halt(): Promise<ClusterReport | undefined> {
    this.#child.expectEnd()
    return this.#questions.ask(() => this.#child.order({ order: 'halt' }))
  }

  async stop(): Promise<Counts | undefined> {
    await this.#child.stop()
    return this.#lastCounts
  }

  #hear(word: ProcessWord, listener: ClusterListener): void {
    switch (word.word) {
      case 'claimed':
        this.#hasClaimed = true
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
    }
  }
}
