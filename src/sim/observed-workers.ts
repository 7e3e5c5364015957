/** The workers of a broker, and what each has, as an observer of its localbe knows them. */

import type { Millis } from '../base/time.js'
import { Credit } from '../broker/credit.js'
import { ReplyTimeout } from '../broker/reply-timeout.js'
import { bodyStart, type Envelope, isEmpty, isSame, textOf } from '../wire/envelope.js'
import type { Complain } from './invariant-checker.js'
import { ObservedPatience } from './observed-patience.js'
import type { ObservedTask } from './observed-tasks.js'

interface ObservedWorker {
  /** It has answered, and missed nothing since. */
  isProven: boolean
  /** What it has, and the message that it was sent. */
  held: { readonly task: ObservedTask; readonly sent: Envelope; readonly at: Millis } | undefined
}

/** What a message on localbe comes to: a task to be placed anew, or a reply that is to go out. */
export interface Heard {
  readonly requeued?: ObservedTask | undefined
  /** To be placed anew as well: what came for an answer is none. */
  readonly missed?: ObservedTask
  readonly answered?: {
    readonly task: ObservedTask
    readonly message: Envelope
    readonly at: number
  }
}

const NOTHING: Heard = {}

export class ObservedWorkers {
  readonly #known = new Map<string, ObservedWorker>()
  /** Longest idle first. */
  readonly #idle: ObservedWorker[] = []
  /** In the order in which they were given their tasks. */
  readonly #busy = new Map<string, ObservedWorker>()
  /** Proven workers that are gone. */
  readonly #remembered = new Set<string>()
  readonly #timeout: ReplyTimeout
  /** Of all that are not proven. */
  readonly #credit = new Credit(Number.POSITIVE_INFINITY)
  readonly #patience: ObservedPatience
  /** How many are busy with a task of a peer. */
  busyCloud = 0

  constructor(taskTimeoutMs: Millis, complain: Complain) {
    this.#timeout = new ReplyTimeout(taskTimeoutMs)
    this.#patience = new ObservedPatience(taskTimeoutMs, complain)
  }

  get size(): number {
    return this.#known.size
  }

  get busy(): number {
    return this.#busy.size
  }

