/** What a cluster, or a whole cloud, has done so far: counts added up, and a histogram. */

import { addNumbers, type Counts, type Fact } from './tally.js'
import { type Latencies, Times } from './times.js'

/** The numbers of the contract: `sent = done + lost + inFlight` and `done = local + cloud`. */
export interface Numbers {
  readonly sent: number
  readonly done: number
  readonly lost: number
  readonly inFlight: number
  readonly retried: number
  readonly duplicates: number
  readonly malformed: number
  readonly local: number
  readonly cloud: number
  readonly overcommit: number
  /** Delegations and tasks of dead workers that came home and were routed anew. */
  readonly home: number
  /** Replies of peers that came after their task had come home, and were dropped. */
  readonly late: number
  /** Delegations too old to keep, which their clients have to send again. */
  readonly givenUp: number
  /** Replies whose client, or peer, was gone. */
  readonly orphans: number
  /** Tasks that a client sent late though it was free: the load was not what it should be. */
  readonly behind: number
  /** Messages that links lost, by who sent them: by loss, or while they were cut; virtual time. */
  readonly linkLost: number
}

/** What there is to say of all that was done: the contract's object. */
export interface Totals extends Numbers {
  /** From the intended send to the good reply. */
  readonly latencyMs: Latencies
  /** From the first send, whenever that was: what a load that waits for answers would have seen. */
  readonly uncorrectedMs: Latencies
  /** The latency of tasks done at home, and by peers. */
  readonly localMs: Latencies
  readonly cloudMs: Latencies
  /** How old the word of a peer was when a task was delegated on it. */
  readonly ageMs: Latencies
  /** From the intended send to the start of service; virtual time only, else {}. */
  readonly waitMs: Latencies | Record<string, never>
}

/** Adds up counts, and keeps the times in histograms: its size does not grow with the tasks. */
export class Metrics {
  /** Tasks that wait for their answer, as the clients say. */
  inFlight = 0
  readonly local = new Times()
  readonly cloud = new Times()
  readonly uncorrected = new Times()
  readonly ages = new Times()
  readonly waits = new Times()
  #facts: Readonly<Partial<Record<Fact, number>>> = {}
  #delegatedTo: Readonly<Record<string, number>> = {}
  #servedFor: Readonly<Record<string, number>> = {}
  readonly #doneBy: Record<string, number> = {}

  add({ facts, delegatedTo, servedFor, answers, agesMs, waitsMs }: Counts): void {
    for (const [index, ms] of answers.latenciesMs.entries()) {
      const place = answers.by[index] ?? 0
      if (place === 0) this.local.add(ms)
      else this.cloud.add(ms)
      this.#countDone(answers.clusters[place] ?? '', 1)
      this.uncorrected.add(ms - (answers.delaysMs[index] ?? 0))
    }
    this.ages.addAll(agesMs)
    this.waits.addAll(waitsMs)
    this.#addNumbers(facts, delegatedTo, servedFor)
  }

  /** Takes in all that another has counted. */
  merge(other: Metrics): void {
    this.inFlight += other.inFlight
    for (const times of ['local', 'cloud', 'uncorrected', 'ages', 'waits'] as const) {
      this[times].merge(other[times])
    }
    for (const [cluster, count] of Object.entries(other.#doneBy)) this.#countDone(cluster, count)
    this.#addNumbers(other.#facts, other.#delegatedTo, other.#servedFor)
  }

  get delegatedTo(): Readonly<Record<string, number>> {
    return this.#delegatedTo
  }

  get servedFor(): Readonly<Record<string, number>> {
    return this.#servedFor
  }

  /** By cluster: how many tasks of these clients its workers did. '' for unsigned answers. */
  get doneBy(): Readonly<Record<string, number>> {
    return { ...this.#doneBy }
  }

  /** Without the times, whose summary costs a walk through their histograms. */
  numbers(): Numbers {
    const count = (fact: Fact) => this.#facts[fact] ?? 0
    const done = count('answered')
    return {
      sent: count('sent'),
      done,
      lost: count('lost'),
      inFlight: this.inFlight,
      retried: count('retried'),
      duplicates: count('duplicate'),
      malformed: count('malformed'),
      local: this.local.count,
      cloud: this.cloud.count,
      overcommit: count('overcommit'),
      home: count('home'),
      late: count('late'),
      givenUp: count('given-up'),
      orphans: count('orphan'),
      behind: count('behind'),
      linkLost: count('link-lost'),
    }
  }

  totals(): Totals {
    return {
      ...this.numbers(),
      latencyMs: this.latencies().summary(),
      uncorrectedMs: this.uncorrected.summary(),
      localMs: this.local.summary(),
      cloudMs: this.cloud.summary(),
      ageMs: this.ages.summary(),
      waitMs: this.waits.count === 0 ? {} : this.waits.summary(),
    }
  }

  /** Of all paths. */
  latencies(): Times {
    const all = new Times()
    all.merge(this.local)
    all.merge(this.cloud)
    return all
  }

  #countDone(cluster: string, count: number): void {
    this.#doneBy[cluster] = (this.#doneBy[cluster] ?? 0) + count
  }

  #addNumbers(
    facts: Counts['facts'],
    delegatedTo: Counts['delegatedTo'],
    servedFor: Counts['servedFor'],
  ): void {
    this.#facts = addNumbers(this.#facts, facts)
    this.#delegatedTo = addNumbers(this.#delegatedTo, delegatedTo)
    this.#servedFor = addNumbers(this.#servedFor, servedFor)
  }
}
