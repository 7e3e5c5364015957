/**
 * The local flow in virtual time: what REQ and ROUTER sockets do to envelopes between a broker, its
 * clients and its workers.
 */

import { DELIMITER, type Envelope, isEmpty, textOf, wrap } from '../wire/envelope.js'
import type { Actor } from './actor.js'
import { Arrival, Reading, Return } from './arrival.js'
import type { Clock } from './clock.js'
import type { Link } from './link.js'
import type { Verdicts } from './verdict.js'

/** A REQ socket, by the name of its client or worker. */
interface Req {
  readonly actor: Actor
  /** Of its last request, as `correlate` counts them; 0 for a worker, which needs none. */
  requestId: number
  /** The life of a worker that the ROUTER has heard of; -1 for none. */
  heardLife: number
  /** Whether a worker has a task. */
  isBusy: boolean
}

/** What the net is laid on, and tells of tasks that begin. */
interface Ground {
  readonly clock: Clock
  readonly verdicts: Verdicts
  taskBegins(body: string, at: string): void
}

export class LocalNet {
  /** Late replies that REQ sockets dropped. */
  stale = 0
  readonly #broker: Actor
  readonly #world: Ground
  readonly #link: Link
  readonly #clients = new Map<string, Req>()
  readonly #workers = new Map<string, Req>()

  constructor(broker: Actor, world: Ground, link: Link) {
    this.#broker = broker
    this.#world = world
    this.#link = link
  }

  connectClient(name: string, actor: Actor): void {
    this.#clients.set(name, newReq(actor))
  }

  connectWorker(name: string, actor: Actor): void {
    this.#workers.set(name, newReq(actor))
  }

  /** REQ pushes the delimiter, and with `correlate` the request id; ROUTER pushes the identity. */
  fromClient(name: string, body: Envelope): void {
    const req = this.#clients.get(name)
    if (!req) return
    req.requestId++
    const sent = body.toSpliced(0, 0, name, String(req.requestId), DELIMITER)
    this.#link.carry('tasks', sent, new Arrival(this.#broker, 'localfe', sent))
  }

  /**
   * A ROUTER learns of a socket and of its first message together. If it knew of one that is back
   * before its READY was read, that READY would take back the task that it had just been sent.
   */
  fromWorker(name: string, message: Envelope): void {
    const sent = wrap(name, message)
    const req = this.#workers.get(name)
    const workerLife = req?.actor.life ?? -1
    if (req) req.isBusy = false
    const read = () => {
      if (req) req.heardLife = workerLife
      this.#broker.receive('localbe', sent)
    }
    this.#link.carry('tasks', sent, new Reading(this.#broker, read))
  }

  /** ROUTER pops the identity and takes the message there, or home. */
  fromBroker(outlet: 'localfe' | 'localbe', message: Envelope): void {
    const name = textOf(message[0])
    const req = outlet === 'localfe' ? this.#clients.get(name) : this.#workers.get(name)
    if (!req || !isReachable(req, outlet)) {
      const { clock } = this.#world
      clock.at(clock.now, new Return(this.#broker, outlet, message))
    } else if (outlet === 'localbe') {
      const read = () => this.#assign(req, name, message)
      this.#link.carry('tasks', message, new Reading(req.actor, read))
    } else if (isEmpty(message[2])) {
      const read = () => this.#answer(req, name, message)
      this.#link.carry('replies', message, new Reading(req.actor, read))
    }
  }

  #assign(req: Req, name: string, message: Envelope): void {
    const { clock, verdicts } = this.#world
    if (req.isBusy) verdicts.breaks('no worker holds two tasks', clock.now, name)
    req.isBusy = true
    this.#world.taskBegins(textOf(message[message.length - 1]), this.#broker.name)
    req.actor.receive(name, message.slice(2))
  }

  /** REQ drops an answer to anything but its last request, when it is read. */
  #answer(req: Req, name: string, message: Envelope): void {
    if (textOf(message[1]) === String(req.requestId)) req.actor.receive(name, message.slice(3))
    else this.stale++
  }
}

function newReq(actor: Actor): Req {
  return { actor, requestId: 0, heardLife: -1, isBusy: false }
}

function isReachable({ actor, heardLife }: Req, outlet: 'localfe' | 'localbe'): boolean {
  return actor.isAlive && (outlet === 'localfe' || heardLife === actor.life)
}
