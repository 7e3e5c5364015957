/**
 * The broker: six sockets, and the rules by which tasks move between them. Whom a task is delegated
 * to is left to a policy; sockets, time and chance are left to a driver.
 */

import { Fifo } from '../base/fifo.js'
import type { Millis } from '../base/time.js'
import { bodyStart, DELIMITER, type Envelope, isEmpty, textOf } from '../wire/envelope.js'
import type { Machine, Ports } from '../wire/machine.js'
import { type Delegation, type Peer, Peers } from './peers.js'
import { type Policy, type PolicyName, policyOf } from './policy.js'
import { isReadySignal, readState } from './signals.js'
import { StateFlow } from './state-flow.js'
import { type Origin, type Task, type Worker, Workers } from './workers.js'

/** Messages come in on all six sockets; on statebe they are subscriptions. */
export const INLETS = ['localfe', 'localbe', 'cloudfe', 'cloudbe', 'statefe', 'statebe'] as const
export type BrokerInlet = (typeof INLETS)[number]
export type BrokerOutlet = Exclude<BrokerInlet, 'statefe'>

/**
 * What a broker notes, and about whom: `ready` `assigned` `worker-gone` `stray` a worker; `delegated`
 * `returned` `home` `late` `overcommit` `served` `forgotten` `back` a peer; `orphan` the client or
 * peer that is gone; `told` its own capacity; `malformed` a socket.
 */
export type BrokerFact =
  | 'ready'
  | 'assigned'
  | 'worker-gone'
  | 'stray'
  | 'delegated'
  | 'returned'
  | 'home'
  | 'late'
  | 'overcommit'
  | 'served'
  | 'forgotten'
  | 'back'
  | 'orphan'
  | 'told'
  | 'malformed'

export interface BrokerOptions {
  readonly self: string
  readonly peers: readonly string[]
  readonly policy: PolicyName
  readonly heartbeatMs: Millis
  /** How long a silent peer is believed; 0 for ever, for peers that speak only on change. */
  readonly stateTtlMs: Millis
  /** Changes of capacity are published at most once per interval. */
  readonly stateIntervalMs: Millis
}

/** What a broker knows, for people to look at. */
export interface BrokerState {
  readonly workers: number
  readonly ready: number
  /** Workers busy with a task of our own clients. */
  readonly busyLocal: number
  /** Workers busy with a task of a peer. */
  readonly busyCloud: number
  /** Tasks that were read, and wait for a worker or a peer. */
  readonly waiting: number
  readonly peers: readonly {
    readonly name: string
    readonly capacity: number
    readonly isLive: boolean
    /** Since it last spoke; Infinity before its first word. */
    readonly ageMs: Millis
    readonly outstanding: number
  }[]
}

/** The most workers that are remembered; further READYs are refused. */
const WORKERS_MAX = 65_536

/** The most delegations kept for one peer; the oldest is given up for a new one. */
const OUTSTANDING_MAX = 16_384

export class Broker implements Machine<BrokerInlet, BrokerOutlet> {
  readonly #ports: Ports<BrokerOutlet, BrokerFact>
  readonly #workers = new Workers()
  readonly #peers: Peers
  readonly #policy: Policy
  readonly #stateFlow: StateFlow
  /** Tasks that were read and could not be placed: those that came home, and one in hand. */
  readonly #waiting = { localfe: new Fifo<Task>(), cloudfe: new Fifo<Task>() }
  /** The frontend whose turn it is when both have a task. */
  #turn: Origin = 'localfe'
  #busyCloud = 0
  /** Makes the delegation ids of this life of the broker differ from those of an earlier one. */
  readonly #life: string
  #delegations = 0

