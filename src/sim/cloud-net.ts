/**
 * The cloud and state flows in virtual time: what ROUTER, PUB and SUB sockets do to envelopes
 * between brokers, over links, and over connections that come and go.
 */

import type { Random } from '../base/random.js'
import type { Millis } from '../base/time.js'
import { type Envelope, textOf } from '../wire/envelope.js'
import type { Clock } from './clock.js'
import type { InvariantChecker } from './invariant-checker.js'
import { KnownPeers } from './known-peers.js'
import type { Link } from './link.js'
import type { SimNode } from './node.js'
import { Arrival, Bounce, Callback } from './sim-events.js'
import type { Overheard, Tampers } from './tamper.js'

/** How often a socket tries to connect: zeromq's own interval. */
const RECONNECT_MS: Millis = 100

/** How many messages a pipe holds, both ends together: zeromq's own high-water marks. */
const HIGH_WATER_MARK = 2000

/** A broker on the net. */
export interface BrokerEndpoint {
  readonly name: string
  readonly broker: SimNode
  readonly peers: readonly string[]
  /** How long it believes a silent peer; 0 for ever. */
  readonly stateTtlMs: Millis
  /** Whether it sends to peers whatever they said, as the policy `guide` does. */
  readonly isBlind?: boolean
  /** What it makes of what it says to its peers: of replies, and of its state. */
  readonly tampers: { readonly replies: Tampers; readonly states: Tampers }
}

/** What the net is laid on. */
interface CloudNetContext {
  readonly clock: Clock
  link(from: string, to: string): Link
}

/** From one broker's cloudbe and statefe to another's cloudfe and statebe. */
interface Connection {
  readonly from: BrokerEndpoint
  readonly to: BrokerEndpoint
  readonly out: Link
  readonly back: Link
  /** Of `from`: what it is not told in this life it is never told. */
  readonly life: number
  isUp: boolean
  /** Whether `from` knows that it is not up any more. */
  isSeenToGo: boolean
}

export class CloudNet {
  readonly #clock: Clock
  readonly #linkOf: (from: string, to: string) => Link
  /** How long each connection takes is its own affair: by `from>to`. */
  readonly #randomOf: (name: string) => Random
  readonly #stations = new Map<string, BrokerEndpoint>()
  /** By the name of whom they know. */
  readonly #seekers = new Map<string, BrokerEndpoint[]>()
  readonly #known: KnownPeers
  /** By the name of whoever connects, then of whom it connects to. */
  readonly #connections = new Map<string, Map<string, Connection>>()
  /** The same, by whom is connected to: the subscribers of its state. */
  readonly #subscribers = new Map<string, Connection[]>()

  /** What was delegated, and by whom, while somebody listens: `[from, peer, id, ..]`. */
  overheard: Overheard | undefined

  constructor(
    map: CloudNetContext,
    randomOf: (name: string) => Random,
    verdicts: InvariantChecker,
  ) {
    this.#clock = map.clock
    this.#linkOf = (from, to) => map.link(from, to)
    this.#randomOf = randomOf
    this.#known = new KnownPeers(verdicts)
  }

  add(station: BrokerEndpoint): void {
    this.#clock.parties += station.peers.length
    this.#stations.set(station.name, station)
    this.#connections.set(station.name, new Map())
    this.#subscribers.set(station.name, [])
    for (const peer of station.peers) {
      const seekers = this.#seekers.get(peer) ?? []
      seekers.push(station)
      this.#seekers.set(peer, seekers)
    }
  }

  /** The broker has started: it connects to its peers, and those that look for it find it. */
  arrive(station: BrokerEndpoint): void {
    this.#known.begin(station.name)
    for (const peer of station.peers) this.#seek(station, peer)
    for (const other of this.#seekers.get(station.name) ?? []) {
      if (other.broker.isAlive) this.#seek(other, station.name)
    }
  }

