/**
 * What one life of a broker did, by nothing but its messages: an observer outside of it keeps books
 * of its own, by the rules, and says where the broker did something else.
 */

import { type Millis, NEVER } from '../base/time.js'
import { PEER_FACTOR } from '../broker/broker.js'
import type { BrokerOptions, BrokerState } from '../broker/contract.js'
import type { Direction, MachineObserver } from '../trace/machine-probe.js'
import { type Envelope, keyOf, spliced, textOf } from '../wire/envelope.js'
import type { Complain, InvariantChecker } from './invariant-checker.js'
import { isOverdue } from './observed-patience.js'
import { ObservedPeers } from './observed-peers.js'
import { ObservedState } from './observed-state.js'
import { carries, type ObservedTask, ObservedTasks } from './observed-tasks.js'
import { addressOf, ObservedWorkers } from './observed-workers.js'

export class ObservedBroker implements MachineObserver {
  readonly #options: BrokerOptions
  readonly #verdicts: InvariantChecker
  readonly #tasks: ObservedTasks
  readonly #workers: ObservedWorkers
  readonly #peers: ObservedPeers
  readonly #state: ObservedState
  #now: Millis
  #resumedAt: Millis = -NEVER
  /** The reply that the call under way has to bring. */
  #owed: { readonly to: string; readonly message: Envelope } | undefined

  /** @param ids of delegations, of all lives of this broker. */
  constructor(options: BrokerOptions, verdicts: InvariantChecker, ids: Set<string>, now: Millis) {
    this.#options = options
    this.#verdicts = verdicts
    this.#now = now
    const complain: Complain = (name, what) => this.#breaks(name, what)
    this.#tasks = new ObservedTasks(complain)
    const { stateTtlMs, taskTimeoutMs = 0 } = options
    this.#workers = new ObservedWorkers(taskTimeoutMs, complain)
    this.#peers = new ObservedPeers(stateTtlMs, PEER_FACTOR * taskTimeoutMs, ids, complain)
    this.#state = new ObservedState(options, now)
  }

  /** It was paused until now. */
  resumed(now: Millis): void {
    this.#resumedAt = now
    this.#state.resumed(now)
  }

  passed(socket: string, dir: Direction, message: Envelope, now: Millis): void {
    if (dir === 'out') {
      this.#tasks.requeueMissed(this.#peers.takeMissed(this.#now))
      return this.#sent(socket, message)
    }
    this.#begin(now)
    if (dir === 'in') this.#received(socket, message)
    else this.#bounced(socket, message)
  }

