/** The peers of a broker, as an observer of its cloudbe and statefe knows them. */

import { type Millis, NEVER } from '../base/time.js'
import { Credit, FIRST_WINDOW } from '../broker/credit.js'
import { ReplyTimeout } from '../broker/reply-timeout.js'
import { bodyStart, type Envelope, isEmpty, textOf } from '../wire/envelope.js'
import type { Complain } from './invariant-checker.js'
import { ObservedPatience } from './observed-patience.js'
import { MISSES_MAX, type ObservedTask } from './observed-tasks.js'
import { isReply } from './observed-workers.js'

interface Delegation {
  readonly peer: string
  readonly task: ObservedTask
  readonly sent: Envelope
  readonly at: Millis
}

/** How much a peer may have, by what became of what it had. */
interface Trust {
  readonly timeout: ReplyTimeout
  readonly credit: Credit
  readonly patience: ObservedPatience
  /** How many it has. */
  out: number
}

/** Of each life so many ids are remembered, to see that later lives have others. */
const FIRST_IDS = 1000

export class ObservedPeers {
  readonly #ttlMs: Millis
  /** Ids of earlier lives, and of this one. */
  readonly #ids: Set<string>
  #delegations = 0
  /** By id, oldest first. */
  readonly #outstanding = new Map<string, Delegation>()
  /** When each peer was last heard, longest silent first. */
  readonly #heardAt = new Map<string, Millis>()
  readonly #trust: (peer: string) => Trust
  /** Whether the task of the last message is given up, as it was missed too often. */
  #hasGivenUp = false
  /** How many tasks of each peer were not answered in time, as the broker has just noted. */
  readonly #missed = new Map<string, number>()
  /** Those that spoke, and have not been seen to go since. */
  readonly #open = new Set<string>()

  /** @param replyMs how long a reply is waited for, at the least; 0 for ever. */
  constructor(ttlMs: Millis, replyMs: Millis, ids: Set<string>, complain: Complain) {
    this.#ttlMs = ttlMs === 0 ? NEVER : ttlMs
    this.#ids = ids
    this.#trust = trustOf(replyMs, complain)
  }

  get outstanding(): number {
    return this.#outstanding.size
  }

  /** When the task was delegated that some peer has had longest. */
  get oldestAt(): Millis | undefined {
    const [oldest] = this.#outstanding.values()
    return oldest?.at
  }

  isOpen(peer: string): boolean {
    return this.#open.has(peer)
  }

  /** Whether it may have one more. */
  hasCredit(peer: string, now: Millis): boolean {
    const { credit, out } = this.#trust(peer)
    credit.probe(now)
    return out < credit.window
  }

  /** It said what it has free. */
  spoke(peer: string, now: Millis): void {
    this.#heardAt.delete(peer)
    this.#heardAt.set(peer, now)
    this.#open.add(peer)
  }

  /** A task goes to a peer; false if its id was that of another. */
  delegate(sent: Envelope, task: ObservedTask, at: Millis): boolean {
    const id = textOf(sent[1])
    const isNew = !this.#ids.has(id) && !this.#outstanding.has(id)
    if (this.#delegations++ < FIRST_IDS) this.#ids.add(id)
    const peer = textOf(sent[0])
    const trust = this.#trust(peer)
    trust.out++
    trust.patience.sent(peer, at)
    this.#outstanding.set(id, { peer, task, sent, at })
    return isNew
  }

  /**
   * The task that a message answers, by whoever has it, and where what it says of it begins;
   * whether that is an answer.
   */
  answer(
    message: Envelope,
    now: Millis,
  ): { readonly task: ObservedTask; readonly at: number; readonly isAnswer: boolean } | undefined {
    const idAt = isEmpty(message[1]) ? 2 : 1
    if (bodyStart(message, idAt) < 0) return undefined
    const id = textOf(message[idAt])
    const delegation = this.#outstanding.get(id)
    if (delegation?.peer !== textOf(message[0])) return undefined
    const { peer, task } = delegation
    const { timeout, credit, patience, out } = this.#trust(peer)
    const at = idAt + 1
    const isAnswer = isReply(message, at + task.bodyAt)
    if (isAnswer) {
      timeout.replied(delegation.at, now)
      credit.replied(out, now)
      patience.replied(now)
    } else if (task.misses >= MISSES_MAX) this.#hasGivenUp = true
    this.#remove(id, peer)
    return { task, at, isAnswer }
  }

  /** A task came back from the socket: there is no way to the peer. */
  bounced(sent: Envelope): ObservedTask | undefined {
    const id = textOf(sent[1])
    const delegation = this.#outstanding.get(id)
    if (delegation?.sent !== sent) return undefined
    this.#remove(id, delegation.peer)
    this.#open.delete(delegation.peer)
    return delegation.task
  }

  /** The peer is gone. @returns what it had, oldest first. */
  lost(peer: string): ObservedTask[] {
    this.#heardAt.delete(peer)
    this.#open.delete(peer)
    const had = [...this.#outstanding].filter(([, delegation]) => delegation.peer === peer)
    for (const [id] of had) this.#remove(id, peer)
    return had.map(([, { task }]) => task)
  }

  /** The peers that have been silent for too long. */
  silent(now: Millis): string[] {
    const names: string[] = []
    for (const [name, heardAt] of this.#heardAt) {
      if (heardAt + this.#ttlMs > now) break
      names.push(name)
    }
    return names
  }

  /** The broker says that a task of this peer, one of the oldest, was not answered in time. */
  missed(peer: string): void {
    this.#missed.set(peer, (this.#missed.get(peer) ?? 0) + 1)
  }

  /** Takes those tasks: of each peer as many of its oldest as were missed. */
  takeMissed(now: Millis): ObservedTask[] {
    const tasks: ObservedTask[] = []
    if (this.#missed.size === 0) return tasks
    for (const [id, { peer, task, at }] of this.#outstanding) {
      const left = this.#missed.get(peer) ?? 0
      if (left === 0) continue
      this.#missed.set(peer, left - 1)
      const { timeout, credit, patience, out } = this.#trust(peer)
      patience.missed(peer, out, at, now)
      timeout.missed(at, now)
      credit.missed(at, out, timeout.limitMs, now)
      this.#remove(id, peer)
      tasks.push(task)
    }
    this.#missed.clear()
    return tasks
  }

  /** Rule 10: the oldest of a peer was given up, if not for being missed too often. */
  givenUp(peer: string): void {
    const isNoAnswer = this.#hasGivenUp
    this.#hasGivenUp = false
    if (isNoAnswer || this.#missed.has(peer)) return
    for (const [id, delegation] of this.#outstanding) {
      if (delegation.peer !== peer) continue
      this.#remove(id, peer)
      return
    }
  }

  #remove(id: string, peer: string): void {
    this.#outstanding.delete(id)
    this.#trust(peer).out--
  }
}

function trustOf(replyMs: Millis, complain: Complain): (peer: string) => Trust {
  const known = new Map<string, Trust>()
  return peer => {
    const trust = known.get(peer) ?? {
      timeout: new ReplyTimeout(replyMs),
      credit: new Credit(replyMs === 0 ? Number.POSITIVE_INFINITY : FIRST_WINDOW),
      patience: new ObservedPatience(replyMs, complain),
      out: 0,
    }
    known.set(peer, trust)
    return trust
  }
}
