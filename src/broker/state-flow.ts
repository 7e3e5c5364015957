/** The state flow: brokers tell each other how many workers they have free (rule 6). */

import { type Millis, NEVER } from '../base/time.js'
import { type Envelope, textOf } from '../wire/envelope.js'
import type { BrokerOptions, BrokerPorts } from './contract.js'
import type { Peers } from './peers.js'

/** The largest capacity that is believed. */
const CAPACITY_MAX = 1_000_000

/**
 * A change is due at once, further ones once per interval; and, change or not, each heartbeat. What
 * is due is told by `tick`, when the frontends have been read: a worker that is free only until the
 * next message of localfe is no capacity. Nothing is ever told because of what was heard, so that
 * no two brokers can keep each other talking.
 */
export class StateFlow {
  readonly #options: BrokerOptions
  readonly #ports: BrokerPorts
  readonly #peers: Peers
  #capacity = 0
  #told = 0
  #toldAt: Millis = -NEVER
  /** When a new subscriber was last answered at once. */
  #greetedAt: Millis = -NEVER
  /** To publish though the capacity is the same: a peer has used some, or a subscriber waits. */
  #isWanted = false
  /** When to tell next. */
  deadline: Millis = NEVER

  constructor(options: BrokerOptions, ports: BrokerPorts, peers: Peers) {
    this.#options = options
    this.#ports = ports
    this.#peers = peers
  }

  /** A peer sent a task, and took one off what it was told: it has to be told again. */
  markCreditUsed(): void {
    this.#isWanted = true
  }

  /** The capacity may be another now. */
  setCapacity(capacity: number, now: Millis): void {
    const { heartbeatMs, stateIntervalMs } = this.#options
    this.#capacity = capacity
    this.deadline =
      capacity === this.#told && !this.#isWanted
        ? this.#toldAt + heartbeatMs
        : Math.min(this.deadline, Math.max(now, this.#toldAt + stateIntervalMs))
  }

  tick(now: Millis): void {
    if (now >= this.deadline) this.publish(now)
  }

  /** Tells now, whatever was said before. */
  publish(now: Millis): void {
    const { self, heartbeatMs } = this.#options
    this.#told = this.#capacity
    this.#isWanted = false
    this.#toldAt = now
    this.deadline = now + heartbeatMs
    this.#ports.send('statebe', [self, String(this.#capacity)])
    this.#ports.note('told', self, this.#capacity)
  }

  /** A peer said `[name, capacity]`: exactly two frames, the second a decimal number. */
  onState(message: Envelope, now: Millis): void {
    const [name, number] = message
    const peer = this.#peers.get(textOf(name))
    const capacity = message.length === 2 ? capacityOf(textOf(number)) : undefined
    if (!peer || capacity === undefined) return this.#ports.note('malformed', 'statefe', 1)
    if (!peer.isLive) this.#ports.note('back', peer.name, capacity)
    this.#peers.hear(peer, capacity, now)
  }

  /** statebe passes on each subscription, so that a late joiner is told at once. */
  onSubscription(message: Envelope, now: Millis): void {
    if (!isSubscription(message)) return this.#ports.note('malformed', 'statebe', 1)
    if (textOf(message[0])[0] === SUBSCRIBE) this.#greet(now)
  }

  /** The first gets the state at once, and who comes within an interval of that, at its end. */
  #greet(now: Millis): void {
    const nextAt = this.#greetedAt + this.#options.stateIntervalMs
    if (now >= nextAt) {
      this.#greetedAt = now
      return this.publish(now)
    }
    this.deadline = Math.min(this.deadline, nextAt)
    this.#isWanted = true
  }
}

/** The first byte of what an XPUB socket hears (RFC 29/PUBSUB). */
const SUBSCRIBE = '\x01'
const UNSUBSCRIBE = '\x00'

/** Whether it is one that begins, or ends. */
export function isSubscription(message: Envelope): boolean {
  const kind = textOf(message[0])[0]
  return message.length === 1 && (kind === SUBSCRIBE || kind === UNSUBSCRIBE)
}

/** The capacity that is told by these digits; undefined if none is. */
export function capacityOf(digits: string): number | undefined {
  return /^\d{1,7}$/.test(digits) && Number(digits) <= CAPACITY_MAX ? Number(digits) : undefined
}