  /** How many may be assigned a task. */
  get ready(): number {
    if (!this.#credit.isLimited) return this.#idle.length
    const proven = this.#idle.filter(({ isProven }) => isProven).length
    const room = Math.max(0, this.#credit.window - this.#unproven)
    return proven + Math.min(room, this.#idle.length - proven)
  }

  /** When the task was assigned that a worker has had longest. */
  get oldestAt(): Millis | undefined {
    const [oldest] = this.#busy.values()
    return oldest?.held?.at
  }

  probe(now: Millis): void {
    this.#credit.probe(now)
  }

  /** Rule 1: whatever a worker says leaves it ready, but for what answers another task. */
  hear(message: Envelope, now: Millis): Heard {
    const address = addressOf(message)
    const at = address + 1
    const first = message[at]
    if (address === 0 || first === undefined) return NOTHING
    const key = keyOf(message, address)
    const worker = this.#known.get(key)
    const word = message.length === at + 1 ? textOf(first) : ''
    if (word === 'READY' || word === '\x01') return this.#hearReady(key, worker)
    if (word === 'GONE' && address === 2) {
      return worker?.held ? { requeued: this.#lose(key, worker) } : NOTHING
    }
    const isEnvelope = bodyStart(message, at) >= 0
    if (worker?.held) {
      const { task, at: sentAt } = worker.held
      if (isEnvelope && !echoes(message, at, task)) return NOTHING
      const isAnswer = isReply(message, at + task.bodyAt)
      if (isAnswer) this.#answered(worker, sentAt, now)
      this.#free(key, worker)
      return isAnswer ? { answered: { task, message, at } } : { missed: task }
    }
    if (isEnvelope && !worker) this.#hire(key)
    return NOTHING
  }

  /** A task goes to a worker; false if it is another's turn. */
  assign(sent: Envelope, task: ObservedTask, now: Millis): boolean {
    const next = this.#next()
    const key = keyOf(sent, addressOf(sent))
    const worker = this.#known.get(key)
    const place = worker ? this.#idle.indexOf(worker) : -1
    if (!worker || place < 0) return false
    this.#idle.splice(place, 1)
    if (!worker.isProven) this.#patience.sent(nameOf(sent) ?? '', now)
    worker.held = { task, sent, at: now }
    this.#busy.set(key, worker)
    if (task.origin === 'cloudfe') this.busyCloud++
    return worker === next
  }

  /** The worker of that name that has had its task longest did not answer in time. */
  missed(name: string, now: Millis): ObservedTask | undefined {
    for (const [key, worker] of this.#busy) {
      const { held } = worker
      if (!held || nameOf(held.sent) !== name) continue
      this.#timeout.missed(held.at, now)
      const inUse = worker.isProven ? 0 : this.#unproven
      this.#patience.missed(name, inUse, held.at, now)
      if (!worker.isProven) {
        this.#credit.missed(held.at, this.#unproven, this.#timeout.limitMs, now)
      }
      worker.isProven = false
      return this.#lose(key, worker)
    }
    return undefined
  }

  /** Longest idle first; while credit is limited, the proven before all others. */
  #next(): ObservedWorker | undefined {
    const proven = this.#credit.isLimited && this.#idle.find(({ isProven }) => isProven)
    return proven || (this.ready > 0 ? this.#idle[0] : undefined)
  }

  get #unproven(): number {
    return [...this.#busy.values()].filter(({ isProven }) => !isProven).length
  }

  #answered(worker: ObservedWorker, sentAt: Millis, now: Millis): void {
    this.#timeout.replied(sentAt, now)
    if (worker.isProven) return
    this.#credit.replied(this.#unproven, now)
    this.#patience.replied(now)
    worker.isProven = true
  }

  /** A task came back, as its worker has no socket any more. */
  bounced(sent: Envelope): ObservedTask | undefined {
    const key = keyOf(sent, addressOf(sent))
    const worker = this.#known.get(key)
    return worker?.held?.sent === sent ? this.#lose(key, worker) : undefined
  }

  #hearReady(key: string, worker: ObservedWorker | undefined): Heard {
    if (!worker) this.#hire(key)
    else if (worker.held) {
      const { task } = worker.held
      this.#free(key, worker)
      return { requeued: task }
    }
    return NOTHING
  }

  #hire(key: string): void {
    const worker = { isProven: this.#remembered.delete(key), held: undefined }
    this.#known.set(key, worker)
    this.#idle.push(worker)
  }

  #free(key: string, worker: ObservedWorker): void {
    this.#unassign(key, worker)
    this.#idle.push(worker)
  }

  #lose(key: string, worker: ObservedWorker): ObservedTask | undefined {
    this.#known.delete(key)
    if (worker.isProven) this.#remembered.add(key)
    return this.#unassign(key, worker)
  }

  #unassign(key: string, worker: ObservedWorker): ObservedTask | undefined {
    const task = worker.held?.task
    if (task?.origin === 'cloudfe') this.busyCloud--
    worker.held = undefined
    this.#busy.delete(key)
    return task
  }
}

/** How many frames of a message on localbe say whom it is from, or to; 0 if it is none. */
export function addressOf(message: Envelope): number {
  if (isEmpty(message[1])) return 1
  return isEmpty(message[2]) ? 2 : 0
}

/** Whether there is a body from that frame on, and a delimiter before it. */
export function isReply(message: Envelope, start: number): boolean {
  return message.length > start && isEmpty(message[start - 1])
}

/** What people call the worker that a message is for. */
function nameOf(sent: Envelope | undefined): string | undefined {
  return sent && textOf(sent[addressOf(sent) - 1])
}

function keyOf(message: Envelope, address: number): string {
  const first = textOf(message[0])
  return address === 1 ? first : `${first.length} ${first}${textOf(message[1])}`
}

/** Whether a message has the addresses of a task, from its frame `at` on. */
function echoes(message: Envelope, at: number, task: ObservedTask): boolean {
  return task.message
    .slice(0, task.bodyAt - 1)
    .every((frame, index) => isSame(frame, message[at + index]))
}
