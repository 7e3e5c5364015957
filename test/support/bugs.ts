/** Bugs put into the broker by hand, to see that they are found. */

import { vi } from 'vitest'
import { Broker } from '../../src/broker/broker.js'
import { Credit } from '../../src/broker/credit.js'
import { Peers } from '../../src/broker/peers.js'
import { PendingTasks } from '../../src/broker/pending-tasks.js'
import { Requesters } from '../../src/broker/requesters.js'
import { StateFlow } from '../../src/broker/state-flow.js'
import type { Task } from '../../src/broker/task.js'
import { type Worker, Workers } from '../../src/broker/workers.js'
import type { NewBroker } from '../../src/sim/cluster-contract.js'
import type { Frame } from '../../src/wire/envelope.js'

/** What comes home from a peer or a worker that went is dropped. */
export function dropsRedelivery(): void {
  vi.spyOn(PendingTasks.prototype, 'requeue').mockImplementation(() => {})
}

/** What is sent to a peer is not taken off its capacity. */
export function forgetsCapacity(): void {
  vi.spyOn(Peers.prototype, 'delegate').mockImplementation((peer, delegation) => {
    peer.outstanding.set(delegation.id, delegation)
  })
}

/** Sends a reply that it does not remember to whoever the reply names. */
export const comparesNames: NewBroker = (options, ports) => {
  let isLate = false
  const note: typeof ports.note = (fact, about, value) => {
    isLate = fact === 'late'
    ports.note(fact, about, value)
  }
  const broker = new Broker(options, { ...ports, note })
  const { receive } = broker
  broker.receive = (inlet, message, now) => {
    isLate = false
    receive.call(broker, inlet, message, now)
    if (isLate) ports.send('localfe', message.slice(2))
  }
  return broker
}

/** A peer that is silent is believed for ever. */
export const forgetsNobody: NewBroker = (options, ports) =>
  new Broker({ ...options, stateTtlMs: 0 }, ports)

/** It waits for answers for so many times its task timeout. */
export const waitsFor =
  (times: number): NewBroker =>
  (options, ports) =>
    new Broker({ ...options, taskTimeoutMs: times * (options.taskTimeoutMs ?? 0) }, ports)

/** Who answers nothing still has one task at a time. */
export function suspendsNobody(): void {
  const { missed } = Credit.prototype
  vi.spyOn(Credit.prototype, 'missed').mockImplementation(function (this: Credit, ...args) {
    if (missed.apply(this, args)) this.window = 1
    return false
  })
}

/** A peer's task is sent on to another peer. */
export function delegatesOn(): void {
  const { takeFair } = PendingTasks.prototype
  vi.spyOn(PendingTasks.prototype, 'has').mockImplementation(function (this: PendingTasks) {
    return this.size > 0
  })
  vi.spyOn(PendingTasks.prototype, 'takeLocal').mockImplementation(takeFair)
}

/** From its fifth second on its deadline stays in the past. */
export const neverRests: NewBroker = (options, ports) => {
  const broker = new Broker(options, ports)
  let now = 0
  const { tick } = broker
  broker.tick = at => {
    now = at
    tick.call(broker, at)
  }
  const { get } = Object.getOwnPropertyDescriptor(Broker.prototype, 'deadline') ?? {}
  const deadline = () => (now >= 5000 ? 1 : get?.call(broker))
  return Object.defineProperty(broker, 'deadline', { get: deadline })
}

/** Changes of its capacity are never told. */
export function neverTells(): void {
  vi.spyOn(StateFlow.prototype, 'setCapacity').mockImplementation(() => {})
}

/** One queue for all who request: who requests much is served much. */
export function servesInOneQueue(): void {
  const queues = new WeakMap<Requesters, Task[]>()
  const queueOf = (requesters: Requesters, keeps: (task: Task) => boolean = () => true) => {
    const queue = (queues.get(requesters) ?? []).filter(keeps)
    queues.set(requesters, queue)
    return queue
  }
  const settle = (requesters: Requesters, before: number) => {
    requesters.size = queueOf(requesters).length
    return before - requesters.size
  }
  vi.spyOn(Requesters.prototype, 'add').mockImplementation(function (this: Requesters, task) {
    queueOf(this).push(task)
    return settle(this, this.size) < 0
  })
  vi.spyOn(Requesters.prototype, 'take').mockImplementation(function (this: Requesters) {
    const task = queueOf(this).shift()
    settle(this, this.size)
    return task
  })
  vi.spyOn(Requesters.prototype, 'forget').mockImplementation(function (this: Requesters, id) {
    queueOf(this, ({ message }) => message[0] !== id)
    return settle(this, this.size)
  })
}

/** A task is given to the worker that had the task before. */
export function assignsTwice(): void {
  const { takeReady } = Workers.prototype
  const last = new WeakMap<Workers, Worker>()
  vi.spyOn(Workers.prototype, 'takeReady').mockImplementation(function (this: Workers) {
    const worker = takeReady.call(this)
    const wrong = last.get(this) ?? worker
    if (worker) last.set(this, worker)
    return wrong
  })
}

/** Peers' tasks are never read. */
export const hearsNoPeer: NewBroker = (options, ports) => {
  const broker = new Broker(options, ports)
  const { receive } = broker
  broker.receive = (inlet, message, now) => {
    if (inlet !== 'cloudfe') receive.call(broker, inlet, message, now)
  }
  return broker
}

/** A reply goes to the client that had the reply before. */
export const mixesUpClients: NewBroker = (options, ports) => {
  let last: Frame | undefined
  const send: typeof ports.send = (outlet, message) => {
    const wrong = last ?? message[0] ?? ''
    if (outlet === 'localfe') last = message[0]
    ports.send(outlet, outlet === 'localfe' ? [wrong, ...message.slice(1)] : message)
  }
  return new Broker(options, { ...ports, send })
}
