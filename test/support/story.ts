/**
 * A broker's life told as a story: workers, clients and peers act, time passes, and each message
 * that the broker sends is seen once.
 */

import { expect } from 'vitest'
import type { Random } from '../../src/base/random.js'
import type { Millis } from '../../src/base/time.js'
import { Broker } from '../../src/broker/broker.js'
import type {
  BrokerFact,
  BrokerInlet,
  BrokerOptions,
  BrokerOutlet,
} from '../../src/broker/contract.js'
import type { Envelope } from '../../src/wire/envelope.js'
import { frames, show } from './frames.js'
import { Recorder, type Sent } from './recorder.js'

/** All sockets of a broker give it messages; those of statebe are subscriptions. */
export const INLETS: readonly BrokerInlet[] = [
  'localfe',
  'localbe',
  'cloudfe',
  'cloudbe',
  'statefe',
  'statebe',
]

const OPTIONS: BrokerOptions = {
  self: 'DC1',
  peers: ['DC2', 'DC3'],
  policy: 'most-capacity',
  heartbeatMs: 1000,
  stateTtlMs: 3000,
  stateIntervalMs: 5,
}

/** The story of DC1, with the peers DC2 and DC3; delegation ids are `d0.1`, `d0.2` and on. */
export function story(
  options: Partial<BrokerOptions> = {},
  random: Random | readonly number[] = [0],
): Story {
  return new Story({ ...OPTIONS, ...options }, random)
}

export class Story {
  readonly broker: Broker
  readonly ports: Recorder<BrokerOutlet, BrokerFact>
  now: Millis = 0
  readonly #unseen: Sent<BrokerOutlet>[] = []
  readonly #all: Sent<BrokerOutlet>[] = []

  constructor(options: BrokerOptions, random: Random | readonly number[]) {
    this.ports = new Recorder(random)
    this.broker = new Broker(options, this.ports)
    this.#call(() => this.broker.start(this.now))
    this.sees('statebe', 'DC1 | 0')
  }

  worker(name: string) {
    return {
      ready: () => this.gets('localbe', `${name} | | READY`),
      /** Echoes what it holds, with another body. */
      answers: (body: string) => {
        const held = this.#lastTo('localbe', name).message
        return this.#receive('localbe', [...held.slice(0, -1), body])
      },
    }
  }

  client(name: string) {
    return { asks: (body: string) => this.gets('localfe', `${name} | | ${body}`) }
  }

  peer(name: string) {
    return {
      tells: (capacity: number) => this.gets('statefe', `${name} | ${capacity}`),
      /** Delegates a task of its client to us. */
      asks: (client: string, body: string) =>
        this.gets('cloudfe', `${name} | ${client} | | ${body}`),
      /** Answers the task that we delegated last to it, or the one of that delegation id. */
      answers: (body: string, id = '') => {
        const { message } = this.#lastTo('cloudbe', id ? `${name} | ${id}` : name)
        return this.#receive('cloudbe', [...message.slice(0, -1), body])
      },
      isSeenToGo: () => this.#call(() => this.broker.connection('cloudbe', name, false, this.now)),
      isSeenToCome: () => this.#call(() => this.broker.connection('cloudbe', name, true, this.now)),
      subscribes: () => this.gets('statebe', '<01>'),
    }
  }

  /** A message comes in on a socket. */
  gets(inlet: BrokerInlet, text: string): Story {
    return this.#receive(inlet, frames(text))
  }

  /** The last message sent with this text comes home. */
  bounces(outlet: BrokerOutlet, text: string): Story {
    const sent = this.#all.findLast(
      ({ outlet: o, message }) => o === outlet && show(message) === text,
    )
    if (!sent) throw new Error(`Nothing like "${text}" was sent on ${outlet}`)
    return this.#call(() => this.broker.bounce(outlet, sent.message, this.now))
  }

  /** Time passes, with a tick at each deadline. */
  after(ms: Millis): Story {
    const end = this.now + ms
    while (this.broker.deadline <= end) {
      this.now = Math.max(this.now, this.broker.deadline)
      this.#call(() => this.broker.tick(this.now))
    }
    this.now = end
    return this
  }

  /** The process stands still for so long; then comes the tick that is late. */
  standsStill(ms: Millis): Story {
    this.now += ms
    if (this.broker.deadline <= this.now) this.#call(() => this.broker.tick(this.now))
    return this
  }

  /** The oldest unseen message on an outlet is this one. */
  sees(outlet: BrokerOutlet, text: string): Story {
    const index = this.#unseen.findIndex(sent => sent.outlet === outlet)
    const [sent] = index < 0 ? [] : this.#unseen.splice(index, 1)
    expect(sent ? show(sent.message) : 'nothing', `on ${outlet}`).toBe(text)
    return this
  }

  /** Nothing unseen was sent on these outlets: by default on all but statebe. */
  seesNothing(...outlets: BrokerOutlet[]): Story {
    const unseen = this.#unseen.filter(({ outlet }) =>
      outlets.length > 0 ? outlets.includes(outlet) : outlet !== 'statebe',
    )
    expect(unseen.map(({ outlet, message }) => `${outlet}: ${show(message)}`)).toEqual([])
    return this
  }

  /** The capacities published and not seen before, as `0 1 2`; sees them all. */
  told(): string {
    const states = this.#unseen.filter(({ outlet }) => outlet === 'statebe')
    for (const state of states) this.#unseen.splice(this.#unseen.indexOf(state), 1)
    return states.map(({ message }) => message[1]).join(' ')
  }

  /** All messages sent on an outlet, seen or not. */
  everySent(outlet: BrokerOutlet): Envelope[] {
    return this.#all.filter(sent => sent.outlet === outlet).map(({ message }) => message)
  }

  /** Whom a fact was noted about, in order, as `w1 w2`. */
  noted(fact: BrokerFact): string {
    return this.ports.noted(fact).join(' ')
  }

  state() {
    return this.broker.state(this.now)
  }

  capacityOf(peer: string): number | undefined {
    return this.state().peers.find(({ name }) => name === peer)?.capacity
  }

  #lastTo(outlet: BrokerOutlet, start: string): Sent<BrokerOutlet> {
    const sent = this.#all.findLast(
      ({ outlet: o, message }) => o === outlet && `${show(message)} |`.startsWith(`${start} |`),
    )
    if (!sent) throw new Error(`Nothing was sent to ${start} on ${outlet}`)
    return sent
  }

  #receive(inlet: BrokerInlet, message: Envelope): Story {
    return this.#call(() => this.broker.receive(inlet, message, this.now))
  }

  /** One call into the machine, then what a driver does after each. */
  #call(call: () => void): Story {
    call()
    this.#collect()
    if (this.broker.deadline <= this.now) this.broker.tick(this.now)
    this.#collect()
    expect(this.broker.deadline, 'the deadline after a tick').toBeGreaterThan(this.now)
    return this
  }

  #collect(): void {
    const sent = this.ports.takeSent()
    this.#unseen.push(...sent)
    this.#all.push(...sent)
  }
}