  constructor(options: BrokerOptions, ports: Ports<BrokerOutlet, BrokerFact>) {
    this.#ports = ports
    this.#peers = new Peers(options.peers, options.stateTtlMs)
    this.#policy = policyOf(options.policy, options.heartbeatMs)
    this.#stateFlow = new StateFlow(options, capacity => {
      ports.send('statebe', [options.self, String(capacity)])
      ports.note('told', options.self, capacity)
    })
    this.#life = Math.floor(ports.random() * 36 ** 4).toString(36)
  }

  start(now: Millis): void {
    this.#stateFlow.tell(this.#workers.ready, now)
  }

  receive(inlet: BrokerInlet, message: Envelope, now: Millis, waited: boolean): void {
    switch (inlet) {
      case 'localfe':
      case 'cloudfe':
        this.#takeRequest(inlet, message, waited)
        break
      case 'localbe':
        this.#hearWorker(message)
        break
      case 'cloudbe':
        this.#takeReply(message)
        break
      case 'statefe':
        this.#hearPeer(message, now)
        break
      case 'statebe':
        this.#hearSubscription(message, now)
        break
    }
    this.#settle(now)
  }

  bounce(outlet: BrokerOutlet, message: Envelope, now: Millis): void {
    switch (outlet) {
      case 'localbe':
        this.#workerGone(message)
        break
      case 'cloudbe':
        this.#delegationBounced(message)
        break
      case 'localfe':
      case 'cloudfe':
        this.#ports.note('orphan', textOf(message[0]), 1)
        break
      case 'statebe':
        break
    }
    this.#settle(now)
  }

  connection(outlet: BrokerOutlet, peerName: string, isUp: boolean, now: Millis): void {
    const peer = this.#peers.get(peerName)
    if (outlet !== 'cloudbe' || isUp || !peer) return
    this.#forget(peer)
    this.#settle(now)
  }

  tick(now: Millis): void {
    for (const peer of this.#peers.expired(now)) this.#forget(peer)
    this.#settle(now)
    this.#stateFlow.tick(now)
  }

  get deadline(): Millis {
    return Math.min(this.#stateFlow.deadline, this.#peers.nextExpiry)
  }

  /**
   * With a ready worker both frontends are worth reading, with capacity in the cloud only localfe,
   * else neither: sockets are queues already (Guide, the main loop of peering3).
   */
  wants(inlet: BrokerInlet): boolean {
    if (inlet !== 'localfe' && inlet !== 'cloudfe') return true
    if (this.#waiting[inlet].size > 0) return false
    return this.#workers.ready > 0 || (inlet === 'localfe' && this.#cloudCapacity > 0)
  }

  state(now: Millis): BrokerState {
    const { size, ready } = this.#workers
    return {
      workers: size,
      ready,
      busyLocal: size - ready - this.#busyCloud,
      busyCloud: this.#busyCloud,
      waiting: this.#waiting.localfe.size + this.#waiting.cloudfe.size,
      peers: this.#peers.all().map(({ name, capacity, isLive, heardAt, outstanding }) => ({
        name,
        capacity,
        isLive,
        ageMs: now - heardAt,
        outstanding: outstanding.size,
      })),
    }
  }

  get #cloudCapacity(): number {
    return this.#policy.capacity(this.#peers)
  }

  // Requests: localfe and cloudfe.

  #takeRequest(origin: Origin, message: Envelope, waited: boolean): void {
    const bodyAt = bodyStart(message)
    if (bodyAt < 0) return this.#malformed(origin)
    if (origin === 'cloudfe' && waited) this.#ports.note('overcommit', textOf(message[0]), 1)
    this.#waiting[origin].push({ origin, message, bodyAt })
  }

  /** Places what waits, and tells the peers if that left another capacity than they know of. */
  #settle(now: Millis): void {
    while (this.#placeNext(now));
    this.#stateFlow.changed(this.#workers.ready, now)
  }

  /** Rules 2 to 4: a local worker if one is ready, else a peer, but never a peer's task. */
  #placeNext(now: Millis): boolean {
    if (this.#workers.ready > 0) {
      const task = this.#nextOfBoth()
      if (task) this.#assign(task)
      return task !== undefined
    }
    if (this.#waiting.localfe.size === 0 || this.#cloudCapacity <= 0) return false
    const peer = this.#policy.choose(this.#peers, this.#ports.random, now)
    const task = peer && this.#waiting.localfe.shift()
    if (!task) return false
    this.#delegate(task, peer)
    return true
  }

  /** Rule 3: while both wait, they take turns. */
  #nextOfBoth(): Task | undefined {
    const turn = this.#turn
    const other = turn === 'localfe' ? 'cloudfe' : 'localfe'
    const task = this.#waiting[turn].shift()
    if (!task) return this.#waiting[other].shift()
    this.#turn = other
    return task
  }

  #assign(task: Task): void {
    const worker = this.#workers.takeReady() as Worker
    const sent = [worker.address, DELIMITER, ...task.message]
    worker.assigned = { task, sent }
    if (task.origin === 'cloudfe') this.#busyCloud++
    this.#ports.send('localbe', sent)
    this.#ports.note('assigned', worker.id, 1)
  }

  #delegate(task: Task, peer: Peer): void {
    const id = `d${this.#life}.${++this.#delegations}`
    const sent = [peer.name, id, ...task.message]
    const [oldest] = peer.outstanding.size >= OUTSTANDING_MAX ? peer.outstanding.keys() : []
    if (oldest) peer.outstanding.delete(oldest)
    this.#peers.delegate(peer, { id, task, sent })
    this.#ports.send('cloudbe', sent)
    this.#ports.note('delegated', peer.name, 1)
  }

  /** A task is routed anew, before all that came after it. */
  #comeHome(task: Task): void {
    this.#waiting[task.origin].unshift(task)
  }

  // Workers: localbe.

  /** Any well-formed message of a worker leaves it ready (rule 1); most also bring a reply. */
  #hearWorker(message: Envelope): void {
    const [address, delimiter, first] = message
    if (address === undefined || !isEmpty(delimiter) || first === undefined) {
      return this.#malformed('localbe')
    }
    const worker = this.#workers.get(textOf(address))
    const isReady = message.length === 3 && isReadySignal(first)
    if (isReady) return this.#hearReady(worker, message)
    const task = worker?.assigned?.task
    if (!worker || !task) return this.#strayReply(worker, message)
    this.#release(worker)
    const replyAt = 2 + task.bodyAt
    if (message.length <= replyAt || !isEmpty(message[replyAt - 1])) {
      return this.#malformed('localbe')
    }
    this.#reply(task, message, replyAt)
    if (task.origin === 'cloudfe') this.#ports.note('served', textOf(task.message[0]), 1)
  }

  #hearReady(worker: Worker | undefined, message: Envelope): void {
    if (!worker) return this.#hire(message)
    const task = worker.assigned?.task
    if (!task) return
    // It was started again in the middle of a task.
    this.#release(worker)
    this.#comeHome(task)
    this.#ports.note('home', worker.id, 1)
  }

  #hire(message: Envelope): void {
    const address = message[0] ?? DELIMITER
    if (this.#workers.size >= WORKERS_MAX) return this.#malformed('localbe')
    this.#workers.add(address)
    this.#ports.note('ready', textOf(address), 1)
  }

  /** A reply that nobody waits for. From a worker of an earlier life of this broker, it is a READY. */
  #strayReply(worker: Worker | undefined, message: Envelope): void {
    if (bodyStart(message.slice(2)) < 0) return this.#malformed('localbe')
    this.#ports.note('stray', textOf(message[0]), 1)
    if (!worker) this.#hire(message)
  }

  #release(worker: Worker): void {
    if (worker.assigned?.task.origin === 'cloudfe') this.#busyCloud--
    this.#workers.free(worker)
  }

  /** Rule 8: the send found no worker. It is forgotten, and another takes the task. */
  #workerGone(sent: Envelope): void {
    const worker = this.#workers.get(textOf(sent[0]))
    if (!worker?.assigned || worker.assigned.sent !== sent) return
    const { task } = worker.assigned
    if (task.origin === 'cloudfe') this.#busyCloud--
    this.#workers.forget(worker)
    this.#comeHome(task)
    this.#ports.note('worker-gone', worker.id, 1)
  }

  /** Rule 2: the addresses by our own memory, the body by the reply. */
  #reply(task: Task, message: Envelope, replyAt: number): void {
    const addresses = task.message.slice(0, task.bodyAt)
    this.#ports.send(task.origin, [...addresses, ...message.slice(replyAt)])
  }

  // Peers: cloudbe, statefe, statebe.

  #takeReply(message: Envelope): void {
    const peer = this.#peers.get(textOf(message[0]))
    // Peers that wrap what they reply, as the Guide's Python program does, put a delimiter first.
    const idAt = isEmpty(message[1]) ? 2 : 1
    const id = message[idAt]
    if (!peer || id === undefined || bodyStart(message.slice(idAt)) < 0) {
      return this.#malformed('cloudbe')
    }
    const delegation = this.#takeBack(peer, textOf(id))
    if (!delegation) return this.#ports.note('late', peer.name, 1)
    const { task } = delegation
    const replyAt = idAt + 1 + task.bodyAt
    if (message.length <= replyAt || !isEmpty(message[replyAt - 1])) {
      return this.#malformed('cloudbe')
    }
    this.#reply(task, message, replyAt)
    this.#ports.note('returned', peer.name, 1)
  }

  #takeBack(peer: Peer, id: string): Delegation | undefined {
    const delegation = peer.outstanding.get(id)
    peer.outstanding.delete(id)
    return delegation
  }

  #hearPeer(message: Envelope, now: Millis): void {
    const state = readState(message)
    const peer = state && this.#peers.get(state.name)
    if (!peer) return this.#malformed('statefe')
    if (!peer.isLive) this.#ports.note('back', peer.name, state.capacity)
    this.#peers.hear(peer, state.capacity, now)
  }

  #hearSubscription(message: Envelope, now: Millis): void {
    const [frame] = message
    const kind = textOf(frame).charCodeAt(0)
    if (message.length !== 1 || (kind !== 0 && kind !== 1)) return this.#malformed('statebe')
    if (kind === 1) this.#stateFlow.tell(this.#workers.ready, now)
  }

  /** Rule 7: its capacity is 0 until it speaks again, and what it had of ours comes home. */
  #forget(peer: Peer): void {
    if (peer.isLive) this.#ports.note('forgotten', peer.name, peer.outstanding.size)
    this.#peers.forget(peer)
    const lost = [...peer.outstanding.values()].reverse()
    peer.outstanding.clear()
    for (const { task } of lost) this.#comeHome(task)
    if (lost.length > 0) this.#ports.note('home', peer.name, lost.length)
  }

  /** Rule 8: the send found no peer. What else it has of ours may still be answered. */
  #delegationBounced(sent: Envelope): void {
    const peer = this.#peers.get(textOf(sent[0]))
    const delegation = peer?.outstanding.get(textOf(sent[1]))
    if (!peer || delegation?.sent !== sent) return
    if (peer.isLive) this.#ports.note('forgotten', peer.name, 1)
    this.#peers.close(peer)
    peer.outstanding.delete(delegation.id)
    this.#comeHome(delegation.task)
    this.#ports.note('home', peer.name, 1)
  }

  #malformed(socket: BrokerInlet): void {
    this.#ports.note('malformed', socket, 1)
  }
}
