/** What a broker knows of its peers: capacity as last told, and the tasks that are with them. */

import { type Millis, NEVER } from '../base/time.js'
import type { Envelope } from '../wire/envelope.js'
import { ReplyTimeout } from './reply-timeout.js'
import type { Task } from './task.js'

/** A task that is with a peer, until its reply or until the peer is gone. */
export interface Delegation {
  readonly id: string
  readonly task: Task
  /** The message as it was sent, to know it again if it bounces. */
  readonly sent: Envelope
  readonly at: Millis
}

export interface Peer {
  readonly name: string
  /** Free workers as last told, less what was delegated since. 0 while it is not live. */
  capacity: number
  /** When it last spoke. */
  heardAt: Millis
  /** Whether it has spoken and is not forgotten. */
  isLive: boolean
  /** By delegation id, oldest first. */
  outstanding: Map<string, Delegation>
  readonly timeout: ReplyTimeout
}

/**
 * The peers of one broker. A peer is live from its first word until it is closed, because a send to
 * it bounced (rule 8), or forgotten: silent for `ttlMs`, or its connection gone (rule 7).
 */
export class Peers {
  /** Sum of the capacities of all peers. */
  spare = 0
  /** The capacity that the peer that spoke last told, as the Guide's one number for the cloud. */
  lastTold = 0
  /** The earliest time at which a peer may have been silent for too long. */
  nextExpiry: Millis = NEVER
  /** Not after the first missed reply of a peer; brought up to date when it is reached. */
  nextMiss: Millis = NEVER
  #lastSpeaker: Peer | undefined
  readonly #byName: ReadonlyMap<string, Peer>
  /** The peers that have spoken and are not forgotten, longest silent first. */
  readonly #heard = new Set<Peer>()
  readonly #ttlMs: Millis

  /**
   * @param ttlMs 0 for never.
   * @param replyMs how long a reply is waited for, at the least; 0 for ever.
   */
  constructor(names: readonly string[], ttlMs: Millis, replyMs: Millis) {
    this.#byName = new Map(names.map(name => [name, newPeer(name, replyMs)]))
    this.#ttlMs = ttlMs === 0 ? NEVER : ttlMs
  }

  get(name: string): Peer | undefined {
    return this.#byName.get(name)
  }

  all(): Peer[] {
    return [...this.#byName.values()]
  }

  live(): Peer[] {
    return [...this.#heard].filter(peer => peer.isLive)
  }

  withCapacity(): Peer[] {
    return [...this.#heard].filter(peer => peer.capacity > 0)
  }

  /** Peers that have been silent for the whole ttl. */
  expired(now: Millis): Peer[] {
    if (now < this.nextExpiry) return []
    return [...this.#heard].filter(peer => peer.heardAt + this.#ttlMs <= now)
  }

  /** The peer spoke. */
  hear(peer: Peer, capacity: number, now: Millis): void {
    peer.heardAt = now
    peer.isLive = true
    this.#heard.delete(peer)
    this.#heard.add(peer)
    this.#watchOldest()
    this.#setCapacity(peer, capacity)
    this.#lastSpeaker = peer
    this.lastTold = capacity
  }

  delegate(peer: Peer, delegation: Delegation): void {
    this.#setCapacity(peer, Math.max(0, peer.capacity - 1))
    peer.outstanding.set(delegation.id, delegation)
    this.#watchReply(peer, delegation)
  }

  /**
   * The task is with the peer no longer. An empty map is replaced: the tables that a map grows
   * out of lead to those after them, and one that has become old would keep alive every task that
   * came since, until V8 collects old objects, which in a calm broker it hardly ever does.
   */
  settle(peer: Peer, { id }: Delegation): void {
    peer.outstanding.delete(id)
    if (peer.outstanding.size === 0) peer.outstanding = new Map()
  }

  /** A reply came: settles the delegation, and learns from how long it took. */
  replied(peer: Peer, delegation: Delegation, now: Millis): void {
    peer.timeout.replied(delegation.at, now)
    this.settle(peer, delegation)
    this.#watchReply(peer, oldestOf(peer))
  }

  /** Takes the delegations whose replies are missed, oldest first, and settles them. */
  takeMissed(now: Millis): [Peer, Delegation][] {
    if (now < this.nextMiss) return []
    const missed: [Peer, Delegation][] = []
    this.nextMiss = NEVER
    for (const peer of this.#byName.values()) {
      const { limitMs } = peer.timeout
      for (const delegation of peer.outstanding.values()) {
        if (delegation.at + limitMs > now) break
        peer.timeout.missed(delegation.at, now)
        missed.push([peer, delegation])
        this.settle(peer, delegation)
      }
      this.#watchReply(peer, oldestOf(peer))
    }
    return missed.sort(([, a], [, b]) => a.at - b.at)
  }

  /** Nothing more goes to the peer until it speaks again; its delegations stay where they are. */
  close(peer: Peer): void {
    this.#setCapacity(peer, 0)
    peer.isLive = false
    if (this.#lastSpeaker === peer) this.lastTold = 0
  }

  /** The peer is closed, and waited for no longer: what it had is for the broker to route anew. */
  forget(peer: Peer): void {
    this.close(peer)
    this.#heard.delete(peer)
    this.#watchOldest()
  }

  #watchReply({ timeout }: Peer, delegation: Delegation | undefined): void {
    const at = delegation ? delegation.at + timeout.limitMs : NEVER
    if (at < this.nextMiss) this.nextMiss = at
  }

  #watchOldest(): void {
    const oldest = this.#heard.values().next().value
    this.nextExpiry = oldest ? oldest.heardAt + this.#ttlMs : NEVER
  }

  #setCapacity(peer: Peer, capacity: number): void {
    this.spare += capacity - peer.capacity
    peer.capacity = capacity
  }
}

function newPeer(name: string, replyMs: Millis): Peer {
  const timeout = new ReplyTimeout(replyMs)
  return { name, capacity: 0, heardAt: -NEVER, isLive: false, outstanding: new Map(), timeout }
}

function oldestOf({ outstanding }: Peer): Delegation | undefined {
  return outstanding.values().next().value
}
