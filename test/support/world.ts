/**
 * All that surrounds one broker, as a model: it knows where each task must be, does what workers,
 * clients, peers and sockets may do, and checks every message that the broker sends.
 */

import { isDeepStrictEqual } from 'node:util'
import { randomStream } from '../../src/base/random.js'
import type { Millis } from '../../src/base/time.js'
import { Broker } from '../../src/broker/broker.js'
import type { BrokerFact, BrokerInlet, BrokerOutlet } from '../../src/broker/contract.js'
import type { PolicyName } from '../../src/broker/policy.js'
import type { Envelope } from '../../src/wire/envelope.js'
import { Recorder, type Sent } from './recorder.js'

export type Frontend = 'localfe' | 'cloudfe'

/** Where a task is; a worker or a peer by its name. */
type Place = 'waiting' | 'dropped' | 'answering' | 'answered' | `w${number}` | `DC${number}`

interface Task {
  readonly frontend: Frontend
  readonly message: Envelope
  place: Place
  /** The message with which it was sent where it is. */
  sent: Envelope | undefined
  /** Whether it was sent somewhere and came back. */
  isRequeued: boolean
}

interface Peer {
  /** Sends to it are right. */
  isLive: boolean
  /** Since when it has been silent; undefined when it is forgotten already. */
  heardAt: Millis | undefined
}

const TTL_MS = 3000

export class World {
  readonly broker: Broker
  readonly ports: Recorder<BrokerOutlet, BrokerFact>
  readonly tasks: Task[] = []
  readonly ready = new Set<string>()
  readonly peers = new Map<string, Peer>()
  now: Millis = 0
  lastTold = -1
  readonly #sent: Sent<BrokerOutlet>[] = []

  constructor(policy: PolicyName, peers: readonly string[], seed: number) {
    for (const name of peers) this.peers.set(name, { isLive: false, heardAt: undefined })
    this.ports = new Recorder(randomStream(seed, 'broker'))
    const times = { heartbeatMs: 1000, stateTtlMs: TTL_MS, stateIntervalMs: 5 }
    this.broker = new Broker({ self: 'DC1', peers, policy, ...times }, this.ports)
    this.#call(() => this.broker.start(0))
  }

  at(...places: Place[]): Task[] {
    return this.tasks.filter(({ place }) => places.includes(place))
  }

  // What may happen.

  says(worker: string): void {
    this.#requeue(this.at(worker as Place))
    this.ready.add(worker)
    this.#receive('localbe', [worker, '', 'READY'])
  }

  asks(frontend: Frontend, from: string): void {
    const id = this.tasks.length
    const message = [from, `r${id}`, '', `#${id}`]
    const task: Task = { frontend, message, place: 'waiting', sent: undefined, isRequeued: false }
    this.tasks.push(task)
    this.#receive(frontend, message)
  }

  workerAnswers(worker: string): void {
    const [task] = this.at(worker as Place)
    if (!task?.sent) return
    task.place = 'answering'
    this.ready.add(worker)
    this.#receive('localbe', answerTo(task.sent))
  }

  /** To the nth delegation ever made: it may be late. */
  peerAnswers(nth: number): void {
    const sent = this.#nthSent('cloudbe', nth)
    if (!sent) return
    const task = this.tasks.find(candidate => candidate.sent === sent)
    const late = this.ports.noted('late').length
    if (task) task.place = 'answering'
    this.#receive('cloudbe', answerTo(sent))
    const isLate = this.ports.noted('late').length > late
    must(isLate !== (task !== undefined), 'only a reply that nobody waits for is late')
  }

  tells(name: string, capacity: number): void {
    this.peers.set(name, { isLive: true, heardAt: this.now })
    this.#receive('statefe', [name, String(capacity)])
  }

  goes(name: string): void {
    this.#forget(name)
    this.#call(() => this.broker.connection('cloudbe', name, false, this.now))
  }

  /** The nth send ever made on an outlet comes home: it may be out of date. */
  bounces(outlet: BrokerOutlet, nth: number): void {
    const sent = this.#nthSent(outlet, nth)
    if (!sent) return
    const task = this.tasks.find(candidate => candidate.sent === sent)
    if (task) {
      const peer = this.peers.get(task.place)
      if (peer) peer.isLive = false
      this.#requeue([task])
    }
    if (outlet === 'localfe' || outlet === 'cloudfe') this.#leaves(outlet, String(sent[0]))
    this.#call(() => this.broker.bounce(outlet, sent, this.now))
  }

  isTold(inlet: BrokerInlet, message: Envelope): void {
    this.#receive(inlet, message)
  }

  passes(ms: Millis): void {
    const end = this.now + ms
    while (this.broker.deadline <= end) {
      this.now = this.broker.deadline
      this.#tick()
    }
    this.now = end
  }

