/**
 * A whole cloud in memory, without delay: clusters of one broker, clients and workers each, and
 * between them what REQ, ROUTER, PUB and SUB sockets do to envelopes. Every message is in `log`.
 */

import { randomStream } from '../../src/base/random.js'
import type { Millis } from '../../src/base/time.js'
import { Broker } from '../../src/broker/broker.js'
import type {
  BrokerFact,
  BrokerInlet,
  BrokerOptions,
  BrokerOutlet,
} from '../../src/broker/contract.js'
import { type ClientFact, type ClientOptions, Clients } from '../../src/client/client.js'
import { DELIMITER, type Envelope, textOf } from '../../src/wire/envelope.js'
import type { Machine } from '../../src/wire/machine.js'
import { clientNames, workerNames } from '../../src/wire/names.js'
import { type WorkerFact, type WorkerOptions, WorkerPool } from '../../src/worker/worker.js'
import { show } from './frames.js'
import { Recorder } from './recorder.js'

export type ClusterOptions = Partial<BrokerOptions & ClientOptions & WorkerOptions> & {
  readonly clients?: number
  readonly workers?: number
}

export class Cluster {
  readonly name: string
  readonly broker: Broker
  readonly clients: Clients
  readonly workers: WorkerPool
  readonly facts: Recorder<BrokerOutlet, BrokerFact>
  readonly clientFacts: Recorder<string, ClientFact>
  readonly workerFacts: Recorder<string, WorkerFact>
  readonly queues: Record<'localfe' | 'cloudfe', Envelope[]> = { localfe: [], cloudfe: [] }
  isUp = false

  constructor(name: string, peers: readonly string[], options: ClusterOptions) {
    const { clients = 1, workers = 1 } = options
    this.name = name
    this.facts = new Recorder(randomStream(1, name))
    this.clientFacts = new Recorder(randomStream(1, `${name}-c`))
    this.workerFacts = new Recorder(randomStream(1, `${name}-w`))
    this.broker = new Broker(
      {
        self: name,
        peers,
        policy: 'weighted',
        heartbeatMs: 1000,
        stateTtlMs: 3000,
        stateIntervalMs: 0,
        ...options,
      },
      this.facts,
    )
    const think = { kind: 'constant', ms: 100 } as const
    const common = { share: 1, phase: 0, timeoutMs: 10_000, retries: 3, bodyBytes: 16 }
    const load = { kind: 'closed', think } as const
    const names = clientNames(name, clients)
    this.clients = new Clients({ names, load, ...common, ...options }, this.clientFacts)
    const service = { kind: 'constant', ms: 1000 } as const
    const hands = workerNames(name, workers)
    this.workers = new WorkerPool({ service, ...options, names: hands }, this.workerFacts)
  }

  get machines(): Machine[] {
    return [this.broker, this.clients, this.workers] as Machine[]
  }
}

export class Cloud {
  readonly clusters = new Map<string, Cluster>()
  /** `DC1 cloudbe: DC2 | ..` for each message that a machine sent, in order. */
  readonly log: string[] = []
  now: Millis = 0

  constructor(plans: Record<string, ClusterOptions>) {
    const names = Object.keys(plans)
    for (const [name, options] of Object.entries(plans)) {
      const peers = names.filter(other => other !== name)
      this.clusters.set(name, new Cluster(name, peers, options))
    }
  }

  /** All clusters start, or only those. */
  start(...names: string[]): this {
    const chosen = [...this.clusters.values()].filter(
      ({ name }) => names.length === 0 || names.includes(name),
    )
    for (const cluster of chosen) cluster.isUp = true
    for (const { machines } of chosen) for (const machine of machines) machine.start(this.now)
    return this.#settle()
  }

  /** A cluster leaves with all its workers and clients; each broker sees its connection go. */
  kill(name: string): this {
    this.get(name).isUp = false
    for (const { broker } of this.#up()) broker.connection('cloudbe', name, false, this.now)
    return this.#settle()
  }

  after(ms: Millis): this {
    const end = this.now + ms
    for (let next = this.#deadline(); next <= end; next = this.#deadline()) {
      this.now = Math.max(this.now, next)
      for (const { machines } of this.#up()) for (const m of machines) m.tick(this.now)
      this.#settle()
    }
    this.now = end
    return this
  }

  get(name: string): Cluster {
    const cluster = this.clusters.get(name)
    if (!cluster) throw new Error(`There is no cluster ${name}`)
    return cluster
  }

  /** What was sent on one socket of a cluster. */
  logOf(name: string, socket: string): string[] {
    const start = `${name} ${socket}: `
    return this.log.filter(line => line.startsWith(start)).map(line => line.slice(start.length))
  }

  #up(): Cluster[] {
    return [...this.clusters.values()].filter(({ isUp }) => isUp)
  }

  #deadline(): Millis {
    return Math.min(...this.#up().flatMap(({ machines }) => machines.map(m => m.deadline)))
  }

  /** Carries messages until none is under way, reading the frontends in turn. */
  #settle(): this {
    let isMoving = true
    while (isMoving) {
      isMoving = false
      for (const cluster of this.#up()) isMoving = this.#carryFrom(cluster) || isMoving
    }
    return this
  }

  #carryFrom(cluster: Cluster): boolean {
    const { name, broker, queues } = cluster
    const sent = cluster.facts.takeSent()
    const asked = cluster.clientFacts.takeSent()
    const answered = cluster.workerFacts.takeSent()
    for (const { outlet, message } of sent) this.#carry(cluster, outlet, message)
    for (const { outlet, message } of asked) {
      this.log.push(`${name} client: ${show(message)}`)
      queues.localfe.push([outlet, DELIMITER, ...message])
    }
    for (const { outlet, message } of answered) {
      this.log.push(`${name} worker: ${show(message)}`)
      broker.receive('localbe', [outlet, DELIMITER, ...message], this.now)
    }
    let isMoving = sent.length + asked.length + answered.length > 0
    for (const frontend of ['localfe', 'cloudfe'] as const) {
      const message = queues[frontend].shift()
      if (!message) continue
      broker.receive(frontend, message, this.now)
      isMoving = true
    }
    if (!isMoving && broker.deadline <= this.now) broker.tick(this.now)
    return isMoving || cluster.facts.sent.length > 0
  }

  #carry(cluster: Cluster, outlet: BrokerOutlet, message: Envelope): void {
    const { name, clients, workers } = cluster
    this.log.push(`${name} ${outlet}: ${show(message)}`)
    const to = textOf(message[0])
    const toPeer = (inlet: BrokerInlet) => {
      const peer = this.clusters.get(to)
      const forwarded = [name, ...message.slice(1)]
      if (!peer?.isUp) cluster.broker.bounce(outlet, message, this.now)
      else if (inlet === 'cloudfe') peer.queues.cloudfe.push(forwarded)
      else peer.broker.receive(inlet, forwarded, this.now)
    }
    switch (outlet) {
      case 'localfe':
        return clients.receive(to, message.slice(2), this.now)
      case 'localbe':
        return workers.receive(to, message.slice(2), this.now)
      case 'cloudbe':
        return toPeer('cloudfe')
      case 'cloudfe':
        return toPeer('cloudbe')
      case 'statebe':
        for (const { broker } of this.#up().filter(other => other !== cluster)) {
          broker.receive('statefe', message, this.now)
        }
    }
  }
}
