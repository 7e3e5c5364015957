/**
 * The broker: where the three flows meet. It decides where each task goes next; how a flow speaks
 * is its own affair, and sockets, time and chance are left to a driver.
 */

import { type Millis, NEVER } from '../base/time.js'
import { type Envelope, keyOf, textOf } from '../wire/envelope.js'
import type { Machine } from '../wire/machine.js'
import { clientPrefix } from '../wire/names.js'
import { CloudFlow } from './cloud-flow.js'
import type {
  BrokerInlet,
  BrokerOptions,
  BrokerOutlet,
  BrokerPorts,
  BrokerState,
} from './contract.js'
import { LocalFlow } from './local-flow.js'
import { Peers } from './peers.js'
import { PendingTasks } from './pending-tasks.js'
import { policyOf } from './policy.js'
import type { RunPolicy } from './policy-file.js'
import { StateFlow } from './state-flow.js'
import { type Origin, taskOf } from './task.js'

/** A peer may wait for a worker of its own, and have another try once. */
export const PEER_FACTOR = 2

/** A tick that comes so much later than its deadline comes after a pause. */
const PAUSE_MS: Millis = 100

export class Broker implements Machine<BrokerInlet, BrokerOutlet> {
  readonly #ports: BrokerPorts
  readonly #waiting = new PendingTasks()
  readonly #peers: Peers
  readonly #local: LocalFlow
  readonly #cloud: CloudFlow
  readonly #state: StateFlow
  readonly #taskTimeoutMs: Millis
  readonly #ownPrefix: string
  /** After a pause no reply is missed until then: those that came meanwhile are read first. */
  #heldUntil: Millis = -NEVER

  /** @param runPolicy for a policy that is a file. */
  constructor(options: BrokerOptions, ports: BrokerPorts, runPolicy?: RunPolicy) {
    const { taskTimeoutMs = 0 } = options
    const policy = policyOf(options.policy, options.heartbeatMs, runPolicy)
    this.#ports = ports
    this.#taskTimeoutMs = taskTimeoutMs
    this.#ownPrefix = clientPrefix(options.self)
    this.#peers = new Peers(options.peers, options.stateTtlMs, PEER_FACTOR * taskTimeoutMs)
    this.#local = new LocalFlow(options.self, ports, this.#waiting, taskTimeoutMs)
    this.#cloud = new CloudFlow(ports, this.#waiting, this.#peers, policy)
    this.#state = new StateFlow(options, ports, this.#peers)
  }

  start(now: Millis): void {
    this.#state.publish(now)
  }

  receive(inlet: BrokerInlet, message: Envelope, now: Millis): void {
    switch (inlet) {
      case 'localfe':
      case 'cloudfe':
        this.#takeRequest(inlet, message, now)
        break
      case 'localbe':
        this.#local.onMessage(message, now)
        break
      case 'cloudbe':
        this.#cloud.onReply(message, now)
        break
      case 'statefe':
        this.#state.onState(message, now)
        break
      case 'statebe':
        this.#state.onSubscription(message, now)
        break
    }
    this.#dispatch(now)
  }

  bounce(outlet: BrokerOutlet, message: Envelope, now: Millis): void {
    switch (outlet) {
      case 'localbe':
        this.#local.bounced(message)
        break
      case 'cloudbe':
        this.#cloud.bounced(message)
        break
      case 'localfe':
      case 'cloudfe':
        this.#forgetRequester(outlet, message)
        break
      case 'statebe':
        // State is told again at the next heartbeat.
        break
    }
    this.#dispatch(now)
  }

  connection(outlet: BrokerOutlet, peerName: string, isUp: boolean, now: Millis): void {
    const peer = this.#peers.get(peerName)
    if (outlet !== 'cloudbe' || isUp || !peer) return
    this.#cloud.expirePeer(peer)
    this.#dispatch(now)
  }

  tick(now: Millis): void {
    this.#holdAfterPause(now)
    for (const peer of this.#peers.expired(now)) this.#cloud.expirePeer(peer)
    this.#local.probe(now)
    this.#peers.probe(now)
    if (now >= this.#heldUntil) {
      this.#local.expire(now)
      this.#cloud.expire(now)
    }
    this.#dispatch(now)
    this.#state.tick(now)
  }

  get deadline(): Millis {
    const nextMiss = Math.min(this.#peers.nextMiss, this.#local.nextMiss)
    const nextProbe = Math.min(this.#peers.nextProbe, this.#local.nextProbe)
    const next = Math.min(this.#state.deadline, this.#peers.nextExpiry, nextProbe)
    return Math.min(next, Math.max(nextMiss, this.#heldUntil))
  }

  state(now: Millis): BrokerState {
    const { ready, withheld, workers, busy, busyCloud } = this.#local
    return {
      workers,
      ready,
      withheld,
      busyLocal: busy - busyCloud,
      busyCloud,
      waiting: this.#waiting.size,
      peers: this.#peers.all().map(({ name, capacity, isLive, heardAt, outstanding, credit }) => ({
        name,
        capacity,
        isLive,
        isSuspended: credit.isSuspended,
        ageMs: now - heardAt,
        outstanding: outstanding.size,
      })),
    }
  }

  /**
   * A process that stood still finds deadlines passed, and replies that have been waiting for it. A
   * broker that is always late must miss replies too: after a hold there is none for as long.
   */
  #holdAfterPause(now: Millis): void {
    const lateMs = now - this.deadline
    const timeoutMs = this.#taskTimeoutMs
    if (lateMs < Math.min(PAUSE_MS, timeoutMs / 4) || now < this.#heldUntil + timeoutMs) return
    this.#heldUntil = now + timeoutMs
  }

  /** While a worker is ready no task waits: the next one need not, either. */
  #takeRequest(origin: Origin, message: Envelope, now: Millis): void {
    const task = taskOf(origin, message, this.#ownPrefix)
    if (!task) return this.#ports.note('malformed', origin, 1)
    const hasWorker = this.#local.ready > 0
    if (origin === 'cloudfe') {
      this.#state.markCreditUsed()
      if (!hasWorker) this.#ports.note('overcommit', textOf(message[0]), 1)
    }
    if (hasWorker) {
      this.#waiting.pass(task)
      this.#local.assign(task, now)
    } else if (!this.#waiting.add(task)) this.#ports.note('overflow', textOf(message[0]), 1)
  }

  /** Who requested this is gone: the reply is dropped, and so is what else it requested. */
  #forgetRequester(origin: Origin, reply: Envelope): void {
    const dropped = this.#waiting.forget(origin, keyOf(reply[0]))
    this.#ports.note('orphan', textOf(reply[0]), 1 + dropped)
  }

  /** Places what waits, then sees whether the peers know of another capacity than there is. */
  #dispatch(now: Millis): void {
    while (this.#dispatchNext(now));
    this.#state.setCapacity(this.#local.ready, now)
  }

  /** Rules 2 to 4: a local worker if one is ready, else a peer, but never for a peer's task. */
  #dispatchNext(now: Millis): boolean {
    if (this.#local.ready === 0) return this.#cloud.delegateNext(now)
    const task = this.#waiting.takeFair()
    if (task) this.#local.assign(task, now)
    return task !== undefined
  }
}
