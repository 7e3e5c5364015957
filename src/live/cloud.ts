/** The clusters of a scenario on this machine, a process each: started, struck, asked, ended. */

import { setMaxListeners } from 'node:events'
import type { Millis } from '../base/time.js'
import { wordsOf } from '../base/words.js'
import type { ClusterReport } from '../report/cluster-record.js'
import type { RunRecord } from '../report/run-record.js'
import { countsSince } from '../report/tally.js'
import { clusterOfScenario } from '../scenario/cluster-of-scenario.js'
import type { ClusterPlan } from '../scenario/plan.js'
import type { Fault, ScenarioPlan } from '../scenario/scenario-plan.js'
import { nowMs } from './clock.js'
import { Cluster } from './cluster.js'
import { Member } from './member.js'
import type { ClusterEvent } from './thread-roles.js'

/** From when all is ready to when the load begins: time enough for every client to hear of it. */
const BEGIN_IN_MS = 50
/** How often it is asked whether all is connected, or all answered. */
const POLL_MS = 20
/** How long all brokers may take to see each other. */
const CONNECT_MAX_MS = 20_000
/** How long a look waits for a cluster that does not answer. */
const LOOK_MAX_MS = 500

export interface CloudListener {
  onEvent?(cluster: string, event: ClusterEvent, t: Millis): void
  /** A cluster ended that nobody told to. */
  onFailure?(cluster: string, reason: string, t: Millis): void
}

export class LiveCloud {
  readonly plans: readonly ClusterPlan[]
  readonly #plan: ScenarioPlan
  readonly #record: RunRecord
  readonly #listener: CloudListener
  readonly #members: ReadonlyMap<string, Member>
  /** Gives up what is being started. */
  readonly #abort = new AbortController()
  readonly #joins = new Set<Promise<void>>()
  #startedAt: Millis = Number.NaN

  /** @throws UsageError when the machine has too little for a cluster, or no place. */
  static check(scenario: ScenarioPlan, dir: string): ClusterPlan[] {
    const plans = Object.keys(scenario.clusters).map(name => clusterOfScenario(scenario, name, dir))
    plans.forEach(Cluster.check)
    return plans
  }

