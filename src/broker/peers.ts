/** What a broker knows of its peers: capacity as last told, and the tasks that are with them. */

import { type Millis, NEVER } from '../base/time.js'
import type { Envelope } from '../wire/envelope.js'
import type { Task } from './task.js'

/** A task that is with a peer, until its reply or until the peer is gone. */
export interface Delegation {
  readonly id: string
  readonly task: Task
  /** The message as it was sent, to know it again if it bounces. */
  readonly sent: Envelope
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
  #lastSpeaker: Peer | undefined
  readonly #byName: ReadonlyMap<string, Peer>
  /** The peers that have spoken and are not forgotten, longest silent first. */
  readonly #heard = new Set<Peer>()
  readonly #ttlMs: Millis

  /** @param ttlMs 0 for never. */
  constructor(names: readonly string[], ttlMs: Millis) {
    this.#byName = new Map(names.map(name => [name, newPeer(name)]))
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

  #watchOldest(): void {
    const oldest = this.#heard.values().next().value
    this.nextExpiry = oldest ? oldest.heardAt + this.#ttlMs : NEVER
  }

  #setCapacity(peer: Peer, capacity: number): void {
    this.spare += capacity - peer.capacity
    peer.capacity = capacity
  }
}

function newPeer(name: string): Peer {
  return { name, capacity: 0, heardAt: -NEVER, isLive: false, outstanding: new Map() }
}