  noted(fact: string, about: string): void {
    if (fact === 'given-up') this.#peers.givenUp(about)
    if (fact !== 'expired') return
    if (this.#options.peers.includes(about)) return this.#peers.missed(about)
    const task = this.#workers.missed(about, this.#now)
    if (task) this.#tasks.requeueMissed([task])
  }

  connected(peer: string, isUp: boolean, now: Millis): void {
    this.#begin(now)
    if (!isUp) this.#tasks.requeue(this.#peers.lost(peer))
  }

  ticked(now: Millis): void {
    this.#begin(now)
    this.#workers.probe(now)
    for (const peer of this.#peers.silent(now)) this.#tasks.requeue(this.#peers.lost(peer))
  }

  /** Whether what the broker shows of itself is so. */
  compare(shown: BrokerState, now: Millis): void {
    this.#begin(now)
    const { ready, size, busy, busyCloud } = this.#workers
    const books = [size, ready, size - ready - busy, busy - busyCloud, busyCloud, this.#tasks.size]
    const { workers, withheld = 0, busyLocal, waiting, peers } = shown
    const shows = [workers, shown.ready, withheld, busyLocal, shown.busyCloud, waiting]
    books.push(this.#peers.outstanding)
    shows.push(peers.reduce((sum, { outstanding }) => sum + outstanding, 0))
    if (books.every((count, index) => count === shows[index])) return
    this.#breaks('what a broker shows is so', `it shows ${shows}, and it should be ${books}`)
  }

  /** The call before is over, and another one begins. */
  #begin(now: Millis): void {
    this.#tasks.requeueMissed(this.#peers.takeMissed(this.#now))
    const { ready } = this.#workers
    if (this.#owed) {
      this.#breaks('replies are passed on as they are', `none to ${this.#owed.message[0]}`)
      this.#owed = undefined
    }
    if (ready > 0 && this.#tasks.size > 0) {
      this.#breaks('no ready worker idles while a task waits', `${this.#tasks.size} wait`)
    }
    this.#seeOverdue(now)
    this.#state.settle(ready, this.#now)
    this.#now = now
    if (this.#state.isOverdue(now)) this.#breaks('capacity is published in time', `${ready}`)
  }

  /** After a pause a broker first reads the replies that came meanwhile, and misses none. */
  #seeOverdue(now: Millis): void {
    const { taskTimeoutMs = 0 } = this.#options
    if (now <= this.#resumedAt + taskTimeoutMs) return
    const isLate =
      isOverdue(this.#workers.oldestAt, taskTimeoutMs, now) ||
      isOverdue(this.#peers.oldestAt, PEER_FACTOR * taskTimeoutMs, now)
    if (isLate) this.#breaks('answers are missed in time', 'one is still waited for')
  }

  #received(inlet: string, message: Envelope): void {
    switch (inlet) {
      case 'cloudfe':
      case 'localfe': {
        const before = this.#tasks.size
        this.#tasks.read(inlet, message)
        if (inlet === 'cloudfe' && this.#tasks.size > before) this.#state.wanted()
        return
      }
      case 'localbe': {
        const { requeued, missed, answered } = this.#workers.hear(message, this.#now)
        if (requeued) this.#tasks.requeue([requeued])
        if (missed) this.#tasks.requeueMissed([missed])
        if (answered) this.#owe(answered.task, answered.message, answered.at)
        return
      }
      case 'cloudbe': {
        const answered = this.#peers.answer(message, this.#now)
        if (answered?.isAnswer) this.#owe(answered.task, message, answered.at)
        else if (answered) this.#tasks.requeueMissed([answered.task])
        return
      }
      case 'statefe': {
        const [name, digits] = [textOf(message[0]), textOf(message[1])]
        const isState = message.length === 2 && /^\d{1,7}$/.test(digits) && Number(digits) <= 1e6
        if (isState && this.#options.peers.includes(name)) this.#peers.spoke(name, this.#now)
        return
      }
      case 'statebe':
        if (message.length === 1 && textOf(message[0])[0] === '\x01') this.#state.wanted()
    }
  }

  /** Who asked gets the body that was said, under the addresses that the request came with. */
  #owe({ origin, message, bodyAt }: ObservedTask, said: Envelope, at: number): void {
    const start = at + bodyAt
    this.#owed = { to: origin, message: spliced(message, bodyAt, said, start) }
  }

  #sent(outlet: string, message: Envelope): void {
    switch (outlet) {
      case 'localbe':
        return this.#assigned(message)
      case 'cloudbe':
        return this.#delegated(message)
      case 'statebe': {
        const { ready } = this.#workers
        const capacity = Number(textOf(message[1]))
        const isEarly = this.#state.published(capacity, this.#now)
        if (isEarly) this.#breaks('capacity is published in time', `${capacity}, too soon`)
        if (capacity === ready) return
        return this.#breaks('capacity is published in time', `${capacity}, and it is ${ready}`)
      }
    }
    const owed = this.#owed
    this.#owed = undefined
    if (owed?.to === outlet && carries(message, 0, owed.message)) return
    this.#breaks('replies are passed on as they are', `one to ${message[0]} that is not`)
  }

  #assigned(message: Envelope): void {
    const task = this.#tasks.assign(message, addressOf(message) + 1)
    if (!task || this.#workers.assign(message, task, this.#now)) return
    this.#breaks('tasks go to the worker that was idle longest', `${message[0]} was not`)
  }

  #delegated(message: Envelope): void {
    const peer = textOf(message[0])
    const task = this.#tasks.delegate(message, 2)
    if (!this.#peers.isOpen(peer)) this.#breaks('nothing is sent to a forgotten peer', peer)
    if (this.#workers.ready > 0) {
      this.#breaks('tasks go to the worker that was idle longest', `one goes to ${peer}`)
    }
    if (!this.#peers.hasCredit(peer, this.#now)) {
      this.#breaks('memory is bounded', `${peer} has more than its credit`)
    }
    if (!task || this.#peers.delegate(message, task, this.#now)) return
    this.#breaks('ids differ over all lives', `${message[1]} was that of another task`)
  }

  #bounced(outlet: string, message: Envelope): void {
    if (outlet === 'localfe' || outlet === 'cloudfe') {
      return this.#tasks.forget(outlet, keyOf(message[0]))
    }
    if (outlet !== 'localbe' && outlet !== 'cloudbe') return
    const owner = outlet === 'localbe' ? this.#workers : this.#peers
    const task = owner.bounced(message)
    if (task) this.#tasks.requeue([task])
  }

  #breaks(...[name, what]: Parameters<Complain>): void {
    this.#verdicts.fail(name, this.#now, `${this.#options.self}: ${what}`)
  }
}
