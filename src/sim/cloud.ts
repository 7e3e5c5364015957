/** A scenario's cloud in virtual time: its clusters, links and faults, and what is seen of it. */

import { type Random, randomStream } from '../base/random.js'
import type { Millis } from '../base/time.js'
import type { ClientOptions } from '../client/client.js'
import type { Fact } from '../report/counts.js'
import { RunRecord } from '../report/run-record.js'
import { linkBetween, type ScenarioPlan } from '../scenario/scenario-plan.js'
import { taskTimeoutIn } from '../scenario/task-timeout.js'
import type { TraceWriter } from '../trace/trace.js'
import { clientNames, clusterOf } from '../wire/names.js'
import { clientOfTask } from '../wire/task.js'
import { scheduleAttacks } from './attack.js'
import { Clock, StuckError } from './clock.js'
import { CloudNet } from './cloud-net.js'
import { SimCluster } from './cluster.js'
import type { NewBroker, World } from './cluster-contract.js'
import { Digest } from './digest.js'
import { schedule, type Target } from './fault.js'
import { InvariantChecker } from './invariant-checker.js'
import { Link } from './link.js'
import type { SimNode } from './node.js'
import { Callback } from './sim-events.js'

/** How often reports are collected and brokers looked at. */
const LOOK_EVERY_MS: Millis = 1000

export interface CloudOptions {
  /** Makes each broker; the real one, unless it is said here. */
  readonly newBroker?: NewBroker | undefined
  /** Told of everything. */
  readonly trace?: TraceWriter | undefined
  /** Whether brokers remember the ways of tasks, for reports. */
  readonly keepsDetail?: boolean | undefined
  /** Whether a report is to be made of it; so it is, unless it is said here. */
  readonly makesReport?: boolean | undefined
}

export class SimCloud implements World, Target {
  readonly clock = new Clock()
  readonly verdicts: InvariantChecker
  readonly net: CloudNet
  readonly trace: TraceWriter | undefined
  readonly keepsDetail: boolean
  readonly record: RunRecord
  readonly #plan: ScenarioPlan
  readonly #newBroker: NewBroker | undefined
  readonly #digest = new Digest()
  readonly #links = new Map<string, Link>()
  readonly #streams = new Map<string, Random>()
  readonly #clusters: ReadonlyMap<string, SimCluster>
  /** Whether time does not go on: nothing more can be found out by waiting. */
  isStuck = false
  #lastCalled = ''
  readonly #endAttacks: () => void
  #actors = 0

  constructor(plan: ScenarioPlan, options: CloudOptions = {}) {
    const { newBroker, trace, keepsDetail = false, makesReport = true } = options
    this.#plan = plan
    this.#newBroker = newBroker
    this.trace = trace
    this.keepsDetail = keepsDetail
    const onBreak = (name: string, t: Millis, what: string) =>
      this.#tell(t, 'broken', `${name}: ${what}`)
    this.verdicts = new InvariantChecker(onBreak, plan.attacks !== undefined)
    // What faults cost is followed second by second.
    this.record = new RunRecord(makesReport ? plan : { ...plan, faults: [] }, keepsDetail)
    const streamOf = (pair: string) => this.#streamOf(`net/${pair}`)
    this.net = new CloudNet(this, streamOf, this.verdicts)
    const names = Object.keys(plan.clusters)
    this.#clusters = new Map(names.map(name => [name, this.#build(name)]))
    for (const [name, cluster] of this.#clusters) {
      if (!plan.clusters[name]?.joinsLater) this.clock.at(0, new Callback(() => cluster.start()))
    }
    for (const fault of plan.faults) schedule(fault, this)
    this.#endAttacks = scheduleAttacks(plan, this)
  }

  get digest(): string {
    return this.#digest.toString()
  }

  cluster(name: string): SimCluster {
    const cluster = this.#clusters.get(name)
    if (!cluster) throw new Error(`there is no cluster ${name}`)
    return cluster
  }

