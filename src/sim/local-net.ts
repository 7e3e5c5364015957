/**
 * The local flow in virtual time: what REQ and ROUTER sockets do to envelopes between a broker, its
 * clients and its workers.
 */

import { DELIMITER, type Envelope, isEmpty, textOf, wrap } from '../wire/envelope.js'
import { STATE } from '../worker/worker.js'
import type { Clock } from './clock.js'
import type { InvariantChecker } from './invariant-checker.js'
import type { Link } from './link.js'
import type { SimNode } from './node.js'
import { Arrival, Bounce, Callback, DeferredRead } from './sim-events.js'
import { type Overheard, Tampers } from './tamper.js'

/** A REQ socket, by the name of its client or worker. */
interface Req {
  readonly actor: SimNode
  /** Of its last request, as `correlate` counts them; 0 for a worker, which needs none. */
  requestId: number
  /** Which of its sockets it is, in all its lives: the number grows with each new one. */
  opened: number
  /** The life and the socket of a worker that the ROUTER has heard of; -1 for none. */
  heardLife: number
  heardOpened: number
  /** Whether a stranger has its name, or has had it: nothing reaches it, or comes from it. */
  thief: 'none' | 'here' | 'gone'
  /** Whether a worker has a task. */
  isBusy: boolean
  /** Whether a worker says more, or other things, than it should: it may be given two tasks. */
  isFaulty: boolean
}

/** What the net is laid on, and tells of tasks that begin. */
interface LocalNetContext {
  readonly clock: Clock
  readonly verdicts: InvariantChecker
  taskBegins(body: string, at: string): void
}

export class LocalNet {
  /** Late replies that REQ sockets dropped. */
  stale = 0
  readonly #broker: SimNode
  readonly #world: LocalNetContext
  readonly #link: Link
  readonly #clients = new Map<string, Req>()
  readonly #workers = new Map<string, Req>()
  /** What its workers make of their answers. */
  readonly tampers = new Tampers()
  /** What they were sent, while somebody listens. */
  overheard: Overheard | undefined
  /** Strangers with a socket, that take what they are sent, and do nothing. */
  readonly silent = new Set<string>()

  constructor(broker: SimNode, world: LocalNetContext, link: Link) {
    this.#broker = broker
    this.#world = world
    this.#link = link
  }

  connectClient(name: string, actor: SimNode): void {
    this.#clients.set(name, newReq(actor))
  }

  /**
   * The broker's own workers hear what it publishes, at once and without loss: here only that there
   * is no ready worker, as they heed nothing else, and each word to each of them has its price.
   */
  publish(message: Envelope): void {
    if (textOf(message[1]) !== '0') return
    const { clock } = this.#world
    clock.at(
      clock.now,
      new Callback(() => {
        for (const { actor } of this.#workers.values()) actor.receive(STATE, message)
      }),
    )
  }

  connectWorker(name: string, actor: SimNode): void {
    this.#workers.set(name, newReq(actor))
  }

  get workerNames(): string[] {
    return [...this.#workers.keys()]
  }

  get clientNames(): string[] {
    return [...this.#clients.keys()]
  }

  /** A stranger connects under a name: with `handover` the ROUTER drops the owner's connection. */
  steal(name: string): void {
    this.#mark(name, 'here')
  }

  /** The stranger goes: the ROUTER knows nobody of that name any more. */
  leave(name: string): void {
    this.#mark(name, 'gone')
  }

  /** A new socket: the name is its owner's again. What was on its way to the old one is gone. */
  reopen(name: string): void {
    const req = this.#clients.get(name) ?? this.#workers.get(name)
    if (!req) return
    req.opened++
    req.thief = 'none'
  }

  /** REQ pushes the delimiter, and with `correlate` the request id; ROUTER pushes the identity. */
  fromClient(name: string, body: Envelope): void {
    const req = this.#clients.get(name)
    if (!req) return
    req.requestId++
    if (req.thief !== 'none') return
    const sent = body.toSpliced(0, 0, name, String(req.requestId), DELIMITER)
    this.#link.carry('tasks', sent, new Arrival(this.#broker, 'localfe', sent))
  }

  /**
   * A ROUTER learns of a socket and of its first message together. If it knew of one that is back
   * before its READY was read, that READY would take back the task that it had just been sent.
   */
  fromWorker(name: string, message: Envelope): void {
    const req = this.#workers.get(name)
    const { life } = req?.actor ?? {}
    const opened = req?.opened
    if (req) req.isBusy = false
    if (req && req.thief !== 'none') return
    const carry = (said: Envelope) => this.#toBroker(req, wrap(name, said), life, opened)
    // READY is what a worker has to say to be one.
    if (message.length === 1) return carry(message)
    const { clock } = this.#world
    if (req && this.tampers.areActive) req.isFaulty = true
    this.tampers.pass(message, (said, afterMs) => {
      if (afterMs === 0) return carry(said)
      const isThere = () => req?.actor.life === life && req?.opened === opened
      clock.at(clock.now + afterMs, new Callback(() => isThere() && carry(said)))
    })
  }

  #toBroker(
    req: Req | undefined,
    sent: Envelope,
    life: number | undefined,
    opened: number | undefined,
  ): void {
    const read = () => {
      if (req && life !== undefined && opened !== undefined) {
        req.heardLife = life
        req.heardOpened = opened
      }
      this.#broker.receive('localbe', sent)
    }
    this.#link.carry('tasks', sent, new DeferredRead(this.#broker, read))
  }

  /** ROUTER pops the identity and takes the message there, or home. */
  fromBroker(outlet: 'localfe' | 'localbe', message: Envelope): void {
    const name = textOf(message[0])
    if (outlet === 'localbe') this.overheard?.hear(message)
    if (this.silent.has(name)) return
    const req = outlet === 'localfe' ? this.#clients.get(name) : this.#workers.get(name)
    if (!req || !isReachable(req, outlet)) {
      const { clock } = this.#world
      return clock.at(clock.now, new Bounce(this.#broker, outlet, message))
    }
    // The stranger has it.
    if (req.thief === 'here') return
    const { opened } = req
    const reading = (read: () => void) =>
      new DeferredRead(req.actor, () => {
        if (req.opened === opened) read()
      })
    if (outlet === 'localbe') {
      this.#link.carry(
        'tasks',
        message,
        reading(() => this.#assign(req, name, message)),
      )
    } else if (isEmpty(message[2])) {
      this.#link.carry(
        'replies',
        message,
        reading(() => this.#answer(req, name, message)),
      )
    }
  }

  #mark(name: string, thief: Req['thief']): void {
    const req = this.#clients.get(name) ?? this.#workers.get(name)
    // One who has a new socket has the name again.
    if (req && (thief === 'here' || req.thief === 'here')) req.thief = thief
  }

  #assign(req: Req, name: string, message: Envelope): void {
    const { clock, verdicts } = this.#world
    if (req.isBusy && !req.isFaulty) verdicts.fail('no worker holds two tasks', clock.now, name)
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

function newReq(actor: SimNode): Req {
  const heard = { heardLife: -1, heardOpened: -1 }
  return { actor, requestId: 0, opened: 0, ...heard, thief: 'none', isBusy: false, isFaulty: false }
}

function isReachable(req: Req, outlet: 'localfe' | 'localbe'): boolean {
  const { actor, heardLife, heardOpened, opened, thief } = req
  if (thief !== 'none') return thief === 'here'
  if (!actor.isAlive) return false
  return outlet === 'localfe' || (heardLife === actor.life && heardOpened === opened)
}
