/** What clients of one load do, by their messages: how often they try, and what they take. */

import type { Millis } from '../base/time.js'
import type { ClientOptions } from '../client/client.js'
import type { Direction, MachineObserver } from '../trace/machine-probe.js'
import { type Envelope, textOf } from '../wire/envelope.js'
import { clientOfTask } from '../wire/task.js'
import type { InvariantChecker } from './invariant-checker.js'

/** Sums of times are not exact. */
const EDGE_MS: Millis = 1e-6

interface ObservedClient {
  body: string
  /** How often it sent that, and when last. */
  attempts: number
  sentAt: Millis
  /** What came in last. */
  heard: string
}

export class ObservedClients implements MachineObserver {
  readonly #load: ClientOptions
  readonly #verdicts: InvariantChecker
  readonly #clients = new Map<string, ObservedClient>()

  constructor(load: ClientOptions, verdicts: InvariantChecker) {
    this.#load = load
    this.#verdicts = verdicts
  }

  passed(client: string, dir: Direction, message: Envelope, now: Millis): void {
    const body = textOf(message[0])
    const seen = this.#clients.get(client)
    if (!seen) {
      if (dir === 'out') this.#clients.set(client, { body, attempts: 1, sentAt: now, heard: '' })
    } else if (dir === 'in') seen.heard = body
    else if (dir === 'out') {
      if (seen.body === body) this.#retried(client, seen, now)
      else seen.attempts = 1
      seen.body = body
      seen.sentAt = now
    }
  }

  noted(fact: string, about: string, _count: number, now: Millis): void {
    if (fact !== 'lost' && fact !== 'accepted') return
    const client = this.#clients.get(clientOfTask(about))
    if (!client) return
    if (fact === 'accepted') {
      // The id, and then the signature, padding, or nothing.
      const isAnswer =
        client.heard.startsWith(about) && !/^\d/.test(client.heard.slice(about.length))
      if (!isAnswer) this.#breaks('what is taken for an answer is one', now, client.heard)
      return
    }
    const { timeoutMs, retries } = this.#load
    const isEarly = now - client.sentAt < timeoutMs - EDGE_MS
    if (!isEarly && client.attempts === retries + 1) return
    this.#breaks('clients try as often as they should', now, `${about}: ${client.attempts}`)
  }

  #retried(client: string, seen: ObservedClient, now: Millis): void {
    seen.attempts++
    const { timeoutMs, retries } = this.#load
    if (seen.attempts <= retries + 1 && now - seen.sentAt >= timeoutMs - EDGE_MS) return
    this.#breaks('clients try as often as they should', now, `${client}: ${seen.body}`)
  }

  #breaks(name: Parameters<InvariantChecker['fail']>[0], now: Millis, what: string): void {
    this.#verdicts.fail(name, now, what)
  }
}
