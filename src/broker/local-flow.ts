/** The local flow's backend: workers say READY, are assigned tasks, and reply (rules 1, 2, 8). */

import { type Millis, NEVER } from '../base/time.js'
import { bodyStart, type Envelope, type Frame, spliced, textOf } from '../wire/envelope.js'
import type { BrokerPorts } from './contract.js'
import type { PendingTasks } from './pending-tasks.js'
import { ReplyTimeout } from './reply-timeout.js'
import { echoes, replyTo, type Task } from './task.js'
import { addressFrames, type Worker, Workers, workerName } from './workers.js'

/** The most workers that are remembered; further READYs are refused. */
const WORKERS_MAX = 65_536

export class LocalFlow {
  readonly #self: string
  readonly #ports: BrokerPorts
  readonly #waiting: PendingTasks
  readonly #workers = new Workers()
  readonly #timeout: ReplyTimeout
  /** Workers that are busy with a task of a peer. */
  busyCloud = 0

  /** @param taskTimeoutMs how long an answer is waited for, at the least; 0 for ever. */
  constructor(self: string, ports: BrokerPorts, waiting: PendingTasks, taskTimeoutMs: Millis) {
    this.#self = self
    this.#ports = ports
    this.#waiting = waiting
    this.#timeout = new ReplyTimeout(taskTimeoutMs)
  }

  get ready(): number {
    return this.#workers.ready
  }

  /** Idle workers that may not be assigned a task. */
  get withheld(): number {
    return this.#workers.withheld
  }

  get workers(): number {
    return this.#workers.size
  }

  get busy(): number {
    return this.#workers.busy.size
  }

  /** When a worker that has never answered may be tried, though others of them missed. */
  get nextProbe(): Millis {
    return this.#workers.credit.probeAt
  }

  /** When the answer of the worker that has had its task longest is missed. */
  get nextMiss(): Millis {
    const at = this.#workers.busy.first?.assigned?.at
    return at === undefined ? NEVER : at + this.#timeout.limitMs
  }

  /** Gives the task to the worker that has been idle longest. Asked only while one is ready. */
  assign(task: Task, now: Millis): void {
    const worker = this.#workers.takeReady()
    if (!worker) throw new Error('no worker is ready')
    const sent = spliced(worker.head, worker.head.length, task.message, 0)
    worker.assigned = { task, sent, at: now }
    this.#workers.busy.add(worker)
    if (task.origin === 'cloudfe') this.busyCloud++
    this.#ports.send('localbe', sent)
    this.#ports.note('assigned', worker.name, Number(task.isOwn))
  }

  /** Any well-formed message of a worker leaves it ready (rule 1); most also bring a reply. */
  onMessage(message: Envelope, now: Millis): void {
    const address = addressFrames(message)
    const at = address + 1
    const first = message[at]
    if (address === 0 || first === undefined) return this.#malformed()
    const worker = this.#workers.get(message, address)
    const isSignal = message.length === at + 1
    if (isSignal && isReadySignal(first)) this.#onReady(worker, message, address)
    else if (isSignal && address > 1 && isGoneSignal(first)) this.#onGone(worker, message)
    else if (worker?.assigned) this.#onReply(worker, worker.assigned, message, at, now)
    else this.#onUnexpected(worker, message, address)
  }

  /** Rule 8: the send found no worker. It is forgotten, and another takes the task. */
  bounced(sent: Envelope): void {
    const worker = this.#workers.get(sent, addressFrames(sent))
    if (worker?.assigned?.sent === sent) this.#unregisterBusy(worker)
  }

  /** Lets a worker be tried that has never answered, if it is time for that. */
  probe(now: Millis): void {
    this.#workers.credit.probe(now)
  }

  /** Workers whose answers are missed are forgotten, as by a bounce, until they speak again. */
  expire(now: Millis): void {
    const missed: [task: Task, worker: Worker][] = []
    const { limitMs } = this.#timeout
    for (;;) {
      const worker = this.#workers.busy.first
      if (!worker?.assigned || worker.assigned.at + limitMs > now) break
      this.#ports.note('expired', worker.name, 1)
      this.#missed(worker, worker.assigned.at, now)
      const task = this.#unassign(worker)
      worker.isProven = false
      this.#unregister(worker)
      missed.push([task, worker])
    }
    // The youngest first: each then takes its place at the head, without a search.
    for (const [task, { name }] of missed.reverse()) {
      this.#ports.note(this.#waiting.requeueMissed(task), name, 1)
    }
  }

