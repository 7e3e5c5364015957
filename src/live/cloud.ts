/** The clusters of a scenario on this machine, a process each: started, struck, asked, ended. */

import { setMaxListeners } from 'node:events'
import { describeError, firstLine } from '../base/describe-error.js'
import type { Millis } from '../base/time.js'
import type { ClusterReport } from '../report/cluster-record.js'
import type { RunRecord } from '../report/run-record.js'
import { clusterOfScenario } from '../scenario/cluster-of-scenario.js'
import { type LinkPair, pairsNeeded } from '../scenario/link-pairs.js'
import { type ClusterPlan, loadAfter } from '../scenario/plan.js'
import type { LoadSpec, ScenarioPlan } from '../scenario/scenario-plan.js'
import { after } from './after.js'
import { startAll, untilConnected } from './barrier.js'
import { nowMs } from './clock.js'
import { Cluster } from './cluster.js'
import type { CloudListener } from './cluster-handle.js'
import { ClusterSupervisor } from './cluster-supervisor.js'
import { LinkProcess } from './links/link-process.js'
import { type LinksPlan, peerDirsOf } from './links/paths.js'
import { checkMemory } from './memory.js'
import { type EarlyReport, ReportPoller } from './report-poller.js'
import type { TraceCollector } from './trace-collector.js'
import { Turns } from './turns.js'

/** From when all is ready to when the load begins: time enough for every client to hear of it. */
const BEGIN_IN_MS = 50
/** How long, at the most, the answers to the last tasks are waited for. */
const DRAIN_MAX_MS = 10_000
/** How often it is asked whether all is answered. */
const POLL_MS = 20

export class LiveCloud {
  readonly plans: readonly ClusterPlan[]
  readonly #plan: ScenarioPlan
  readonly #record: RunRecord
  readonly #listener: CloudListener
  readonly #members: ReadonlyMap<string, ClusterSupervisor>
  /** Gives up what is being started. */
  readonly #abort = new AbortController()
  readonly #linksPlan: LinksPlan
  #links: LinkProcess | undefined
  /** Faults, by cluster: a start takes its time, and the next fault may come within it. */
  readonly #turns = new Turns()
  readonly #looks: ReportPoller

  /** @throws UsageError when the machine has too little for them, or no place. */
  static check(scenario: ScenarioPlan, dir: string): ClusterPlan[] {
    const plans = Object.keys(scenario.clusters).map(name => clusterOfScenario(scenario, name, dir))
    plans.forEach(Cluster.check)
    checkMemory(plans)
    return plans
  }

