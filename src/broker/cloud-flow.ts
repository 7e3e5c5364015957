/** The cloud flow's backend: tasks are delegated to peers, and come back answered or not at all. */

import type { Millis } from '../base/time.js'
import { bodyStart, type Envelope, isEmpty, textOf } from '../wire/envelope.js'
import type { BrokerPorts } from './contract.js'
import type { Delegation, Peer, Peers } from './peers.js'
import type { PendingTasks } from './pending-tasks.js'
import type { Policy } from './policy.js'
import { replyTo, type Task } from './task.js'

/** The most delegations kept for one peer; the oldest is given up for a new one. */
const OUTSTANDING_MAX = 16_384

export class CloudFlow {
  readonly #ports: BrokerPorts
  readonly #waiting: PendingTasks
  readonly #peers: Peers
  readonly #policy: Policy
  /** Makes the ids of this life of the broker differ from those of an earlier one. */
  readonly #life: string
  #delegations = 0

  constructor(ports: BrokerPorts, waiting: PendingTasks, peers: Peers, policy: Policy) {
    this.#ports = ports
    this.#waiting = waiting
    this.#peers = peers
    this.#policy = policy
    this.#life = Math.floor(ports.random() * 36 ** 8).toString(36)
  }

  /** How many tasks the peers would take, for all that the policy knows. */
  get #capacity(): number {
    return this.#policy.capacity(this.#peers)
  }

  /** Rules 4 and 5: sends the next task of our own clients to a peer, if there is one to choose. */
  delegateNext(now: Millis): boolean {
    if (!this.#waiting.has('localfe') || this.#capacity <= 0) return false
    const peer = this.#policy.choose(this.#peers, this.#ports.random, now)
    const task = peer && this.#waiting.takeLocal()
    if (!task) return false
    const id = `d${this.#life}.${++this.#delegations}`
    const sent = task.message.toSpliced(0, 0, peer.name, id)
    this.#makeRoom(peer)
    this.#peers.delegate(peer, { id, task, sent, at: now })
    this.#ports.send('cloudbe', sent)
    this.#ports.note('delegated', peer.name, Number(task.isOwn))
    this.#ports.note('trusted', peer.name, now - peer.heardAt)
    return true
  }

  /** A reply goes to the client by our own memory; one to an id that came home is dropped. */
  onReply(message: Envelope, now: Millis): void {
    const peer = this.#peers.get(textOf(message[0]))
    // Peers that wrap what they reply, as the Guide's Python program does, put a delimiter first.
    const idAt = isEmpty(message[1]) ? 2 : 1
    if (!peer || bodyStart(message, idAt) < 0) return this.#malformed()
    const id = textOf(message[idAt])
    const delegation = peer.outstanding.get(id)
    if (!delegation) return this.#ports.note('late', peer.name, 1)
    const reply = replyTo(delegation.task, message, idAt + 1)
    if (!reply) return this.#onMalformedReply(peer, delegation)
    if (this.#peers.replied(peer, delegation, now)) {
      this.#ports.note('restored', peer.name, peer.credit.window)
    }
    this.#freed(peer.name, [delegation.task])
    this.#ports.send('localfe', reply)
    this.#ports.note('returned', peer.name, 1)
  }

  /** Its task is placed anew as one that was not answered in time. */
  #onMalformedReply(peer: Peer, delegation: Delegation): void {
    this.#peers.complete(peer, delegation)
    this.#malformed()
    this.#freed(peer.name, [delegation.task])
    this.#ports.note(this.#waiting.requeueMissed(delegation.task), peer.name, 1)
  }

  /** Tasks whose replies are missed are placed anew; a reply that comes later is late. */
  expire(now: Millis): void {
    const missed = this.#peers.takeMissed(now, peer => this.#suspended(peer))
    // The youngest first: each then takes its place at the head, without a search.
    for (const [{ name }, { task }] of missed.reverse()) {
      this.#ports.note('expired', name, 1)
      this.#freed(name, [task])
      this.#ports.note(this.#waiting.requeueMissed(task), name, 1)
    }
  }

  /** Rule 7: its capacity is 0 until it speaks again, and what it had of ours comes home. */
  expirePeer(peer: Peer): void {
    if (peer.isLive) this.#ports.note('forgotten', peer.name, peer.outstanding.size)
    this.#peers.forget(peer)
    const had = this.#peers.completeAll(peer).map(({ task }) => task)
    if (had.length > 0) this.#ports.note('home', peer.name, had.length)
    this.#freed(peer.name, had)
    // The youngest first, as above.
    for (const task of had.reverse()) this.#waiting.requeue(task)
  }

  /** Rule 8: the send found no peer. What else it has of ours may still be answered. */
  bounced(sent: Envelope): void {
    const peer = this.#peers.get(textOf(sent[0]))
    const delegation = peer?.outstanding.get(textOf(sent[1]))
    if (!peer || delegation?.sent !== sent) return
    if (peer.isLive) this.#ports.note('closed', peer.name, 1)
    this.#peers.close(peer)
    this.#peers.complete(peer, delegation)
    this.#waiting.requeue(delegation.task)
    this.#freed(peer.name, [delegation.task])
    this.#ports.note('home', peer.name, 1)
  }

  /** Rule 10. A delegation that old has been given up by its client long ago. */
  #makeRoom(peer: Peer): void {
    const { name, outstanding } = peer
    if (outstanding.size < OUTSTANDING_MAX) return
    for (const oldest of outstanding.values()) {
      this.#peers.complete(peer, oldest)
      this.#freed(name, [oldest.task])
      return this.#ports.note('given-up', name, 1)
    }
  }

  /** Somebody may have our name at the peer, and our replies: a new connection takes it back. */
  #suspended({ name, credit }: Peer): void {
    this.#ports.note('suspended', name, credit.backoffMs)
    this.#ports.reopen('cloudbe', name)
  }

  /** The peer has these tasks no longer. */
  #freed(peer: string, tasks: readonly Task[]): void {
    const count = tasks.filter(({ isOwn }) => isOwn).length
    if (count > 0) this.#ports.note('freed', peer, count)
  }

  #malformed(): void {
    this.#ports.note('malformed', 'cloudbe', 1)
  }
}