  #missed({ isProven }: Worker, sentAt: Millis, now: Millis): void {
    const { credit, busy } = this.#workers
    this.#timeout.missed(sentAt, now)
    if (isProven || !credit.missed(sentAt, busy.unproven, this.#timeout.limitMs, now)) return
    this.#ports.note('suspended', this.#self, credit.backoffMs)
  }

  #unregisterBusy(worker: Worker): void {
    const task = this.#unassign(worker)
    this.#unregister(worker)
    this.#requeue(task, worker)
  }

  #unregister(worker: Worker): void {
    this.#workers.forget(worker)
    this.#ports.note('worker-gone', worker.name, 1)
  }

  #onReady(worker: Worker | undefined, message: Envelope, address: number): void {
    if (!worker) return this.#register(message, address)
    if (!worker.assigned) return
    // It was started again in the middle of a task.
    const task = this.#unassign(worker)
    this.#workers.release(worker)
    this.#requeue(task, worker)
  }

  /** What a bounce is for a socket of its own: whoever shares its socket has sent the task back. */
  #onGone(worker: Worker | undefined, message: Envelope): void {
    if (worker?.assigned) this.#unregisterBusy(worker)
    else this.#ports.note('stray', workerName(message, 2), 1)
  }

  /** @param at where the echoed envelope starts. */
  #onReply(
    worker: Worker,
    { task, at: sentAt }: NonNullable<Worker['assigned']>,
    message: Envelope,
    at: number,
    now: Millis,
  ): void {
    // To a task that came home when the worker was started again: it still owes us this one's.
    if (bodyStart(message, at) >= 0 && !echoes(task, message, at)) {
      return this.#ports.note('stray', worker.name, 1)
    }
    const reply = replyTo(task, message, at)
    const inUse = this.#workers.busy.unproven
    this.#unassign(worker)
    if (!reply) return this.#onMalformedReply(worker, task)
    if (!worker.isProven) this.#prove(worker, inUse, now)
    this.#workers.release(worker)
    this.#timeout.replied(sentAt, now)
    this.#ports.send(task.origin, reply)
    if (task.origin === 'cloudfe') this.#ports.note('served', textOf(reply[0]), 1)
  }

  /** It is ready again, and its task is placed anew as one that was not answered in time. */
  #onMalformedReply(worker: Worker, task: Task): void {
    this.#workers.release(worker)
    this.#malformed()
    this.#ports.note(this.#waiting.requeueMissed(task), worker.name, 1)
  }

  /** Its first answer. @param inUse how many unproven workers were busy, this one among them. */
  #prove(worker: Worker, inUse: number, now: Millis): void {
    worker.isProven = true
    const { credit } = this.#workers
    if (credit.replied(inUse, now)) this.#ports.note('restored', this.#self, credit.window)
  }

  /** A reply that nobody waits for. From a worker of an earlier life of ours, it is a READY. */
  #onUnexpected(worker: Worker | undefined, message: Envelope, address: number): void {
    if (bodyStart(message, address + 1) < 0) return this.#malformed()
    this.#ports.note('stray', workerName(message, address), 1)
    if (!worker) this.#register(message, address)
  }

  #register(message: Envelope, address: number): void {
    const name = workerName(message, address)
    if (this.#workers.size >= WORKERS_MAX) return this.#ports.note('refused', name, 1)
    this.#workers.add(message, address)
    this.#ports.note('ready', name, 1)
  }

  #unassign(worker: Worker): Task {
    const { assigned } = worker
    if (!assigned) throw new Error(`worker ${worker.name} has no task`)
    worker.assigned = undefined
    this.#workers.busy.remove(worker)
    if (assigned.task.origin === 'cloudfe') this.busyCloud--
    if (assigned.task.isOwn) this.#ports.note('freed', worker.name, 1)
    return assigned.task
  }

  #requeue(task: Task, worker: Worker): void {
    this.#waiting.requeue(task)
    this.#ports.note('home', worker.name, 1)
  }

  #malformed(): void {
    this.#ports.note('malformed', 'localbe', 1)
  }
}

/** READY is one frame: `\x01` in the Guide's C program, `READY` in others and in ours. */
export function isReadySignal(frame: Frame): boolean {
  if (frame.length === 1) return textOf(frame) === '\x01'
  return frame.length === 5 && textOf(frame) === 'READY'
}

/** Who has a socket together with others says so of one that is not there. Of ours only. */
export function isGoneSignal(frame: Frame): boolean {
  return frame.length === 4 && textOf(frame) === 'GONE'
}