  /**
   * @param pairs brokers between which links are made; those that need one, if not said here.
   * @param recording where all machines are written down, if they are.
   */
  constructor(
    scenario: ScenarioPlan,
    dir: string,
    record: RunRecord,
    listener: CloudListener = {},
    pairs: readonly LinkPair[] = pairsNeeded(scenario),
    recording?: TraceCollector,
  ) {
    setMaxListeners(0, this.#abort.signal)
    this.#plan = scenario
    this.#record = record
    this.#listener = listener
    this.#linksPlan = { dir, seed: scenario.seed, pairs }
    this.plans = LiveCloud.check(scenario, dir).map(plan => ({
      ...plan,
      peerDirs: peerDirsOf(this.#linksPlan, plan.self),
      ...(recording && { tracesTo: recording.dir }),
    }))
    this.#members = new Map(this.plans.map(plan => [plan.self, this.#newMember(plan, recording)]))
    this.#looks = new ReportPoller(record, [...this.#members.values()])
    for (const [name, { joinsLater }] of Object.entries(scenario.clusters)) {
      if (joinsLater) this.#say(name, 'joins later')
    }
  }

  /** Since the load began. */
  get now(): Millis {
    return this.#looks.now
  }

  /** When the load began, and ended, by the clock of the machine; NaN before that. */
  get times(): Pick<ReportPoller, 'startedAt' | 'endedAt'> {
    return this.#looks
  }

  /** 0 before the load begins. */
  get #elapsed(): Millis {
    return Math.max(0, this.now) || 0
  }

  get hasEnded(): boolean {
    return ![...this.#members.values()].some(({ isAlive }) => isAlive)
  }

  /**
   * Starts all clusters but those that join later; when every broker has heard of every other, the
   * load begins on all of them at the same time.
   *
   * @throws UsageError as `Cluster.start` does; Error if brokers do not see each other.
   */
  async start(): Promise<void> {
    const first = [...this.#members.values()].filter(
      ({ name }) => !this.#plan.clusters[name]?.joinsLater,
    )
    await this.#makeLinks()
    await startAll(first, this.#abort)
    const early: EarlyReport[] = []
    const hear = (name: string, report: ClusterReport) => early.push({ name, report })
    await untilConnected(first, this.#abort.signal, hear)
    // A whole number: what is told from it on loses nothing, and brokers can be run again.
    const startedAt = Math.ceil(nowMs()) + BEGIN_IN_MS
    this.#looks.begin(startedAt, early)
    for (const member of first) member.begin(startedAt, startedAt)
  }

  /** Asks all clusters what happened; `t` is when it is, for the record. */
  look(t?: Millis): Promise<void> {
    return this.#looks.poll(t)
  }

  isAlive(name: string): boolean {
    return this.member(name).isAlive
  }

  member(name: string): ClusterSupervisor {
    const member = this.#members.get(name)
    if (!member) throw new Error(`there is no cluster ${name}`)
    return member
  }

  /** Puts one more load on a cluster, from now on. */
  async addLoad(load: LoadSpec): Promise<void> {
    const { at, file, format, ...plan } = load
    this.member(at).addLoad(loadAfter(plan, -this.now), this.#looks.startedAt)
  }

  /** The links between brokers that are made for this run; undefined where none is needed. */
  get links(): LinkProcess | undefined {
    return this.#links
  }

  /** Once all that was to be done to that cluster before is over. */
  inTurn(name: string, act: (member: ClusterSupervisor) => Promise<void> | void): Promise<void> {
    return this.#turns.take(name, () => act(this.member(name)))
  }

  /** Ends a cluster as a power cut would. */
  kill(name: string): Promise<void> {
    return this.inTurn(name, async member => {
      // What it has done until then is not to be lost with it.
      await this.look()
      this.#say(name, 'was killed')
      await member.kill()
    })
  }

  /** Ends a cluster in order. */
  leave(name: string): Promise<void> {
    return this.inTurn(name, member => {
      this.#say(name, 'has left')
      return this.#looks.end([member])
    })
  }

  /** Starts a cluster in the midst of the run: one that joins, or that was killed. */
  join(name: string): Promise<void> {
    const { signal } = this.#abort
    const join = async (member: ClusterSupervisor) => {
      signal.throwIfAborted()
      await member.start(signal)
      this.#say(name, undefined)
      member.begin(nowMs(), this.#looks.startedAt)
    }
    return this.inTurn(name, join).catch(error => {
      if (!signal.aborted) this.#listener.onFailure?.(name, describeError(error), this.now, false)
    })
  }

  /** Stops a cluster where it is, or lets it go on. */
  pause(name: string, isPaused: boolean): Promise<void> {
    return this.inTurn(name, member => {
      // It may have been killed meanwhile.
      if (!member.isAlive) return
      this.#say(name, isPaused ? 'is paused' : undefined)
      if (isPaused) member.pause()
      else member.resume()
    })
  }

  /** Ends all loads, and waits for the answers to all tasks under way, but not for ever. */
  async drain(): Promise<void> {
    const endAt = nowMs() + DRAIN_MAX_MS
    for (const member of this.#members.values()) member.endLoads()
    for (;;) {
      await this.look()
      const waiting = [...this.#members.values()].some(({ inFlight }) => inFlight > 0)
      if (!waiting || nowMs() > endAt) return
      await after(POLL_MS)
    }
  }

  /** Ends all: first all clients, so that no cluster counts the end of another as a fault. */
  async stop(): Promise<void> {
    this.#abort.abort()
    await this.#turns.over()
    for (const member of this.#members.values()) member.resume()
    await this.#looks.end()
    await this.#links?.stop()
    this.#links = undefined
  }

  async #makeLinks(): Promise<void> {
    if (this.#linksPlan.pairs.length === 0) return
    const onFailure = (reason: string) =>
      this.#listener.onFailure?.('links', reason, this.#elapsed, false)
    this.#links = await LinkProcess.start(this.#linksPlan, { onFailure }, this.#abort.signal)
  }

  /** How a cluster that does not work ended, for whoever watches. */
  #say(cluster: string, ended: string | undefined): void {
    this.#record.cluster(cluster).ended = ended
  }

  #newMember(plan: ClusterPlan, recording?: TraceCollector): ClusterSupervisor {
    return new ClusterSupervisor(plan, {
      onEnded: () => {
        const endedAt = nowMs()
        this.#record.end(plan.self, Math.max(0, endedAt - this.#looks.startedAt) || 0)
        recording?.tell(plan.self, 'end', plan.self, endedAt)
      },
      onEvent: event => this.#listener.onEvent?.(plan.self, event, this.#elapsed),
      onFailure: (reason, isUsage) => {
        this.#say(plan.self, firstLine(reason))
        this.#listener.onFailure?.(plan.self, reason, this.#elapsed, isUsage)
      },
    })
  }
}
