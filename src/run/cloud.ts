/** A cloud for scripts: clusters are started, put under load, broken, watched and waited for. */

import type { Millis } from '../base/time.js'
import { withPolicies } from '../policy/read.js'
import type { ClusterStatus } from '../report/cluster-record.js'
import { reportOfFinished } from '../report/finished-run.js'
import type { Totals } from '../report/metrics.js'
import type { Failure } from '../report/notes.js'
import type { Report } from '../report/report.js'
import { totalOf } from '../report/summary.js'
import { parseDuration } from '../scenario/grammar.js'
import type { Fault, ScenarioPlan } from '../scenario/scenario-plan.js'
import { UsageError } from '../scenario/usage-error.js'
import { checkLinks } from './links.js'
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

/**
 * Mends what a fault broke: starts what was killed or has left, resumes what was paused, brings
 * workers back, heals a partition, and ends what was slow or lossy. Mending again does nothing.
 */
export type Mend = () => Promise<void>

/** How often a condition that is waited for is looked at. */
const POLL_MS: Millis = 20

/**
 * Opens a cloud: on real processes and sockets, or in virtual time. When this resolves, its
 * clusters run and were looked at, and every broker has heard of every peer; they have no clients.
 *
 * Its processes end with the script, however that ends; but the script does not end while they
 * run. So stop it, or let `await using` do that.
 *
 * @throws UsageError with all that is wrong in the words, or if the machine has too little for it;
 * Error if brokers do not hear of each other within 20 s of the cloud's time.
 */
export async function openCloud<Name extends string>(
  mode: 'live' | 'sim',
  words: CloudWords<Name>,
): Promise<Cloud<Name>> {
  const plan = withPolicies(planOfWords(words))
  const failures: Failure[] = []
  const stage =
    mode === 'sim'
      ? SimStage.open(plan)
      : await liveStage(plan, words.links !== undefined, failures)
  await stage.look()
  return new Cloud(words, plan, stage, failures)
}

/** Virtual time needs no sockets, and so does not load them. */
async function liveStage(
  plan: ScenarioPlan,
  hasLinks: boolean,
  failures: Failure[],
): Promise<Stage> {
  const { LiveStage } = await import('./live-stage.js')
  return LiveStage.open(plan, hasLinks, failure => failures.push(failure))
}

/** A cloud that runs, by `openCloud`. `Name` is the names of its clusters. */
export class Cloud<Name extends string = string> implements AsyncDisposable {
  readonly #words: CloudWords
  readonly #plan: ScenarioPlan
  readonly #stage: Stage
  readonly #failures: readonly Failure[]
  /** Faults that are not mended. */
  readonly #standing = new Set<Fault>()
  #stopped: Promise<Report> | undefined

  /** @internal */
  constructor(words: CloudWords, plan: ScenarioPlan, stage: Stage, failures: readonly Failure[]) {
    this.#words = words
    this.#plan = plan
    this.#stage = stage
    this.#failures = failures
  }

  /** On real sockets, or in virtual time. */
  get mode(): 'live' | 'sim' {
    return this.#stage.mode
  }

  /** In ms of its own time, which begins when its brokers do; never before 0. */
  get now(): Millis {
    return this.#stage.now
  }

  /**
   * How a cluster stood when it was last looked at: by `openCloud`, `look`, `pass` or `until`. Its
   * counts and latencies are since the start.
   *
   * @throws UsageError for a cluster that is not there.
   */
  status(cluster: Name): ClusterStatus {
    this.#check(cluster)
    return this.#stage.record.cluster(cluster).status()
  }

  /** What all clusters together had done when they were last looked at. */
  total(): Totals {
    const { clusters, span } = this.#stage.record
    for (const cluster of clusters) cluster.integrateTo(cluster.reportedAt)
    return totalOf(clusters).totals(span.lengthAt(this.now))
  }

  /**
   * The capacity that `cluster` believes its peer to have; 0 for one that it has forgotten.
   *
   * @throws UsageError for a cluster that is not there.
   */
  capacityOf(peer: Name, cluster: Name): number {
    this.#check(peer)
    return this.status(cluster).peers[peer]?.capacity ?? 0
  }

  /**
   * Puts clients on a cluster, from now on, besides those that it has. A cluster that is started
   * again has them again.
   *
   * @throws UsageError with all that is wrong in the words, or if the cluster does not run.
   */
  async load(cluster: Name, words: LoadWords): Promise<void> {
    const load = loadOfWords(this.#words, cluster, words)
    this.#checkRuns(cluster)
    await this.#stage.addLoad(load)
  }

  /**
   * Breaks something, from now on. The report tells what it cost.
   *
   * @returns what mends it again.
   * @throws UsageError with all that is wrong in the words, for a fault on a cluster that does not
   * run, or on a link that is not there: see `links` of `CloudWords`.
   */
  async break(words: FaultWords<Name>): Promise<Mend> {
    this.#checkOpen()
    const read = faultOfWords(this.#words, words, this.#standing)
    const fault = { ...read, atMs: Math.floor(this.now) }
    if ('cluster' in fault) this.#checkRuns(fault.cluster)
    else checkLinks(fault, this.#plan, this.#words.links !== undefined)
    const { record } = this.#stage
    const effect = this.#stage.effectOf(fault)
    record.struck(fault)
    this.#standing.add(fault)
    await effect.strike()
    let isMended = false
    return async () => {
      if (isMended || !effect.mend || this.#stopped) return
      isMended = true
      this.#standing.delete(fault)
      record.mended(fault, Math.floor(this.now))
      await effect.mend()
    }
  }

  /**
   * Lets time pass: `250ms`, `10s`; in virtual time that takes next to none. Looks at all clusters
   * at the end of it.
   *
   * @throws UsageError for what is no duration.
   */
  async pass(duration: string): Promise<void> {
    this.#checkOpen()
    await this.#stage.pass(parseDuration(duration))
    await this.#stage.look()
  }

  /** Asks all clusters how they stand; one that does not answer stands as it did. */
  async look(): Promise<void> {
    this.#checkOpen()
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
  async until(isMet: () => boolean | Promise<boolean>, within = '30s'): Promise<Millis> {
    this.#checkOpen()
    const began = this.now
    const end = began + parseDuration(within)
    for (;;) {
      await this.#stage.look()
      if (await isMet()) return this.now - began
      if (this.now >= end) throw new Error(`Waited ${within} in vain until ${isMet}`)
      await this.#stage.pass(POLL_MS)
    }
  }

  /**
   * Ends the load, waits for the answers to what is under way, up to 10 s (in virtual time 60 s),
   * and ends all clusters. To stop it again gives the same report.
   *
   * @returns the report of all that was measured, until the last answer came or was given up; its
   * summary is part of it.
   */
  stop(): Promise<Report> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  /** Stops it at the end of the block of an `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #stop(): Promise<Report> {
    const endMs = await this.#stage.stop()
    return reportOfFinished({
      plan: this.#plan,
      record: this.#stage.record,
      mode: this.mode,
      endMs,
      isInterrupted: false,
      failures: this.#failures,
    })
  }

  #check(cluster: string): void {
    const names = Object.keys(this.#plan.clusters)
    if (names.includes(cluster)) return
    throw new UsageError(`There is no cluster ${cluster}: use one of ${names.join(', ')}`)
  }

  #checkRuns(cluster: string): void {
    this.#check(cluster)
    this.#checkOpen()
    if (!this.#stage.isAlive(cluster)) throw new UsageError(`${cluster} does not run at the moment`)
  }

  #checkOpen(): void {
    if (this.#stopped) throw new UsageError('The cloud was stopped: open another one')
  }
}