  link(from: string, to: string): Link {
    const key = `${from}>${to}`
    const known = this.#links.get(key)
    if (known) return known
    const { seed } = this.#plan
    const spec = linkBetween(this.#plan, from, to)
    const onLost = () => {
      this.cluster(from).tally.note('link-lost', to, 1)
      this.trace?.({ t: this.clock.now, at: from, fact: 'link-lost', about: to, count: 1 })
    }
    const link = new Link(spec, this.clock, randomStream(seed, key), onLost)
    this.#links.set(key, link)
    return link
  }

  /** A fault, or its end, on its time. */
  strike(at: Millis, words: string, what: () => void): void {
    const strike = () => {
      this.#tell(at, 'fault', words)
      what()
    }
    this.clock.at(at, new Callback(strike))
  }

  /** Runs to that time, or as far as time goes on, looking at all clusters each second of it. */
  runTo(end: Millis): void {
    while (this.clock.now < end && !this.isStuck) {
      const next = Math.floor(this.clock.now / LOOK_EVERY_MS + 1) * LOOK_EVERY_MS
      this.#passTo(Math.min(next, end))
      this.look()
    }
  }

  #passTo(end: Millis): void {
    try {
      this.clock.runTo(end)
    } catch (error) {
      if (!(error instanceof StuckError)) throw error
      this.isStuck = true
      const what = `${error.message}, the last of them at ${this.#lastCalled}`
      this.verdicts.fail('time goes on', this.clock.now, what)
    }
  }

  /** Collects the reports of all clusters, at the end of a second. */
  look(): void {
    this.collect()
    this.record.settle(this.clock.now)
  }

  /** Collects the reports of all clusters, in the midst of a second. */
  collect(): void {
    const { now } = this.clock
    for (const [name, cluster] of this.#clusters) {
      const report = cluster.report()
      this.record.add(name, report, now)
      if (report.broker) this.verdicts.inspect(name, report.broker, now)
      const { imbalance } = this.record.cluster(name)
      if (imbalance) this.verdicts.fail('conservation', now, `${name}: ${imbalance}`)
    }
    if (this.keepsDetail) this.#tellWays()
  }

  /** The clusters that live. */
  alive(): SimCluster[] {
    return [...this.#clusters.values()].filter(cluster => cluster.isAlive)
  }

  /** All that is broken and can be mended is, at once. Who has left stays away. */
  mendAll(): void {
    this.#endAttacks()
    for (const cluster of this.alive()) {
      cluster.resume()
      cluster.slowDown(1)
      cluster.restartWorkers()
    }
    for (const link of this.#links.values()) link.mendAll()
  }

  nextIndex(): number {
    this.clock.parties++
    return this.#actors++
  }

  called(actor: SimNode): void {
    this.#lastCalled = actor.name
    this.#digest.add(this.clock.now, actor.index)
  }

  noted(cluster: string, fact: Fact, about: string): void {
    this.verdicts.noted(cluster, fact, about, this.clock.now)
  }

  /** A worker begins with a task: how long has its client waited? */
  taskBegins(body: string, at: string): void {
    const client = clientOfTask(body)
    const origin = this.#clusters.get(clusterOf(client))
    const intendedAt = origin?.clients.intendedAt(client, body)
    if (!origin || intendedAt === undefined) return
    const { now } = this.clock
    const value = now - intendedAt
    origin.tally.wait(value)
    if (this.#plan.thresholds.length === 0) return
    const path = origin.name === at ? 'local' : 'cloud'
    const labels = { origin: origin.name, cluster: at, path }
    this.record.thresholds.add(now, { metric: 'task.wait', value, labels })
  }

  #tellWays(): void {
    const { slowTasks } = this.record
    const tasks = slowTasks.takeUntold()
    if (tasks.length === 0) return
    for (const cluster of this.#clusters.values()) slowTasks.tell(cluster.ways?.of(tasks) ?? {})
  }

  /** Something that befell no single cluster. */
  #tell(t: Millis, fact: string, about: string): void {
    this.trace?.({ t, at: 'cloud', fact, about, count: 1 })
  }

  /** One stream for each name, drawn from again and again. */
  #streamOf(name: string): Random {
    const stream = this.#streams.get(name) ?? randomStream(this.#plan.seed, name)
    this.#streams.set(name, stream)
    return stream
  }

  #build(name: string): SimCluster {
    const spec = this.#plan.clusters[name]
    if (!spec) throw new Error(`there is no cluster ${name}`)
    const { workers, service } = spec
    const { seed } = this.#plan
    const broker = { self: name, ...spec, taskTimeoutMs: taskTimeoutIn(this.#plan, spec) }
    const loads = this.#loadsAt(name)
    const newBroker = this.#newBroker
    const options = { broker, loads, workers, service, seed, ...(newBroker && { newBroker }) }
    return new SimCluster(options, this, this.link(name, name))
  }

  #loadsAt(name: string): ClientOptions[] {
    const specs = this.#plan.loads.filter(load => load.at === name)
    const all = clientNames(
      name,
      specs.reduce((sum, { clients }) => sum + clients, 0),
    )
    return specs.map(spec => ({ ...spec, names: all.splice(0, spec.clients), share: 1, phase: 0 }))
  }
}
