/** A cluster in virtual time: its broker, clients and workers, as one process would hold them. */

import { type Distribution, scaled } from '../base/distribution.js'
import { randomStream } from '../base/random.js'
import type { Millis } from '../base/time.js'
import { Broker } from '../broker/broker.js'
import type { BrokerOptions, BrokerState } from '../broker/contract.js'
import type { Clients } from '../client/client.js'
import type { ClusterReport } from '../report/cluster-record.js'
import type { Fact } from '../report/counts.js'
import { MetricCollector } from '../report/metric-collector.js'
import { HopLog } from '../trace/hop-log.js'
import { MachineProbe } from '../trace/machine-probe.js'
import { TraceRecorder } from '../trace/trace-recorder.js'
import type { Machine, Ports } from '../wire/machine.js'
import { workerNames } from '../wire/names.js'
import { WorkerPool } from '../worker/worker.js'
import { ClientGroups } from './client-groups.js'
import type { BrokerEndpoint } from './cloud-net.js'
import type { BrokerMachine, SimClusterOptions, World } from './cluster-contract.js'
import { type ClusterPorts, clusterPorts, type Reach } from './cluster-ports.js'
import type { Link } from './link.js'
import { LocalNet } from './local-net.js'
import { SimNode } from './node.js'
import { Observers } from './observers.js'
import { Tampers } from './tamper.js'
import { WorkerSettings } from './worker-settings.js'

export class SimCluster implements BrokerEndpoint {
  readonly name: string
  readonly peers: readonly string[]
  readonly stateTtlMs: Millis
  readonly isBlind: boolean
  readonly broker: SimNode
  readonly options: SimClusterOptions
  readonly tally: MetricCollector
  /** What its brokers remember, of all their lives; undefined where nobody asks for it. */
  readonly ways: HopLog | undefined
  readonly #observers: Observers
  readonly #world: World
  readonly local: LocalNet
  readonly tampers = { replies: new Tampers(), states: new Tampers() }
  readonly #ports: ClusterPorts
  readonly clients: ClientGroups
  readonly #workers: ReadonlyMap<string, SimNode>
  #brokerMachine: BrokerMachine | undefined
  /** By worker that lives: how it is told that it ends. */
  readonly #endings = new Map<string, () => void>()
  /** Workers that faults took, in all lives until they give them back. */
  readonly #away = new Set<string>()
  #slowness = 1
  #isPaused = false
  /** Tasks that were in flight when their clients were killed: nobody waits for them any more. */
  #abandoned = 0
  /** Tasks that should have been sent in lives that are over, and were not. */
  #missed = 0