  constructor(
    scenario: ScenarioPlan,
    dir: string,
    record: RunRecord,
    listener: CloudListener = {},
  ) {
    setMaxListeners(0, this.#abort.signal)
    this.#plan = scenario
    this.#record = record
    this.#listener = listener
    this.plans = LiveCloud.check(scenario, dir)
    this.#members = new Map(this.plans.map(plan => [plan.self, this.#newMember(plan)]))
    for (const [name, { joinsLater }] of Object.entries(scenario.clusters)) {
      if (joinsLater) this.#say(name, 'joins later')
    }
  }

  /** Since the load began. */
  get now(): Millis {
    return nowMs() - this.#startedAt
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
    const starts = first.map(member => member.start(0, this.#abort.signal))
    await Promise.all(starts).catch(async error => {
      // Nobody is still starting when this is over: the directory goes next.
      this.#abort.abort()
      await Promise.allSettled(starts)
      throw error
    })
    await this.#connected(first)
    this.#startedAt = nowMs() + BEGIN_IN_MS
    for (const member of first) member.begin(this.#startedAt)
  }

  /**
   * Asks all clusters what happened; what one says late is of the next look.
   *
   * @param t when it is, for the record.
   */
  async look(t = this.now): Promise<void> {
    await Promise.race([this.#hear(member => member.report(), t), after(LOOK_MAX_MS)])
  }

  /** Lets a fault befall clusters. */
  async strike(fault: Fault): Promise<void> {
    switch (fault.kind) {
      case 'kill':
        // What it has done until then is not to be lost with it.
        await this.look()
        this.#say(fault.cluster, 'was killed')
        return this.#member(fault.cluster).kill()
      case 'leave':
        this.#say(fault.cluster, 'has left')
        return this.#leave(this.#member(fault.cluster))
      case 'join':
        return this.#join(this.#member(fault.cluster))
      case 'pause':
        this.#say(fault.cluster, 'is paused')
        return this.#member(fault.cluster).pause()
      case 'slow':
        return this.#member(fault.cluster).slowDown(fault.factor)
      case 'kill-workers':
        return this.#member(fault.cluster).killWorkers(fault.count)
    }
  }

  /** Ends the fault. */
  async mend(fault: Fault): Promise<void> {
    switch (fault.kind) {
      case 'kill':
        return this.#join(this.#member(fault.cluster))
      case 'pause':
        this.#say(fault.cluster, undefined)
        return this.#member(fault.cluster).resume()
      case 'slow':
        return this.#member(fault.cluster).slowDown(1)
    }
  }

  /** Waits for the answers to all tasks under way, but not longer than that. */
  async drain(maxMs: Millis): Promise<void> {
    const endAt = nowMs() + maxMs
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
    await Promise.allSettled(this.#joins)
    for (const member of this.#members.values()) member.resume()
    await Promise.race([this.#hear(member => member.halt()), after(LOOK_MAX_MS)])
    await this.#hear(member => member.stop())
  }

  /** How a cluster that does not work ended, for whoever watches. */
  #say(cluster: string, ended: string | undefined): void {
    this.#record.cluster(cluster).ended = ended
  }

  #newMember(plan: ClusterPlan): Member {
    return new Member(plan, {
      onEvent: event => this.#listener.onEvent?.(plan.self, event, this.#elapsed),
      onFailure: reason => {
        this.#record.cluster(plan.self).ended = reason
        this.#listener.onFailure?.(plan.self, reason, this.#elapsed)
      },
    })
  }

  #member(name: string): Member {
    const member = this.#members.get(name)
    if (!member) throw new Error(`there is no cluster ${name}`)
    return member
  }

  async #connected(members: readonly Member[]): Promise<void> {
    const there = new Set(members.map(({ name }) => name))
    const giveUpAt = nowMs() + CONNECT_MAX_MS
    for (;;) {
      const reports = await Promise.all(members.map(member => member.report()))
      const missing = reports.flatMap((report, index) => {
        const unseen = report?.broker?.peers.filter(peer => !peer.isLive && there.has(peer.name))
        return (unseen ?? []).map(({ name }) => `${members[index]?.name} does not see ${name}`)
      })
      if (missing.length === 0) return
      this.#abort.signal.throwIfAborted()
      if (nowMs() > giveUpAt) throw new Error(`${missing[0]} after ${CONNECT_MAX_MS / 1000} s`)
      await after(POLL_MS)
    }
  }

  /** Starts it in the midst of the run. */
  #join(member: Member): Promise<void> {
    const { signal } = this.#abort
    const join = async () => {
      await member.start(this.now, signal)
      this.#say(member.name, undefined)
      member.begin(nowMs())
    }
    const joined = join().catch(error => {
      if (!signal.aborted) this.#listener.onFailure?.(member.name, wordsOf(error), this.now)
    })
    this.#joins.add(joined)
    return joined
  }

  async #leave(member: Member): Promise<void> {
    await this.#hear(() => member.halt(), this.now, [member])
    await this.#hear(() => member.stop(), this.now, [member])
  }

  /** What clusters say goes into the record. */
  async #hear(
    ask: (member: Member) => Promise<ClusterReport | undefined>,
    t = this.now,
    members: readonly Member[] = [...this.#members.values()],
  ): Promise<void> {
    const said = members.map(async member => {
      const report = await ask(member)
      if (!report) return
      const counts = countsSince(this.#startedAt, report.counts)
      this.#record.add(member.name, { ...report, counts }, t)
    })
    await Promise.all(said)
  }
}

function after(ms: Millis): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, ms)
  })
}
