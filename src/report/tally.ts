/** What has been counted since the last look: folded from the facts that the machines note. */

import type { BrokerFact } from '../broker/contract.js'
import type { ClientFact } from '../client/client.js'
import type { WorkerFact } from '../worker/worker.js'

export type Fact = BrokerFact | ClientFact | WorkerFact

/** Facts of a span of time. Plain data, and adding is all there is to do with it. */
export interface Counts {
  /** How often each fact was noted; for `home` and `forgotten`, how many tasks it was about. */
  readonly facts: Readonly<Partial<Record<Fact, number>>>
  /** Answers that a worker of our own cluster signed. */
  readonly local: number
  /** By peer. */
  readonly delegatedTo: Readonly<Record<string, number>>
  readonly servedFor: Readonly<Record<string, number>>
  /** Each answered task's latency, in ms from its intended send. */
  readonly latenciesMs: Float64Array
  /** From the intended send to the start of service; virtual time only. */
  readonly waitsMs: Float64Array
}

export const NO_COUNTS: Counts = {
  facts: {},
  local: 0,
  delegatedTo: {},
  servedFor: {},
  latenciesMs: new Float64Array(0),
  waitsMs: new Float64Array(0),
}

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    facts: addNumbers(a.facts, b.facts),
    local: a.local + b.local,
    delegatedTo: addNumbers(a.delegatedTo, b.delegatedTo),
    servedFor: addNumbers(a.servedFor, b.servedFor),
    latenciesMs: addTimes(a.latenciesMs, b.latenciesMs),
    waitsMs: addTimes(a.waitsMs, b.waitsMs),
  }
}

/** For facts that say nothing where they come from. */
export function withoutFacts(counts: Counts, dropped: readonly Fact[]): Counts {
  const facts = { ...counts.facts }
  for (const fact of dropped) delete facts[fact]
  return { ...counts, facts }
}

function addTimes(a: Float64Array, b: Float64Array): Float64Array {
  const times = new Float64Array(a.length + b.length)
  times.set(a)
  times.set(b, a.length)
  return times
}

type Numbers<Key extends string> = Readonly<Partial<Record<Key, number>>>

function addNumbers<Key extends string>(a: Numbers<Key>, b: Numbers<Key>): Record<Key, number> {
  const sum: Partial<Record<Key, number>> = { ...a }
  for (const key of Object.keys(b) as Key[]) sum[key] = (sum[key] ?? 0) + (b[key] ?? 0)
  return sum as Record<Key, number>
}

/** Collects facts cheaply: it stands in the way of every message. */
export class Tally {
  readonly #ownWorkers: string
  #facts: Partial<Record<Fact, number>> = {}
  #local = 0
  #delegatedTo: Record<string, number> = {}
  #servedFor: Record<string, number> = {}
  #latenciesMs: number[] = []
  #waitsMs: number[] = []

  constructor(cluster: string) {
    this.#ownWorkers = `${cluster}-w`
  }

  readonly note = (fact: Fact, about: string, value: number): void => {
    switch (fact) {
      case 'answered':
        this.#latenciesMs.push(value)
        if (about.startsWith(this.#ownWorkers)) this.#local++
        break
      case 'delegated':
        this.#delegatedTo[about] = (this.#delegatedTo[about] ?? 0) + 1
        break
      case 'served':
        this.#servedFor[about] = (this.#servedFor[about] ?? 0) + 1
        break
      case 'home':
        this.#facts.home = (this.#facts.home ?? 0) + value
        return
    }
    this.#facts[fact] = (this.#facts[fact] ?? 0) + 1
  }

  /** A task of this cluster's clients waited so long for its service to start. */
  wait(ms: number): void {
    this.#waitsMs.push(ms)
  }

  /** What came since the last call. */
  take(): Counts {
    const counts = {
      facts: this.#facts,
      local: this.#local,
      delegatedTo: this.#delegatedTo,
      servedFor: this.#servedFor,
      latenciesMs: Float64Array.from(this.#latenciesMs),
      waitsMs: Float64Array.from(this.#waitsMs),
    }
    this.#facts = {}
    this.#local = 0
    this.#delegatedTo = {}
    this.#servedFor = {}
    this.#latenciesMs = []
    this.#waitsMs = []
    return counts
  }
}