  constructor(options: SimClusterOptions, world: World, link: Link) {
    const { self, peers, stateTtlMs } = options.broker
    this.name = self
    this.peers = peers
    this.stateTtlMs = stateTtlMs
    this.isBlind = options.broker.policy === 'guide'
    this.options = options
    this.tally = new MetricCollector(self, () => world.clock.now)
    // A megabyte each.
    this.ways = world.keepsDetail ? new HopLog(self) : undefined
    this.#observers = new Observers(options.loads, world.verdicts)
    this.#world = world
    this.broker = this.#actor(self)
    this.local = new LocalNet(this.broker, world, link)
    this.#ports = clusterPorts(this, this.local, world.net)
    this.clients = new ClientGroups(this.#home(), options.loads)
    this.#workers = new Map(
      workerNames(self, options.workers).map(name => [name, this.#actor(name)]),
    )
    for (const [name, actor] of this.#workers) this.local.connectWorker(name, actor)
    world.net.add(this)
  }

  get isAlive(): boolean {
    return this.broker.isAlive
  }

  /** Starts a life of it: broker first, then workers, then clients. */
  start(): void {
    this.tally.life('start')
    const { broker, newBroker } = this.options
    const made = this.#animate(this.broker, 'broker', this.#ports.broker, broker, ports =>
      newBroker ? newBroker(broker, ports) : new Broker(broker, ports),
    )
    this.#brokerMachine = made.machine
    this.#world.net.arrive(this)
    this.#staff()
    this.clients.start(this.broker.life + 1)
  }

  /** Ends it as a kill does: nothing is said, and what it did is undone. */
  kill(): void {
    this.tally.life('end')
    for (const actor of this.#actors()) actor.die()
    const { trace, clock } = this.#world
    trace?.({ t: clock.now, at: this.name, fact: 'end', about: this.name, count: 1 })
    this.#isPaused = false
    this.#abandoned += this.clients.waiting
    this.#missed += this.clients.overdue
    this.clients.kill()
    this.#brokerMachine = undefined
    this.#world.net.depart(this)
  }

  pause(): void {
    this.#isPaused = true
    for (const actor of this.#actors()) actor.pause()
  }

  resume(): void {
    if (this.#isPaused) this.#observers.resumed(this.#world.clock.now)
    this.#isPaused = false
    for (const actor of this.#actors()) actor.resume()
    this.#staff()
  }

  /** How long work takes now. */
  get service(): Distribution {
    return scaled(this.options.service, this.#slowness)
  }

  /** From now on, work takes `factor` times as long as it should. */
  slowDown(factor: number): void {
    this.#slowness = factor
  }

  /** Lets the first workers that are there end in the midst of what they do; gives their names. */
  killWorkers(count: number): readonly string[] {
    const victims = [...this.#workers.keys()].filter(name => !this.#away.has(name)).slice(0, count)
    for (const name of victims) this.#away.add(name)
    this.#staff()
    return victims
  }

  /** Starts workers again that were killed; all, unless it is said which. */
  restartWorkers(names: Iterable<string> = [...this.#away]): void {
    for (const name of names) this.#away.delete(name)
    this.#staff()
  }

  /** What happened since the last report, and how it stands: as a live cluster reports. */
  report(): ClusterReport {
    if (!this.#isPaused) this.#observers.compare(this.state, this.#world.clock.now)
    return {
      counts: this.tally.take(),
      inFlight: this.clients.waiting + this.#abandoned,
      abandoned: this.#abandoned,
      overdue: this.#missed + this.clients.overdue,
      broker: this.state,
    }
  }

  get state(): BrokerState | undefined {
    return this.#brokerMachine?.state(this.#world.clock.now)
  }

  #actor(name: string): SimNode {
    return new SimNode(name, this.#world.nextIndex(), this.#world.clock, this.#world)
  }

  #home() {
    const { clock } = this.#world
    return {
      name: this.name,
      get now() {
        return clock.now
      },
      newActor: (name: string) => this.#actor(name),
      connect: (client: string, actor: SimNode) => this.local.connectClient(client, actor),
      animate: (actor: SimNode, node: string, make: (ports: Ports<string, Fact>) => Clients) =>
        this.#animate(actor, node, this.#ports.clients, undefined, make).machine,
    }
  }

  #actors(): SimNode[] {
    return [this.broker, ...this.clients.actors, ...this.#workers.values()]
  }

  /** Ends and starts workers as it should be; a process that stands still does so afterwards. */
  #staff(): void {
    if (!this.isAlive || this.#isPaused) return
    for (const [name, actor] of this.#workers) {
      if (actor.isAlive === !this.#away.has(name)) continue
      if (actor.isAlive) this.#endings.get(name)?.()
      else this.#startWorker(name, actor)
    }
  }

  #startWorker(name: string, actor: SimNode): void {
    const newWorker = (ports: Ports<string, Fact>) =>
      new WorkerPool(new WorkerSettings(name, this), ports)
    const { machine, watch } = this.#animate(actor, name, this.#ports.workers, undefined, newWorker)
    this.#endings.set(name, () => {
      watch?.at(this.#world.clock.now)
      machine.stopWorker(name)
      actor.die()
    })
  }

  /**
   * Starts a life of a machine; with a trace, all that passes it is written down.
   *
   * @param broker of a broker, its options.
   */
  #animate<Outlet extends string, Made extends Machine>(
    actor: SimNode,
    node: string,
    others: Reach<Outlet>,
    broker: BrokerOptions | undefined,
    make: (ports: Ports<Outlet, Fact>) => Made,
  ): { readonly machine: Made; readonly watch: MachineProbe | undefined } {
    const { trace, clock } = this.#world
    // A stream of its own for each node and each of its lives.
    const random = randomStream(this.options.seed, `${this.name}/${node}/${actor.life + 1}`)
    const ports = { ...others, random, note: this.#note }
    const tap = trace && new TraceRecorder(this.name, trace, broker)
    const observer = this.#observers.of(node, broker, clock.now)
    const watchers = [broker && this.ways, tap, observer].filter(one => !!one)
    const watch = watchers.length > 0 ? new MachineProbe(clock.now) : undefined
    for (const watcher of watchers) watch?.add(watcher)
    const machine = make(watch ? watch.ports(ports) : ports)
    actor.start(watch ? watch.machine(machine) : machine)
    return { machine, watch }
  }

  readonly #note = (fact: Fact, about: string, value: number): void => {
    this.tally.note(fact, about, value)
    this.#world.noted(this.name, fact, about)
  }
}
