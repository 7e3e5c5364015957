/** What a broker knows of its peers: capacity as last told, and the tasks that are with them. */

import { type Millis, NEVER } from '../base/time.js'
import type { Envelope } from '../wire/envelope.js'
import { Credit, FIRST_WINDOW } from './credit.js'
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
  /** How many tasks it would take now: by its capacity, and by its credit. */
  usable: number
  readonly timeout: ReplyTimeout
  /** Outlives the connection: who comes back has not answered by that. */
  readonly credit: Credit
}

/**
 * The peers of one broker. A peer is live from its first word until it is closed, because a send to
 * it bounced (rule 8), or forgotten: silent for `ttlMs`, or its connection gone (rule 7).
 */
export class Peers {
  /** How many tasks all peers together would take now. */
  totalCapacity = 0
  /** The capacity that the peer that spoke last told, as the Guide's one number for the cloud. */
  lastAdvertised = 0
  /** The earliest time at which a peer may have been silent for too long. */
  nextExpiry: Millis = NEVER
  /** Not after the first missed reply of a peer; brought up to date when it is reached. */
  nextMiss: Millis = NEVER
  /** When the next suspended peer may be sent a task. */
  nextProbe: Millis = NEVER
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

  /** Whether a live peer has credit, whatever its capacity. */
  get haveRoom(): boolean {
    for (const peer of this.#heard) if (hasRoom(peer)) return true
    return false
  }

  withRoom(): Peer[] {
    return [...this.#heard].filter(hasRoom)
  }

  withCapacity(): Peer[] {
    return [...this.#heard].filter(peer => peer.usable > 0)
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
    peer.capacity = capacity
    this.#update(peer)
    this.#lastSpeaker = peer
    this.lastAdvertised = capacity
  }

  delegate(peer: Peer, delegation: Delegation): void {
    peer.capacity = Math.max(0, peer.capacity - 1)
    peer.outstanding.set(delegation.id, delegation)
    this.#update(peer)
    this.#watchReply(peer, delegation)
  }

  /**
   * The task is with the peer no longer. An empty map is replaced: the tables that a map grows
   * out of lead to those after them, and one that has become old would keep alive every task that
   * came since, until V8 collects old objects, which in a calm broker it hardly ever does.
   */
  complete(peer: Peer, { id }: Delegation): void {
    peer.outstanding.delete(id)
    if (peer.outstanding.size === 0) peer.outstanding = new Map()
    this.#update(peer)
  }

  /** The same for all that it has; gives them, oldest first. */
  completeAll(peer: Peer): Delegation[] {
    const all = [...peer.outstanding.values()]
    peer.outstanding = new Map()
    this.#update(peer)
    return all
  }

  /**
   * A reply came: settles the delegation, and learns from how long it took.
   *
   * @returns whether that restores the peer.
   */
  replied(peer: Peer, delegation: Delegation, now: Millis): boolean {
    const { timeout, credit, outstanding } = peer
    timeout.replied(delegation.at, now)
    const isRestored = credit.replied(outstanding.size, now)
    this.complete(peer, delegation)
    this.#watchReply(peer, oldestOf(peer))
    return isRestored
  }

  /**
   * Takes the delegations whose replies are missed, oldest first, and settles them.
   *
   * @param onSuspended called with each peer whose credit is 0 by that.
   */
  takeMissed(now: Millis, onSuspended: (peer: Peer) => void): [Peer, Delegation][] {
    if (now < this.nextMiss) return []
    const missed: [Peer, Delegation][] = []
    this.nextMiss = NEVER
    for (const peer of this.#byName.values()) {
      const { limitMs } = peer.timeout
      for (const delegation of peer.outstanding.values()) {
        if (delegation.at + limitMs > now) break
        missed.push([peer, delegation])
        if (this.#missed(peer, delegation, now)) onSuspended(peer)
        this.complete(peer, delegation)
      }
      this.#watchReply(peer, oldestOf(peer))
    }
    return missed.sort(([, a], [, b]) => a.at - b.at)
  }

  /** Lets suspended peers be sent a task, each when it is time for that. */
  probe(now: Millis): void {
    if (now < this.nextProbe) return
    this.nextProbe = NEVER
    for (const peer of this.#byName.values()) {
      peer.credit.probe(now)
      this.#update(peer)
    }
  }

  /** Nothing more goes to the peer until it speaks again; its delegations stay where they are. */
  close(peer: Peer): void {
    peer.capacity = 0
    peer.isLive = false
    this.#update(peer)
    if (this.#lastSpeaker === peer) this.lastAdvertised = 0
  }

  /** The peer is closed, and waited for no longer: what it had is for the broker to route anew. */
  forget(peer: Peer): void {
    this.close(peer)
    this.#heard.delete(peer)
    this.#watchOldest()
  }

  #missed({ timeout, credit, outstanding }: Peer, { at }: Delegation, now: Millis): boolean {
    timeout.missed(at, now)
    return credit.missed(at, outstanding.size, timeout.limitMs, now)
  }

  #watchReply({ timeout }: Peer, delegation: Delegation | undefined): void {
    const at = delegation ? delegation.at + timeout.limitMs : NEVER
    if (at < this.nextMiss) this.nextMiss = at
  }

  #watchOldest(): void {
    const oldest = this.#heard.values().next().value
    this.nextExpiry = oldest ? oldest.heardAt + this.#ttlMs : NEVER
  }

  /** After each change of what decides how much a peer would take, and when it is probed. */
  #update(peer: Peer): void {
    const { credit, outstanding, capacity } = peer
    const usable = Math.min(capacity, Math.max(0, credit.window - outstanding.size))
    this.totalCapacity += usable - peer.usable
    peer.usable = usable
    if (credit.probeAt < this.nextProbe) this.nextProbe = credit.probeAt
  }
}

function newPeer(name: string, replyMs: Millis): Peer {
  return {
    name,
    capacity: 0,
    usable: 0,
    heardAt: -NEVER,
    isLive: false,
    outstanding: new Map(),
    timeout: new ReplyTimeout(replyMs),
    credit: new Credit(replyMs === 0 ? Number.POSITIVE_INFINITY : FIRST_WINDOW),
  }
}

function hasRoom({ isLive, credit, outstanding }: Peer): boolean {
  return isLive && outstanding.size < credit.window
}

function oldestOf({ outstanding }: Peer): Delegation | undefined {
  return outstanding.values().next().value
}