  // What must be so.

  check(): void {
    const { ready, waiting, busyLocal, busyCloud, peers } = this.broker.state(this.now)
    const busy = this.tasks.filter(({ place }) => place.startsWith('w') && place !== 'waiting')
    const busyWith = (origin: Frontend) => busy.filter(({ frontend }) => frontend === origin).length
    must(ready === this.ready.size, 'a worker is ready or has a task')
    must(waiting === this.at('waiting').length, 'what was read and is nowhere else waits')
    must(busyLocal === busyWith('localfe'), 'each task of a client is with one worker')
    must(busyCloud === busyWith('cloudfe'), 'each task of a peer is with one worker')
    must(waiting === 0 || ready === 0, 'no task waits while a worker is ready')
    must(this.at('answering').length === 0, 'an answer goes out at once')
    for (const { name, capacity, outstanding, isLive } of peers) {
      must(outstanding === this.at(name as Place).length, 'a peer has what was delegated to it')
      must(isLive === this.peers.get(name)?.isLive, 'a peer is live from its word until it goes')
      must(capacity >= 0, 'a capacity is never negative')
    }
  }

  #checkSent({ outlet, message }: Sent<BrokerOutlet>): void {
    if (outlet === 'statebe') {
      this.lastTold = Number(message[1])
      return
    }
    const task = this.tasks[Number(String(message.at(-1)).match(/^#(\d+)/)?.[1])]
    if (!task) throw new Error('a message belongs to a task')
    if (outlet === 'localbe' || outlet === 'cloudbe') {
      this.#checkRequest(outlet, message, task)
      task.place = String(message[0]) as Place
      task.sent = message
    } else {
      must(task.place === 'answering', 'a task is answered once, when its reply has come')
      must(outlet === task.frontend, 'a reply goes to the frontend that its task came from')
      must(isDeepStrictEqual(message, answerTo(task.message)), 'a reply goes to whom it is for')
      task.place = 'answered'
      task.sent = undefined
    }
  }

  #checkRequest(outlet: 'localbe' | 'cloudbe', message: Envelope, task: Task): void {
    const to = String(message[0])
    must(task.place === 'waiting', 'a task is sent from one place to another')
    must(isDeepStrictEqual(message.slice(2), task.message), 'a task is sent as it came')
    if (outlet === 'localbe') {
      must(this.ready.delete(to), 'a task goes to a worker that is ready')
      must(this.at(to as Place).length === 0, 'a worker has one task at a time')
    } else {
      must(task.frontend === 'localfe', 'what came from a peer is never delegated')
      must(this.ready.size === 0, 'a task is delegated only when no worker is ready')
      must(this.peers.get(to)?.isLive === true, 'nothing is sent to a peer that is forgotten')
    }
  }

  // How a driver does it.

  #receive(inlet: BrokerInlet, message: Envelope): void {
    this.#call(() => this.broker.receive(inlet, message, this.now))
  }

  #call(call: () => void): void {
    call()
    const sent = this.ports.takeSent()
    for (const one of sent) this.#checkSent(one)
    this.#sent.push(...sent)
    for (const task of this.at('waiting')) task.sent = undefined
    this.check()
    if (this.broker.deadline <= this.now) this.#tick()
  }

  #tick(): void {
    for (const [name, { heardAt }] of this.peers) {
      if (heardAt !== undefined && heardAt + TTL_MS <= this.now) this.#forget(name)
    }
    this.#call(() => this.broker.tick(this.now))
    must(this.broker.deadline > this.now, 'a tick leaves nothing that is due')
  }

  #forget(name: string): void {
    this.#requeue(this.at(name as Place))
    this.peers.set(name, { isLive: false, heardAt: undefined })
  }

  #requeue(tasks: readonly Task[]): void {
    for (const task of tasks) {
      task.place = 'waiting'
      task.isRequeued = true
    }
  }

  /** Whoever requested tasks is gone: those that were never sent anywhere are dropped. */
  #leaves(frontend: Frontend, from: string): void {
    for (const task of this.at('waiting')) {
      const isItsOwn = task.frontend === frontend && task.message[0] === from
      if (isItsOwn && !task.isRequeued) task.place = 'dropped'
    }
  }

  #nthSent(outlet: BrokerOutlet, nth: number): Envelope | undefined {
    const sent = this.#sent.filter(one => one.outlet === outlet)
    return sent[nth % Math.max(1, sent.length)]?.message
  }
}

/** Checked so often that an expectation would take most of the time. */
function must(isSo: boolean, law: string): void {
  if (!isSo) throw new Error(`It does not hold that ${law}`)
}

function answerTo(message: Envelope): Envelope {
  return [...message.slice(0, -1), `${message.at(-1)}!`]
}
