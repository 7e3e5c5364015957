/**
 * All that surrounds one broker, as a model: it knows where each task must be, does what workers,
 * clients, peers and sockets may do, and checks every message that the broker sends.
 */

import { expect } from 'vitest'
import { randomStream } from '../../src/base/random.js'
import type { Millis } from '../../src/base/time.js'
import { Broker } from '../../src/broker/broker.js'
import type { BrokerFact, BrokerInlet, BrokerOutlet } from '../../src/broker/contract.js'
import type { PolicyName } from '../../src/broker/policy.js'
import type { Envelope } from '../../src/wire/envelope.js'
import { Recorder, type Sent } from './recorder.js'

export type Frontend = 'localfe' | 'cloudfe'

/** Where a task is; a worker or a peer by its name. */
type Place = 'unread' | 'waiting' | 'answering' | 'answered' | `w${number}` | `DC${number}`

interface Task {
  readonly frontend: Frontend
  readonly message: Envelope
  place: Place
  /** The message with which it was sent where it is. */
  sent: Envelope | undefined
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
  readonly #queues: Record<Frontend, Task[]> = { localfe: [], cloudfe: [] }
  readonly #isInHand = { localfe: false, cloudfe: false }

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
    for (const task of this.at(worker as Place)) task.place = 'waiting'
    this.ready.add(worker)
    this.#receive('localbe', [worker, '', 'READY'])
  }

  asks(frontend: Frontend, from: string): void {
    const id = this.tasks.length
    const message = [from, `r${id}`, '', `#${id}`]
    const task: Task = { frontend, message, place: 'unread', sent: undefined }
    this.tasks.push(task)
    this.#queues[frontend].push(task)
    this.#call(() => {})
  }

  endsReceive(frontend: Frontend): void {
    if (this.broker.wants(frontend) || this.#isInHand[frontend]) return
    const task = this.#queues[frontend].shift()
    if (!task) return
    this.#isInHand[frontend] = true
    this.#accept(task, true)
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
    expect(this.ports.noted('late')).toHaveLength(task ? late : late + 1)
  }

  tells(name: string, capacity: number): void {
    this.peers.set(name, { isLive: true, heardAt: this.now })
    this.#receive('statefe', [name, String(capacity)])
  }

  goes(name: string): void {
    this.#forget(name)
    this.#call(() => this.broker.connection('cloudbe', name, false, this.now))
  }

  /** The nth send ever made on an outlet comes home: it may be out of date, or of no consequence. */
  bounces(outlet: BrokerOutlet, nth: number): void {
    const sent = this.#nthSent(outlet, nth)
    if (!sent) return
    const task = this.tasks.find(candidate => candidate.sent === sent)
    if (task) {
      const peer = this.peers.get(task.place)
      if (peer) peer.isLive = false
      task.place = 'waiting'
    }
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
    expect({ ready, waiting, busyLocal, busyCloud }).toEqual({
      ready: this.ready.size,
      waiting: this.at('waiting').length,
      busyLocal: busy.filter(({ frontend }) => frontend === 'localfe').length,
      busyCloud: busy.filter(({ frontend }) => frontend === 'cloudfe').length,
    })
    for (const { name, capacity, outstanding, isLive } of peers) {
      expect(outstanding).toBe(this.at(name as Place).length)
      expect(isLive).toBe(this.peers.get(name)?.isLive)
      expect(capacity).toBeGreaterThanOrEqual(0)
    }
    expect(this.at('answering')).toEqual([])
    if (waiting > 0) expect(ready).toBe(0)
  }

  #checkSent({ outlet, message }: Sent<BrokerOutlet>): void {
    if (outlet === 'statebe') {
      this.lastTold = Number(message[1])
      return
    }
    const task = this.tasks[Number(String(message.at(-1)).match(/^#(\d+)/)?.[1])]
    expect(task).toBeDefined()
    if (!task) return
    if (outlet === 'localbe' || outlet === 'cloudbe') {
      this.#checkRequest(outlet, message, task)
      task.place = String(message[0]) as Place
      task.sent = message
    } else {
      expect(task.place).toBe('answering')
      expect([outlet, message]).toEqual([task.frontend, answerTo(task.message)])
      task.place = 'answered'
      task.sent = undefined
    }
  }

  #checkRequest(outlet: 'localbe' | 'cloudbe', message: Envelope, task: Task): void {
    const to = String(message[0])
    expect(task.place).toBe('waiting')
    expect(message.slice(2)).toEqual(task.message)
    if (outlet === 'localbe') {
      expect(this.ready.delete(to), `${to} is ready`).toBe(true)
      expect(this.at(to as Place), `${to} has no task`).toEqual([])
    } else {
      expect(task.frontend).toBe('localfe')
      expect(this.ready.size, 'no worker is ready').toBe(0)
      expect(this.peers.get(to)?.isLive, `${to} is live`).toBe(true)
    }
  }

  // How a driver does it.

  #receive(inlet: BrokerInlet, message: Envelope): void {
    this.#call(() => this.broker.receive(inlet, message, this.now, false))
  }

  #accept(task: Task, waited: boolean): void {
    task.place = 'waiting'
    this.#call(() => this.broker.receive(task.frontend, task.message, this.now, waited))
  }

  #call(call: () => void): void {
    call()
    const sent = this.ports.takeSent()
    for (const one of sent) this.#checkSent(one)
    this.#sent.push(...sent)
    for (const task of this.at('waiting')) task.sent = undefined
    this.check()
    for (const frontend of ['cloudfe', 'localfe'] as const) {
      if (!this.broker.wants(frontend)) continue
      this.#isInHand[frontend] = false
      const task = this.#queues[frontend].shift()
      if (task) this.#accept(task, false)
    }
    if (this.broker.deadline <= this.now) this.#tick()
  }

  #tick(): void {
    for (const [name, { heardAt }] of this.peers) {
      if (heardAt !== undefined && heardAt + TTL_MS <= this.now) this.#forget(name)
    }
    this.#call(() => this.broker.tick(this.now))
    expect(this.broker.deadline).toBeGreaterThan(this.now)
  }

  #forget(name: string): void {
    for (const task of this.at(name as Place)) task.place = 'waiting'
    this.peers.set(name, { isLive: false, heardAt: undefined })
  }

  #nthSent(outlet: BrokerOutlet, nth: number): Envelope | undefined {
    const sent = this.#sent.filter(one => one.outlet === outlet)
    return sent[nth % Math.max(1, sent.length)]?.message
  }
}

function answerTo(message: Envelope): Envelope {
  return [...message.slice(0, -1), `${message.at(-1)}!`]
}
