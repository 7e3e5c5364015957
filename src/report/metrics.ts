/** What a cluster, or a whole cloud, has done so far: counts added up, and times in histograms. */

import { type Counts, inFlightChange, type TimedFact } from './counts.js'
import { MeasuredSpan } from './measured-span.js'
import { type Latencies, Times } from './times.js'

/** The numbers of the contract: `sent = done + lost + inFlight` and `done = local + cloud`. */
export interface Numbers {
  /** Tasks, not retries; those in flight at the end of the warm-up are among them. */
  readonly sent: number
  readonly done: number
  /** Given up by their clients after all retries. */
  readonly lost: number
  readonly inFlight: number
  /** How often a client sent a task again. */
  readonly retried: number
  /** Answers to tasks that were answered. */
  readonly duplicates: number
  /** Messages that were none, and were dropped. */
  readonly malformed: number
  /** Tasks done by the workers of their own cluster, and by those of others. */
  readonly local: number
  readonly cloud: number
  /** Delegated tasks that found no ready worker when they came. */
  readonly overcommit: number
  /** Tasks to be placed anew: whoever had them is gone, or gave no good answer. */
  readonly home: number
  /** Replies of peers that came after their task had come home, and were dropped. */
  readonly late: number
  /** Delegations too old to keep and tasks missed too often: their clients have to send again. */
  readonly givenUp: number
  /** Tasks that a worker or a peer did not answer in time. */
  readonly expired: number
  /** How often a peer, or workers that had never answered, got no tasks for missing too many. */
  readonly suspended: number
  /** How often those answered again. */
  readonly restored: number
  /** Replies, and tasks that waited, whose client or peer was gone. */
  readonly orphans: number
  /**
   * Tasks that a client sent over 100 ms late though it was free and no pause of its cluster held
   * them up: the load was not what it should be.
   */
  readonly behind: number
  /** Messages that links lost, by who sent them: by loss, or while they were cut; virtual time. */
  readonly linkLost: number
}

/** What there is to say of all that was done: the contract's object. */
export interface Totals extends Numbers {
  /** Tasks done per second of what was measured. */
  readonly throughput: number
  /** The share of the time of its workers that they were at work; null where there were none. */
  readonly utilisation: number | null
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

const ALWAYS = new MeasuredSpan(Number.NEGATIVE_INFINITY)

/** Adds up counts, and keeps the times in histograms: its size does not grow with the tasks. */
export class Metrics {
  readonly local = new Times()
  readonly cloud = new Times()
  readonly uncorrected = new Times()
  readonly ages = new Times()
  readonly waits = new Times()
  /** Of all workers: the time that they were there, and were at work, in ms. */
  workersMs = 0
  busyMs = 0
  /** Tasks in flight when the measured span began. */
  #carried = 0
  #behind = 0
  readonly #counted = new Map<TimedFact, number>()
  readonly #delegatedTo = new Map<string, number>()
  readonly #servedFor = new Map<string, number>()
  readonly #doneBy = new Map<string, number>()

  /** Takes in what of the counts is within the span; all of them, unless it is said here. */
  add(counts: Counts, span = ALWAYS): void {
    const within = (list: Float64Array) => countOf(list, span)
    for (const [fact, list] of Object.entries(counts.times) as [TimedFact, Float64Array][]) {
      add(this.#counted, fact, within(list))
    }
    for (const [peer, list] of Object.entries(counts.delegatedTo)) {
      add(this.#delegatedTo, peer, within(list))
    }
    for (const [peer, list] of Object.entries(counts.servedFor)) {
      add(this.#servedFor, peer, within(list))
    }
    this.#carried += inFlightChange(counts, span.fromMs)
    this.#addAnswers(counts, span)
    addValues(this.ages, counts.ages, span)
    addValues(this.waits, counts.waits, span)
    this.#behind += within(counts.behind.atMs)
  }

  /** Takes in all that another has counted. */
  merge(other: Metrics): void {
    this.workersMs += other.workersMs
    this.busyMs += other.busyMs
    this.#carried += other.#carried
    this.#behind += other.#behind
    for (const times of ['local', 'cloud', 'uncorrected', 'ages', 'waits'] as const) {
      this[times].merge(other[times])
    }
    for (const [fact, count] of other.#counted) add(this.#counted, fact, count)
    for (const [peer, count] of other.#delegatedTo) add(this.#delegatedTo, peer, count)
    for (const [peer, count] of other.#servedFor) add(this.#servedFor, peer, count)
    for (const [cluster, count] of other.#doneBy) add(this.#doneBy, cluster, count)
  }

  /** By peer: how often a task was sent to it, and how many it was done for. */
  get delegatedTo(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#delegatedTo)
  }

  get servedFor(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#servedFor)
  }

  /** By cluster: how many tasks of these clients its workers did. '' for unsigned answers. */
  get doneBy(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#doneBy)
  }

  /** Without the times, whose summary costs a walk through their histograms. */
  numbers(): Numbers {
    const count = (fact: TimedFact) => this.#counted.get(fact) ?? 0
    const done = this.uncorrected.count
    const sent = this.#carried + count('sent')
    const lost = count('lost')
    return {
      sent,
      done,
      lost,
      inFlight: sent - done - lost,
      retried: count('retried'),
      duplicates: count('duplicate'),
      malformed: count('malformed'),
      local: this.local.count,
      cloud: this.cloud.count,
      overcommit: count('overcommit'),
      home: count('home'),
      late: count('late'),
      givenUp: count('given-up') + count('overflow'),
      expired: count('expired'),
      suspended: count('suspended'),
      restored: count('restored'),
      orphans: count('orphan'),
      behind: this.#behind,
      linkLost: count('link-lost'),
    }
  }

  /** @param spanMs how long was measured; without it, there is no throughput. */
  totals(spanMs = 0): Totals {
    const numbers = this.numbers()
    return {
      ...numbers,
      throughput: spanMs > 0 ? rounded((1000 * numbers.done) / spanMs) : 0,
      utilisation: this.workersMs > 0 ? rounded(this.busyMs / this.workersMs) : null,
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

  #addAnswers({ answers }: Counts, span: MeasuredSpan): void {
    for (const [index, ms] of answers.latenciesMs.entries()) {
      if (!span.has(answers.atMs[index] as number)) continue
      const place = answers.by[index] ?? 0
      if (place === 0) this.local.add(ms)
      else this.cloud.add(ms)
      add(this.#doneBy, answers.clusters[place] ?? '', 1)
      this.uncorrected.add(ms - (answers.delaysMs[index] ?? 0))
    }
  }
}

function countOf(list: Float64Array, span: MeasuredSpan): number {
  let count = 0
  for (const t of list) if (span.has(t)) count++
  return count
}

function add<Key>(numbers: Map<Key, number>, key: Key, count: number): void {
  if (count > 0) numbers.set(key, (numbers.get(key) ?? 0) + count)
}

function addValues(times: Times, { atMs, values }: Counts['ages'], span: MeasuredSpan): void {
  for (const [index, ms] of values.entries()) {
    if (span.has(atMs[index] as number)) times.add(ms)
  }
}

/** To six digits behind the point. */
function rounded(value: number): number {
  return Math.round(1e6 * value) / 1e6
}
