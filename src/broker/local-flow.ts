/** The local flow's backend: workers say READY, are assigned tasks, and reply (rules 1, 2, 8). */

import { bodyStart, type Envelope, type Frame, isEmpty, textOf, wrap } from '../wire/envelope.js'
import type { BrokerPorts } from './contract.js'
import { echoes, replyTo, type Task } from './task.js'
import type { Waiting } from './waiting.js'
import { type Worker, Workers } from './workers.js'

/** The most workers that are remembered; further READYs are refused. */
const WORKERS_MAX = 65_536

export class LocalFlow {
  readonly #ports: BrokerPorts
  readonly #waiting: Waiting
  readonly #workers = new Workers()
  /** Workers that are busy with a task of a peer. */
  busyCloud = 0

  constructor(ports: BrokerPorts, waiting: Waiting) {
    this.#ports = ports
    this.#waiting = waiting
  }

  get ready(): number {
    return this.#workers.ready
  }

  get workers(): number {
    return this.#workers.size
  }

  /** Gives the task to the worker that has been idle longest. Asked only while one is ready. */
  assign(task: Task): void {
    const worker = this.#workers.takeReady()
    if (!worker) throw new Error('no worker is ready')
    const sent = wrap(worker.address, task.message)
    worker.assigned = { task, sent }
    if (task.origin === 'cloudfe') this.busyCloud++
    this.#ports.send('localbe', sent)
    this.#ports.note('assigned', worker.id, task.origin === 'localfe' ? 1 : 0)
  }

  /** Any well-formed message of a worker leaves it ready (rule 1); most also bring a reply. */
  hear(message: Envelope): void {
    const [address, delimiter, first] = message
    if (address === undefined || !isEmpty(delimiter) || first === undefined)
      return this.#malformed()
    const worker = this.#workers.get(textOf(address))
    if (message.length === 3 && isReadySignal(first)) this.#hearReady(worker, address)
    else if (worker?.assigned) this.#hearReply(worker, worker.assigned.task, message)
    else this.#hearStray(worker, address, message)
  }

  /** Rule 8: the send found no worker. It is forgotten, and another takes the task. */
  bounced(sent: Envelope): void {
    const worker = this.#workers.get(textOf(sent[0]))
    if (worker?.assigned?.sent !== sent) return
    const task = this.#unassign(worker)
    this.#workers.forget(worker)
    this.#ports.note('worker-gone', worker.id, 1)
    this.#comeHome(task, worker)
  }

  #hearReady(worker: Worker | undefined, address: Frame): void {
    if (!worker) return this.#hire(address)
    if (!worker.assigned) return
    // It was started again in the middle of a task.
    const task = this.#unassign(worker)
    this.#workers.free(worker)
    this.#comeHome(task, worker)
  }

  #hearReply(worker: Worker, task: Task, message: Envelope): void {
    // To a task that came home when the worker was started again: it still owes us this one's.
    if (bodyStart(message, 2) >= 0 && !echoes(task, message, 2)) {
      return this.#ports.note('stray', worker.id, 1)
    }
    this.#unassign(worker)
    this.#workers.free(worker)
    const reply = replyTo(task, message, 2)
    if (!reply) return this.#malformed()
    this.#ports.send(task.origin, reply)
    if (task.origin === 'cloudfe') this.#ports.note('served', textOf(reply[0]), 1)
  }

  /** A reply that nobody waits for. From a worker of an earlier life of ours, it is a READY. */
  #hearStray(worker: Worker | undefined, address: Frame, message: Envelope): void {
    if (bodyStart(message, 2) < 0) return this.#malformed()
    this.#ports.note('stray', textOf(address), 1)
    if (!worker) this.#hire(address)
  }

  #hire(address: Frame): void {
    if (this.#workers.size >= WORKERS_MAX) {
      return this.#ports.note('refused', textOf(address), 1)
    }
    this.#workers.add(address)
    this.#ports.note('ready', textOf(address), 1)
  }

  #unassign(worker: Worker): Task {
    const { assigned } = worker
    if (!assigned) throw new Error(`worker ${worker.id} has no task`)
    worker.assigned = undefined
    if (assigned.task.origin === 'cloudfe') this.busyCloud--
    else this.#ports.note('freed', worker.id, 1)
    return assigned.task
  }

  #comeHome(task: Task, worker: Worker): void {
    this.#waiting.comeHome(task)
    this.#ports.note('home', worker.id, 1)
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
