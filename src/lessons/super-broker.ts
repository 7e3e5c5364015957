/**
 * A super-broker, as the Guide hints at: brokers know only it. It adds up what all of them have
 * free, passes each task on to one of them, and the reply back. A sketch, to be measured without
 * faults: what it has in hand when a broker goes is lost.
 */

import { type Millis, NEVER } from '../base/time.js'
import { Broker } from '../broker/broker.js'
import type { BrokerInlet, BrokerOptions, BrokerPorts, BrokerState } from '../broker/contract.js'
import type { BrokerMachine, NewBroker } from '../sim/cluster-contract.js'
import { type Envelope, type Frame, textOf } from '../wire/envelope.js'

export const SUPER = 'SUPER'

/** Who asked, and by which id it knows the task. */
interface Asked {
  readonly from: string
  readonly id: Frame
}

class SuperBroker implements BrokerMachine {
  readonly #options: BrokerOptions
  readonly #ports: BrokerPorts
  readonly #free = new Map<string, number>()
  readonly #waiting: (Asked & { readonly rest: Envelope })[] = []
  readonly #passedOn = new Map<string, Asked>()
  #count = 0
  #told = 0
  #toldAt: Millis = -NEVER
  deadline: Millis = 0

  constructor(options: BrokerOptions, ports: BrokerPorts) {
    this.#options = options
    this.#ports = ports
  }

  start(now: Millis): void {
    this.#tell(now)
  }

  receive(inlet: BrokerInlet, message: Envelope, now: Millis): void {
    const [from = '', id = '', ...rest] = message
    if (inlet === 'statefe') this.#free.set(textOf(from), Number(textOf(id)))
    if (inlet === 'statebe') this.#tell(now)
    if (inlet === 'cloudfe') this.#waiting.push({ from: textOf(from), id, rest })
    if (inlet === 'cloudbe') this.#passBack(textOf(id), rest)
    while (this.#passOn());
    this.#planToTell()
  }

  bounce(): void {}

  connection(): void {}

  tick(now: Millis): void {
    if (now >= this.deadline) this.#tell(now)
  }

  state(): BrokerState {
    const ready = this.#told
    return { workers: 0, ready, busyLocal: 0, busyCloud: 0, waiting: 0, peers: [] }
  }

  /** The first that waits, to the one that has most free; never back to who asked. */
  #passOn(): boolean {
    const [first] = this.#waiting
    if (!first) return false
    const { from, id: asked, rest } = first
    const others = [...this.#free].filter(([name, free]) => free > 0 && name !== from)
    const [best, ...more] = others
    if (!best) return false
    const [name, free] = more.reduce((most, other) => (other[1] > most[1] ? other : most), best)
    const id = `s${++this.#count}`
    this.#waiting.shift()
    this.#free.set(name, free - 1)
    this.#passedOn.set(id, { from, id: asked })
    this.#ports.send('cloudbe', [name, id, ...rest])
    return true
  }

  #passBack(id: string, rest: Envelope): void {
    const asked = this.#passedOn.get(id)
    this.#passedOn.delete(id)
    if (asked) this.#ports.send('cloudfe', [asked.from, asked.id, ...rest])
  }

  #planToTell(): void {
    const { stateIntervalMs, heartbeatMs } = this.#options
    const isNew = this.#sum() !== this.#told
    this.deadline = this.#toldAt + (isNew ? stateIntervalMs : heartbeatMs)
  }

  #tell(now: Millis): void {
    this.#told = this.#sum()
    this.#toldAt = now
    this.deadline = now + this.#options.heartbeatMs
    this.#ports.send('statebe', [this.#options.self, String(this.#told)])
    this.#ports.note('told', this.#options.self, this.#told)
  }

  #sum(): number {
    return [...this.#free.values()].reduce((sum, free) => sum + free, 0)
  }
}

/** The super-broker is one of its own kind, all others are real. */
export const withSuperBrokers: NewBroker = (options, ports) =>
  options.self === SUPER ? new SuperBroker(options, ports) : new Broker(options, ports)

/** The clusters with a super-broker in the middle, and nobody else for a peer. */
export function aroundSuperBroker<Cluster extends object>(
  clusters: Readonly<Record<string, Cluster>>,
): Record<string, Cluster & { readonly peers: readonly string[] }> {
  const names = Object.keys(clusters)
  const around = Object.entries(clusters).map(([name, cluster]) => [
    name,
    { ...cluster, peers: [SUPER] },
  ])
  const [first] = Object.values(clusters)
  return { ...Object.fromEntries(around), [SUPER]: { ...first, workers: 0, peers: names } }
}
