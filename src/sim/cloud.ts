/** A scenario's cloud in virtual time: its clusters, links and faults, and what is seen of it. */

import { type Random, randomStream } from '../base/random.js'
import type { Millis } from '../base/time.js'
import type { ClientOptions } from '../client/client.js'
import { ClusterRecord } from '../report/cluster-record.js'
import { type Fact, NO_COUNTS } from '../report/tally.js'
import { ThresholdMeters } from '../report/thresholds.js'
import { linkBetween, type ScenarioPlan } from '../scenario/scenario-plan.js'
import { clientNames, clusterOf } from '../wire/names.js'
import type { Actor } from './actor.js'
import { Once } from './arrival.js'
import { Clock } from './clock.js'
import { CloudNet } from './cloud-net.js'
import { SimCluster } from './cluster.js'
import type { NewBroker, World } from './cluster-contract.js'
import { Digest } from './digest.js'
import { schedule, type Target } from './fault.js'
import { Link } from './link.js'
import { samplesOf } from './samples.js'
import { Verdicts } from './verdict.js'

/** How often reports are collected and brokers looked at. */
const LOOK_EVERY_MS: Millis = 1000

export class SimCloud implements World, Target {
  readonly clock = new Clock()
  readonly verdicts = new Verdicts()
  readonly net: CloudNet
  readonly thresholds: ThresholdMeters
  records: readonly ClusterRecord[]
  readonly #plan: ScenarioPlan
  readonly #newBroker: NewBroker | undefined
  readonly #digest = new Digest()
  readonly #links = new Map<string, Link>()
  readonly #streams = new Map<string, Random>()
  readonly #clusters: ReadonlyMap<string, SimCluster>
  /** Clients that lost their task, and have sent no other since. */
  readonly #gaveUp = new Set<string>()
  #actors = 0

  /** @param newBroker makes each broker; the real one, unless it is said here. */
  constructor(plan: ScenarioPlan, newBroker?: NewBroker) {
    this.#plan = plan
    this.#newBroker = newBroker
    this.thresholds = new ThresholdMeters(plan.thresholds)
    const streamOf = (pair: string) => this.#streamOf(`net/${pair}`)
    this.net = new CloudNet(this, streamOf, this.verdicts)
    const names = Object.keys(plan.clusters)
    this.#clusters = new Map(names.map(name => [name, this.#build(name)]))
    this.records = this.#newRecords()
    for (const [name, cluster] of this.#clusters) {
      if (!plan.clusters[name]?.joinsLater) this.clock.at(0, new Once(() => cluster.start()))
    }
    for (const fault of plan.faults) schedule(fault, this)
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
    const link = new Link(linkBetween(this.#plan, from, to), this.clock, randomStream(seed, key))
    this.#links.set(key, link)
    return link
  }

  readonly at = (at: Millis, what: () => void): void => this.clock.at(at, new Once(what))

  /** Runs to that time, looking at all clusters each second of it. */
  runTo(end: Millis): void {
    while (this.clock.now < end) {
      const next = Math.floor(this.clock.now / LOOK_EVERY_MS + 1) * LOOK_EVERY_MS
      this.clock.runTo(Math.min(next, end))
      this.look()
    }
  }

  /** Collects the reports of all clusters. */
  look(): void {
    const { now } = this.clock
    for (const record of this.records) {
      const cluster = this.cluster(record.name)
      const report = cluster.report()
      record.add(report, now)
      if (report.broker) this.verdicts.inspect(record.name, report.broker, cluster.clients, now)
      const { sent, done, lost, inFlight } = record.metrics.numbers()
      if (sent === done + lost + inFlight) continue
      const what = `${record.name}: ${sent} sent, ${done} done, ${lost} lost, ${inFlight} in flight`
      this.verdicts.breaks('conservation', now, what)
    }
  }

  /** What was measured so far is not: the tasks in flight count as sent now. */
  forgetMeasurements(): void {
    const before = this.records
    this.records = this.#newRecords()
    for (const [index, { metrics }] of this.records.entries()) {
      const { inFlight } = before[index]?.metrics ?? metrics
      metrics.add({ ...NO_COUNTS, facts: { sent: inFlight } })
      metrics.inFlight = inFlight
    }
  }

  /** The clusters that live. */
  alive(): SimCluster[] {
    return [...this.#clusters.values()].filter(cluster => cluster.isAlive)
  }

  /** All that is broken and can be mended is, at once. Who has left stays away. */
  mendAll(): void {
    for (const cluster of this.alive()) {
      cluster.resume()
      cluster.slowDown(1)
    }
    for (const link of this.#links.values()) link.mend()
  }

  nextIndex(): number {
    return this.#actors++
  }

  called(actor: Actor): void {
    this.#digest.add(this.clock.now, actor.index)
  }

  noted(cluster: SimCluster, fact: Fact, about: string, value: number): void {
    const { now } = this.clock
    if (this.#plan.thresholds.length > 0) {
      for (const sample of samplesOf(cluster.name, fact, about, value)) {
        this.thresholds.add(now, sample)
      }
    }
    switch (fact) {
      case 'sent':
        if (this.#gaveUp.size > 0) this.#gaveUp.delete(clientOfTask(about))
        return
      case 'lost':
        this.#gaveUp.add(clientOfTask(about))
        return
      case 'duplicate':
        // The first answer to a task that its client has given up is no second one.
        if (this.#gaveUp.delete(about)) return
        return this.verdicts.breaks('no task is answered twice', now, about)
      case 'malformed':
        // All messages here are ours, so that a malformed one went where it should not.
        return this.verdicts.breaks(
          'replies reach the client that asked',
          now,
          `${about} of ${cluster.name}`,
        )
    }
  }

  /** A worker begins with a task: how long has its client waited? */
  taskBegins(body: string, at: string): void {
    const client = clientOfTask(body)
    const origin = this.#clusters.get(clusterOf(client))
    const intendedAt = origin?.intendedAt(client, body)
    if (!origin || intendedAt === undefined) return
    const { now } = this.clock
    const value = now - intendedAt
    origin.tally.wait(value)
    const path = origin.name === at ? 'local' : 'cloud'
    const labels = { origin: origin.name, cluster: at, path }
    if (this.#plan.thresholds.length > 0) {
      this.thresholds.add(now, { metric: 'task.wait', value, labels })
    }
  }

  /** One stream for each name, drawn from again and again. */
  #streamOf(name: string): Random {
    const stream = this.#streams.get(name) ?? randomStream(this.#plan.seed, name)
    this.#streams.set(name, stream)
    return stream
  }

  #newRecords(): ClusterRecord[] {
    const { clusters } = this.#plan
    return Object.entries(clusters).map(
      ([name, { workers }]) => new ClusterRecord(name, workers, this.clock.now),
    )
  }

  #build(name: string): SimCluster {
    const spec = this.#plan.clusters[name]
    if (!spec) throw new Error(`there is no cluster ${name}`)
    const { workers, service } = spec
    const { seed } = this.#plan
    const broker = { self: name, ...spec }
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

/** Of a task's id, or of its whole body. */
function clientOfTask(task: string): string {
  return task.slice(0, task.indexOf('#'))
}
