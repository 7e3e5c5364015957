/**
 * Verdicts: what must hold at every event, whatever breaks (safety), and what must hold once all is
 * healed (liveness). Each is true, false or unknown, with the first event that broke it.
 */

import type { Millis } from '../base/time.js'
import type { BrokerState } from '../broker/contract.js'
import type { Fact } from '../report/counts.js'
import type { Invariant } from '../report/summary.js'
import { clientOfTask } from '../wire/task.js'

const SAFETY = [
  'replies reach the client that asked',
  'no task is answered twice',
  'no worker holds two tasks',
  'no task is delegated twice over',
  'nothing is sent to a forgotten peer',
  'no capacity is negative',
  'memory is bounded',
  'conservation',
  'requeued tasks go first, oldest first',
  'no frontend starves',
  'no client starves',
  'tasks go to the worker that was idle longest',
  'nothing is made up',
  'replies are passed on as they are',
  'ids differ over all lives',
  'capacity is published in time',
  'answers are missed in time',
  'who never answers is suspended',
  'what a broker shows is so',
  'clients try as often as they should',
  'what is taken for an answer is one',
  'time goes on',
] as const
type SafetyName = (typeof SAFETY)[number]

const LIVENESS = [
  'every client is answered',
  'every task is finished in time',
  'no ready worker idles while a task waits',
  'state converges',
] as const
type LivenessName = (typeof LIVENESS)[number]

/** What an observer says of a broker that breaks an invariant. */
export type Complain = (name: SafetyName | LivenessName, what: string) => void

type BreakListener = (name: SafetyName | LivenessName, t: Millis, what: string) => void

/** Collects what broke; the first of each kind is kept. */
export class InvariantChecker {
  readonly #onBreak: BreakListener
  readonly #broken = new Map<string, { t: Millis; what: string }>()
  /** When a client last sent a task, sent it again, was answered, or gave up. */
  movedAt: Millis = 0
  /** Clients that lost their task, and have sent no other since. */
  readonly #gaveUp = new Set<string>()
  /** Liveness stays unknown until somebody has looked. */
  #isSettled = false

  /** Tasks that brokers gave up, as nobody answered them. */
  givenUp = 0
  readonly #isAttacked: boolean

  /**
   * @param onBreak told of the first event of each kind.
   * @param isAttacked whether there are messages that are not of our own.
   */
  constructor(onBreak: BreakListener = () => {}, isAttacked = false) {
    this.#onBreak = onBreak
    this.#isAttacked = isAttacked
  }

  get isBroken(): boolean {
    return this.#broken.size > 0
  }

  fail(name: SafetyName | LivenessName, t: Millis, what: string): void {
    if (this.#broken.has(name)) return
    this.#broken.set(name, { t, what })
    this.#onBreak(name, t, what)
  }

  /** Something was noted, in that cluster. */
  noted(cluster: string, fact: Fact, about: string, t: Millis): void {
    switch (fact) {
      case 'answered':
      case 'retried':
        this.movedAt = t
        return
      case 'sent':
        this.movedAt = t
        if (this.#gaveUp.size > 0) this.#gaveUp.delete(clientOfTask(about))
        return
      case 'lost':
        this.movedAt = t
        this.#gaveUp.add(clientOfTask(about))
        return
      case 'duplicate':
        // The first answer to a task that its client has given up is no second one.
        if (!this.#gaveUp.delete(about)) this.fail('no task is answered twice', t, about)
        return
      case 'given-up':
        this.givenUp++
        return
      case 'malformed':
        if (this.#isAttacked) return
        // All messages are ours, so that a malformed one went where it should not.
        return this.fail('replies reach the client that asked', t, `${about} of ${cluster}`)
    }
  }

  /** Looks at what a broker knows. */
  inspect(broker: string, state: BrokerState, t: Millis): void {
    for (const peer of state.peers) {
      if (peer.capacity < 0) this.fail('no capacity is negative', t, `${broker} of ${peer.name}`)
    }
  }

  /** All was healed, and time enough has passed. */
  settle(): void {
    this.#isSettled = true
  }

  all(): Invariant[] {
    const safety = SAFETY.map(name => this.#of(name, 'true'))
    const liveness = LIVENESS.map(name => this.#of(name, this.#isSettled ? 'true' : 'unknown'))
    return [...safety, ...liveness]
  }

  #of(name: SafetyName | LivenessName, otherwise: 'true' | 'unknown'): Invariant {
    const broken = this.#broken.get(name)
    return broken ? { name, verdict: 'false', broken } : { name, verdict: otherwise }
  }
}
