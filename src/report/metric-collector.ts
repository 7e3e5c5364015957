/** Tallies: what happened since the last look, folded from the facts that the machines note. */

import type { Millis } from '../base/time.js'
import {
  type Counts,
  type Fact,
  NO_VALUES,
  type PeerTransition,
  TIMED,
  type TimedFact,
  type TimedValues,
} from './counts.js'
import { LatencySamples } from './latency-samples.js'

/** Collects facts cheaply: it stands in the way of every message. */
export class MetricCollector {
  readonly #now: () => Millis
  readonly #answers: LatencySamples
  readonly #times: Partial<Record<string, Millis[]>> = Object.fromEntries(
    TIMED.map(fact => [fact, []]),
  )
  #delegatedTo = new ByPeer()
  #servedFor = new ByPeer()
  #sightings: PeerTransition[] = []
  readonly #ages = new ValueLog()
  readonly #waits = new ValueLog()
  readonly #behind = new ValueLog()
  /** The task whose answer is the next fact. */
  #task = ''
  #delayMs: Millis = 0

  /** @param now the clock that tells when facts are noted. */
  constructor(cluster: string, now: () => Millis) {
    this.#now = now
    this.#answers = new LatencySamples(cluster)
  }

  readonly note = (fact: Fact, about: string, value: number): void => {
    switch (fact) {
      case 'accepted':
        this.#task = about
        this.#delayMs = value
        return
      case 'answered':
        return this.#answers.add(this.#task, this.#now(), value, this.#delayMs, about)
      case 'delegated':
        this.#delegatedTo.add(about, this.#now())
        return this.#each('placed', value)
      case 'served':
        return this.#servedFor.add(about, this.#now())
      case 'trusted':
        return this.#ages.add(this.#now(), value)
      case 'behind':
        return this.#behind.add(this.#now(), value)
      case 'back':
      case 'closed':
      case 'forgotten':
        this.#sightings.push({ fact, peer: about, atMs: this.#now() })
        return
      case 'assigned':
        return this.#each('placed', value)
      case 'freed':
      case 'home':
      case 'orphan':
        return this.#each(fact, value)
      default:
        this.#times[fact]?.push(this.#now())
    }
  }

  /** The cluster starts, or ends. */
  life(fact: 'start' | 'end', t = this.#now()): void {
    this.#times[fact]?.push(t)
  }

  /** A task of this cluster's clients waited so long for its service, which starts now. */
  wait(ms: number): void {
    this.#waits.add(this.#now(), ms)
  }

  /** What came since the last call. */
  take(): Counts {
    const counts = {
      times: this.#takeTimes(),
      delegatedTo: this.#delegatedTo.lists(),
      servedFor: this.#servedFor.lists(),
      answers: this.#answers.take(),
      sightings: this.#sightings,
      ages: this.#ages.take(),
      waits: this.#waits.take(),
      behind: this.#behind.take(),
    }
    this.#delegatedTo = new ByPeer()
    this.#servedFor = new ByPeer()
    this.#sightings = []
    return counts
  }

  #each(fact: TimedFact, count: number): void {
    for (let task = 0; task < count; task++) this.#times[fact]?.push(this.#now())
  }

  #takeTimes(): Counts['times'] {
    const times: Partial<Record<TimedFact, Float64Array>> = {}
    for (const fact of TIMED) {
      const list = this.#times[fact]
      if (!list?.length) continue
      times[fact] = new Float64Array(list)
      this.#times[fact] = []
    }
    return times
  }
}

/** Times by the peer that they are about. */
class ByPeer {
  readonly #lists = new Map<string, Millis[]>()

  add(peer: string, atMs: Millis): void {
    const list = this.#lists.get(peer)
    if (list) list.push(atMs)
    else this.#lists.set(peer, [atMs])
  }

  lists(): Record<string, Float64Array> {
    const entries = [...this.#lists].map(([peer, list]) => [peer, new Float64Array(list)] as const)
    return Object.fromEntries(entries)
  }
}

class ValueLog {
  #atMs: Millis[] = []
  #values: number[] = []

  add(atMs: Millis, value: number): void {
    this.#atMs.push(atMs)
    this.#values.push(value)
  }

  take(): TimedValues {
    if (this.#atMs.length === 0) return NO_VALUES
    const values = { atMs: new Float64Array(this.#atMs), values: new Float64Array(this.#values) }
    this.#atMs = []
    this.#values = []
    return values
  }
}