  /** The broker is gone, and all who were connected to it see that. */
  depart(station: BrokerEndpoint): void {
    for (const connection of this.#connections.get(station.name)?.values() ?? []) {
      this.#close(connection)
    }
    for (const connection of [...(this.#subscribers.get(station.name) ?? [])]) {
      this.#close(connection)
      const see = () => this.#seeGone(connection)
      this.#clock.at(this.#clock.now + connection.back.latency(), new Callback(see))
    }
  }

  /** A new connection to a peer, in place of the one that there is. */
  reopen(from: BrokerEndpoint, peer: string): void {
    const connection = this.#connections.get(from.name)?.get(peer)
    if (!connection?.isUp) return
    this.#close(connection)
    this.#clock.at(this.#clock.now, new Callback(() => this.#seeGone(connection)))
    this.#seek(from, peer)
  }

  /** cloudbe: to a peer's cloudfe, which sees who it comes from. */
  delegate(from: BrokerEndpoint, message: Envelope): void {
    const connection = this.#connections.get(from.name)?.get(textOf(message[0]))
    this.#known.judge(from, message, this.#clock.now)
    if (!connection?.isUp || connection.to.broker.held >= HIGH_WATER_MARK) {
      return this.#clock.at(this.#clock.now, new Bounce(from.broker, 'cloudbe', message))
    }
    this.overheard?.hear([from.name, ...message])
    const sent = message.with(0, from.name)
    connection.out.carry('tasks', sent, new Arrival(connection.to.broker, 'cloudfe', sent))
  }

  /** cloudfe: back to the peer's cloudbe. */
  reply(from: BrokerEndpoint, message: Envelope): void {
    from.tampers.replies.pass(message, (said, afterMs) => {
      this.#after(afterMs, () => this.#reply(from, said))
    })
  }

  #reply(from: BrokerEndpoint, message: Envelope): void {
    const connection = this.#connections.get(textOf(message[0]))?.get(from.name)
    if (!connection?.isUp) {
      return this.#clock.at(this.#clock.now, new Bounce(from.broker, 'cloudfe', message))
    }
    const sent = message.with(0, from.name)
    connection.back.carry('replies', sent, new Arrival(connection.from.broker, 'cloudbe', sent))
  }

  /** statebe: to every subscriber. */
  publish(from: BrokerEndpoint, message: Envelope): void {
    from.tampers.states.pass(message, (said, afterMs) => {
      this.#after(afterMs, () => this.#publish(from, said))
    })
  }

  #after(ms: Millis, what: () => void): void {
    if (ms === 0) what()
    else this.#clock.at(this.#clock.now + ms, new Callback(what))
  }

  #publish(from: BrokerEndpoint, message: Envelope): void {
    for (const connection of this.#subscribers.get(from.name) ?? []) {
      connection.back.carry('state', message, {
        happen: () => this.#hear(connection, message),
      })
    }
  }

  /** A broker that is paused hears it when it goes on. */
  #hear(connection: Connection, message: Envelope): void {
    if (!connection.isUp) return
    const { from, to } = connection
    from.broker.runOrDefer(() => {
      this.#known.heard(from.name, to.name, message, this.#clock.now)
      from.broker.receive('statefe', message)
    })
  }

  /** Tries to connect now and each interval, until it succeeds or one of the two is gone. */
  #seek(from: BrokerEndpoint, peer: string): void {
    const to = this.#stations.get(peer)
    if (!to) return
    const firstMs = this.#randomOf(`${from.name}>${peer}`)() * RECONNECT_MS
    const life = from.broker.life
    const attempt = () => {
      if (from.broker.life !== life || !from.broker.isAlive || !to.broker.isAlive) return
      const out = this.#linkOf(from.name, peer)
      const back = this.#linkOf(peer, from.name)
      if (out.isCut || back.isCut) {
        this.#clock.at(this.#clock.now + RECONNECT_MS, new Callback(attempt))
      } else {
        this.#open({ from, to, out, back, life, isUp: true, isSeenToGo: false })
      }
    }
    this.#clock.at(this.#clock.now + firstMs, new Callback(attempt))
  }

  #open(connection: Connection): void {
    const { from, to, out } = connection
    const own = this.#connections.get(from.name)
    const old = own?.get(to.name)
    if (old?.isUp) return
    if (old) this.#seeGone(old)
    own?.set(to.name, connection)
    this.#subscribers.get(to.name)?.push(connection)
    from.broker.connection('cloudbe', to.name, true)
    const subscription = ['\x01']
    out.carry('state', subscription, new Arrival(to.broker, 'statebe', subscription))
  }

  /** The end of a connection is seen once, and before another takes its place. */
  #seeGone(connection: Connection): void {
    const { from, to, life } = connection
    if (connection.isSeenToGo || from.broker.life !== life) return
    connection.isSeenToGo = true
    from.broker.runOrDefer(() => {
      this.#known.lost(from.name, to.name)
      from.broker.connection('cloudbe', to.name, false)
    })
  }

  #close(connection: Connection): void {
    connection.isUp = false
    const subscribers = this.#subscribers.get(connection.to.name)
    const place = subscribers?.indexOf(connection) ?? -1
    if (place >= 0) subscribers?.splice(place, 1)
  }
}
