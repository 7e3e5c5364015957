/** One cluster of a scenario on a real machine: its process, which may end and be started again. */

import type { Millis } from '../base/time.js'
import type { ClusterReport } from '../report/cluster-record.js'
import { noCounts } from '../report/counts.js'
import type { ClusterPlan, LoadPlan } from '../scenario/plan.js'
import type { TaskPaths } from '../trace/hop-log.js'
import { workerNames } from '../wire/names.js'
import { after } from './after.js'
import { type ClusterListener, withoutFigures } from './cluster-handle.js'
import { ClusterProcess } from './cluster-process.js'

/** How long the last words of a cluster that is to be killed are waited for. */
const LAST_WORDS_MAX_MS = 200

/** The seeds of its lives lie so far apart that no other run is likely to have one of them. */
const SEEDS_APART = 1_000_003

/** Who watches a cluster through all its lives. */
interface MemberListener extends ClusterListener {
  /** A life of it is over, however it ended. */
  onEnded?(): void
}

export class ClusterSupervisor {
  readonly name: string
  readonly #plan: ClusterPlan
  /** Their times are from the start of all loads. */
  readonly #loads: LoadPlan[]
  readonly #listener: MemberListener
  readonly #startProcess: typeof ClusterProcess.start
  #process: ClusterProcess | undefined
  #isPaused = false
  /** Its answer, as long as it is awaited. */
  #asked: Promise<ClusterReport | undefined> | undefined
  #lives = 0
  #slowness = 1
  /** Workers that faults took, in all its lives until they give them back. */
  readonly #away = new Set<string>()
  /** As it said last. */
  #inFlight = 0
  /** Tasks that were in flight when their clients ended: nobody waits for them any more. */
  #abandoned = 0
  /** Tasks that should have been sent by now: as it said last, and in lives that are over. */
  #overdue = 0
  #missed = 0

  /** @param startProcess makes each life of it; a real process, unless it is said here. */
  constructor(
    plan: ClusterPlan,
    listener: MemberListener,
    startProcess: typeof ClusterProcess.start = ClusterProcess.start,
  ) {
    this.name = plan.self
    this.#plan = plan
    this.#loads = [...plan.loads]
    this.#listener = listener
    this.#startProcess = startProcess
  }

  get isAlive(): boolean {
    return this.#process !== undefined
  }

  /** Whether it can be asked, and might answer. */
  get isAwake(): boolean {
    return this.#process !== undefined && !this.#isPaused
  }

  /** Tasks whose clients wait for an answer that may come. */
  get inFlight(): number {
    return this.isAwake ? this.#inFlight : 0
  }

  /**
   * Starts a life of it; its clients wait for `begin`.
   *
   * @throws UsageError when the machine has too little for it.
   */
  async start(signal?: AbortSignal): Promise<void> {
    const earlier = this.#lives++
    const plan = {
      ...this.#plan,
      // What a broker draws names its delegations: those of two lives must differ.
      seed: this.#plan.seed + earlier * SEEDS_APART,
      life: this.#lives,
      loads: this.#loads,
      away: [...this.#away],
      keepsWays: true,
    }
    const listener = {
      ...this.#listener,
      onFailure: (reason: string, isUsage: boolean) => {
        this.#end()
        this.#listener.onEnded?.()
        this.#listener.onFailure?.(reason, isUsage)
      },
    }
    const process = await this.#startProcess(plan, listener, signal)
    this.#process = process
    if (this.#slowness !== 1) process.slowDown(this.#slowness)
  }

  /** One more load, from now on; in its next lives, too. Its times are from `originMs`. */
  addLoad(load: LoadPlan, originMs: Millis): void {
    this.#loads.push(load)
    this.#process?.addLoad(load, originMs)
  }

  endLoads(): void {
    this.#loads.length = 0
    this.#process?.cease()
  }

  begin(startMs: Millis, originMs: Millis): void {
    this.#process?.begin(startMs, originMs)
  }

  /** What happened since it was last asked; undefined if it does not live, or sleeps. */
  async report(): Promise<ClusterReport | undefined> {
    // What it is about to say is of before, and who asks now is to know all up to now.
    while (this.#asked) await this.#asked
    if (!this.isAwake) return undefined
    const process = this.#process
    const asked = process?.report()
    this.#asked = asked
    const report = await asked
    if (this.#asked === asked) this.#asked = undefined
    // Killed meanwhile: its tasks count as abandoned, as they were when it spoke last.
    if (!report || process !== this.#process) return undefined
    return this.#told(report)
  }

  /** What its broker remembers of these tasks. */
  async ways(tasks: readonly string[]): Promise<TaskPaths> {
    return (this.isAwake && (await this.#process?.ways(tasks))) || {}
  }

  async kill(): Promise<void> {
    const process = this.#process
    // Asked already, it may be about to say what it has done until now.
    await Promise.race([this.#asked, after(LAST_WORDS_MAX_MS)])
    this.#end()
    await process?.kill()
    this.#listener.onEnded?.()
  }

  /** Ends its clients. */
  async halt(): Promise<ClusterReport | undefined> {
    if (!this.isAwake) return undefined
    const report = await this.#process?.halt()
    return report && this.#told(report)
  }

  /**
   * Ends all that is left of it, in order; the report is of what happened since the last one. One
   * that hangs is killed, which is a failure: what it did since then nobody knows.
   */
  async stop(): Promise<ClusterReport | undefined> {
    const process = this.#process
    const wasAwake = this.isAwake
    const counts = await process?.stop()
    // One that broke down meanwhile has been told of.
    const isMute = wasAwake && !counts && process === this.#process
    this.#end()
    if (process) this.#listener.onEnded?.()
    if (isMute) this.#listener.onFailure?.(withoutFigures(process?.endedBy), false)
    if (!process) return undefined
    return { counts: counts ?? noCounts(this.name), ...this.#withAbandoned(0), broker: undefined }
  }

  pause(): void {
    this.#isPaused = true
    this.#process?.pause()
  }

  resume(): void {
    this.#isPaused = false
    this.#process?.resume()
  }

  slowDown(factor: number): void {
    this.#slowness = factor
    this.#process?.slowDown(factor)
  }

  /**
   * Lets the first so many of the workers that are there end, with the tasks that they have.
   *
   * @returns their names.
   */
  killWorkers(count: number): readonly string[] {
    const names = workerNames(this.name, this.#plan.workers)
    const victims = names.filter(name => !this.#away.has(name)).slice(0, count)
    for (const name of victims) this.#away.add(name)
    this.#process?.killWorkers(victims)
    return victims
  }

  restartWorkers(names: readonly string[]): void {
    for (const name of names) this.#away.delete(name)
    this.#process?.restartWorkers(names)
  }

  #told(report: ClusterReport): ClusterReport {
    this.#inFlight = report.inFlight
    this.#overdue = report.overdue ?? 0
    return { ...report, ...this.#withAbandoned(report.inFlight) }
  }

  #withAbandoned(inFlight: number): Pick<ClusterReport, 'inFlight' | 'abandoned' | 'overdue'> {
    return {
      inFlight: inFlight + this.#abandoned,
      abandoned: this.#abandoned,
      overdue: this.#overdue + this.#missed,
    }
  }

  #end(): void {
    this.#process = undefined
    this.#isPaused = false
    this.#asked = undefined
    this.#abandoned += this.#inFlight
    this.#inFlight = 0
    this.#missed += this.#overdue
    this.#overdue = 0
  }
}
