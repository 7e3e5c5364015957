/** A cloud for scripts: clusters are started, put under load, broken, watched and waited for. */

import type { Millis } from '../base/time.js'
import type { ClusterStatus } from '../report/cluster-record.js'
import { judged } from '../report/judgement.js'
import { notesOf } from '../report/notes.js'
import { type Report, reportOf } from '../report/report.js'
import { summarizeRun } from '../report/summary.js'
import { parseDuration } from '../scenario/grammar.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import { UsageError } from '../scenario/usage-error.js'
import { SimStage } from './sim-stage.js'
import type { Stage } from './stage.js'
import {
  type CloudWords,
  type FaultWords,
  faultOfWords,
  type LoadWords,
  loadOfWords,
  planOfWords,
} from './words.js'

/** Mends what a fault broke: `restart`, `resume`, `heal`, or the end of what was slow or lossy. */
export type Mend = () => Promise<void>

/** How often a condition that is waited for is looked at. */
const POLL_MS: Millis = 20

/**
 * Opens a cloud: on real processes and sockets, or in virtual time. Its clusters run when this
 * resolves, and every broker has heard of every other; they have no clients yet.
 *
 * @throws ScenarioError with all that is wrong in the words; UsageError if the machine has too
 * little for it.
 */
export async function openCloud(mode: 'live' | 'sim', words: CloudWords): Promise<Cloud> {
  const plan = planOfWords(words)
  const failures: string[] = []
  const stage = mode === 'sim' ? new SimStage(plan) : await liveStage(plan, failures)
  return new Cloud(words, plan, stage, failures)
}

/** Virtual time needs no sockets, and so does not load them. */
async function liveStage(plan: ScenarioPlan, failures: string[]): Promise<Stage> {
  const { LiveStage } = await import('./live-stage.js')
  return LiveStage.open(plan, problem => failures.push(problem))
}

/** See `openCloud`. */
export class Cloud {
  readonly #words: CloudWords
  readonly #plan: ScenarioPlan
  readonly #stage: Stage
  readonly #failures: readonly string[]

  /** @internal */
  constructor(words: CloudWords, plan: ScenarioPlan, stage: Stage, failures: readonly string[]) {
    this.#words = words
    this.#plan = plan
    this.#stage = stage
    this.#failures = failures
  }

  get mode(): 'live' | 'sim' {
    return this.#stage.mode
  }

  /** Since it was opened, in ms of its own time. */
  get now(): Millis {
    return this.#stage.now
  }

  /** How a cluster stood when it was last looked at: by `look`, `pass` or `until`. */
  status(cluster: string): ClusterStatus {
    this.#check(cluster)
    return this.#stage.record.cluster(cluster).status()
  }

  /** The capacity that `cluster` believes its peer to have; 0 for one that it has forgotten. */
  capacityOf(peer: string, cluster: string): number {
    this.#check(peer)
    return this.status(cluster).peers[peer]?.capacity ?? 0
  }

  /**
   * Puts clients on a cluster, from now on. A cluster that is started again has them again.
   *
   * @throws ScenarioError with all that is wrong in the words; UsageError if it does not run.
   */
  async load(cluster: string, words: LoadWords): Promise<void> {
    const load = loadOfWords(this.#words, cluster, words)
    this.#checkRuns(cluster)
    await this.#stage.addLoad(load)
  }

  /**
   * Breaks something, from now on.
   *
   * @returns what mends it again.
   * @throws ScenarioError with all that is wrong in the words; UsageError for a fault on a cluster
   * that does not run.
   */
  async break(words: FaultWords): Promise<Mend> {
    const fault = faultOfWords(this.#words, words)
    if ('cluster' in fault) this.#checkRuns(fault.cluster)
    const effect = this.#stage.effectOf(fault)
    await effect.strike()
    return async () => {
      await effect.mend?.()
    }
  }

  /** Lets time pass: `250ms`, `10s`. */
  async pass(duration: string): Promise<void> {
    await this.#stage.pass(parseDuration(duration))
    await this.#stage.look()
  }

  /** Asks all clusters how they stand. */
  async look(): Promise<void> {
    await this.#stage.look()
  }

  /**
   * Lets time pass until a condition holds, and looks at all clusters again and again.
   *
   * @param isMet is asked after each look: `() => cloud.capacityOf('DC3', 'DC1') === 0`.
   * @param within how long it may take, in the cloud's own time.
   * @returns how long it took, in ms.
   * @throws Error if it does not come to hold.
   */
  async until(isMet: () => boolean, within = '30s'): Promise<Millis> {
    const began = this.now
    const end = began + parseDuration(within)
    for (;;) {
      await this.#stage.look()
      if (isMet()) return this.now - began
      if (this.now >= end) throw new Error(`Waited ${within} in vain until ${isMet}`)
      await this.#stage.pass(POLL_MS)
    }
  }

  /**
   * Ends the load, waits for the answers to what is under way, and ends all clusters.
   *
   * @returns the report of all that was measured; its summary is part of it.
   */
  async stop(): Promise<Report> {
    const durationMs = this.now
    await this.#stage.look()
    this.#stage.record.series.close(durationMs)
    await this.#stage.stop()
    const { record } = this.#stage
    const faults = record.finish(durationMs)
    const summary = judged(summarizeRun(this.#plan, record, this.mode, durationMs), {
      isInterrupted: false,
      hasFailed: this.#failures.length > 0,
    })
    const notes = [...this.#failures, ...notesOf(summary)]
    return reportOf({ summary: { ...summary, faults, notes }, record, warmupMs: 0 })
  }

  #check(cluster: string): void {
    const names = Object.keys(this.#plan.clusters)
    if (names.includes(cluster)) return
    throw new UsageError(`There is no cluster ${cluster}: use one of ${names.join(', ')}`)
  }

  #checkRuns(cluster: string): void {
    this.#check(cluster)
    if (!this.#stage.isAlive(cluster)) throw new UsageError(`${cluster} does not run at the moment`)
  }
}
