/** What has been counted since the last look: folded from the facts that the machines note. */

import type { Millis } from '../base/time.js'
import type { BrokerFact } from '../broker/contract.js'
import type { ClientFact } from '../client/client.js'
import type { WorkerFact } from '../worker/worker.js'
import {
  AnswerLog,
  type Answers,
  addAnswers,
  addTimes,
  answersSince,
  noAnswers,
} from './answers.js'

/** What machines note, and what a link in virtual time does. */
export type Fact = BrokerFact | ClientFact | WorkerFact | 'link-lost'

/** Facts of a span of time. Plain data, and adding is all there is to do with it. */
export interface Counts {
  /** How often each fact was noted; for `home` and `forgotten`, how many tasks it was about. */
  readonly facts: Readonly<Partial<Record<Fact, number>>>
  /** By peer. */
  readonly delegatedTo: Readonly<Record<string, number>>
  readonly servedFor: Readonly<Record<string, number>>
  readonly answers: Answers
  /** What was seen of peers. */
  readonly sightings: readonly Sighting[]
  /** Of each delegation, how old the word of the peer was on which it was sent there. */
  readonly agesMs: Float64Array
  /** From the intended send to the start of service; virtual time only. */
  readonly waitsMs: Float64Array
}

/** A peer that spoke again, or that is missed: its connection went, or it was silent too long. */
export interface Sighting {
  readonly fact: 'back' | 'closed' | 'forgotten'
  readonly peer: string
  readonly atMs: Millis
}

/** What a cluster has counted before anything happened. */
export function noCounts(cluster: string): Counts {
  return {
    facts: {},
    delegatedTo: {},
    servedFor: {},
    answers: noAnswers(cluster),
    sightings: [],
    agesMs: new Float64Array(0),
    waitsMs: new Float64Array(0),
  }
}

/** The counts of two parts of a cluster, or of two spans of time. */
export function addCounts(a: Counts, b: Counts): Counts {
  return {
    facts: addNumbers(a.facts, b.facts),
    delegatedTo: addNumbers(a.delegatedTo, b.delegatedTo),
    servedFor: addNumbers(a.servedFor, b.servedFor),
    answers: addAnswers(a.answers, b.answers),
    sightings: [...a.sightings, ...b.sightings],
    agesMs: addTimes(a.agesMs, b.agesMs),
    waitsMs: addTimes(a.waitsMs, b.waitsMs),
  }
}

/** The same by another clock, whose 0 is at `originMs` of theirs. */
export function countsSince(originMs: Millis, counts: Counts): Counts {
  const sightings = counts.sightings.map(({ atMs, ...what }) => ({
    ...what,
    atMs: atMs - originMs,
  }))
  return { ...counts, answers: answersSince(originMs, counts.answers), sightings }
}

/** For facts that say nothing where they come from. */
export function withoutFacts(counts: Counts, dropped: readonly Fact[]): Counts {
  const facts = { ...counts.facts }
  for (const fact of dropped) delete facts[fact]
  return { ...counts, facts }
}

type Numbers<Key extends string> = Readonly<Partial<Record<Key, number>>>

export function addNumbers<Key extends string>(
  a: Numbers<Key>,
  b: Numbers<Key>,
): Record<Key, number> {
  const sum: Partial<Record<Key, number>> = { ...a }
  for (const key of Object.keys(b) as Key[]) sum[key] = (sum[key] ?? 0) + (b[key] ?? 0)
  return sum as Record<Key, number>
}

/** Collects facts cheaply: it stands in the way of every message. */
export class Tally {
  readonly #now: () => Millis
  readonly #answers: AnswerLog
  #facts: Partial<Record<Fact, number>> = {}
  #delegatedTo: Record<string, number> = {}
  #servedFor: Record<string, number> = {}
  #sightings: Sighting[] = []
  #agesMs: number[] = []
  #waitsMs: number[] = []
  /** The task whose answer is the next fact. */
  #task = ''
  #delayMs: Millis = 0

  /** @param now the clock that tells when answers came. */
  constructor(cluster: string, now: () => Millis) {
    this.#now = now
    this.#answers = new AnswerLog(cluster)
  }

  readonly note = (fact: Fact, about: string, value: number): void => {
    switch (fact) {
      case 'accepted':
        this.#task = about
        this.#delayMs = value
        break
      case 'answered':
        this.#answers.add(this.#task, this.#now(), value, this.#delayMs, about)
        break
      case 'delegated':
        this.#delegatedTo[about] = (this.#delegatedTo[about] ?? 0) + 1
        break
      case 'trusted':
        this.#agesMs.push(value)
        break
      case 'back':
      case 'closed':
      case 'forgotten':
        this.#sightings.push({ fact, peer: about, atMs: this.#now() })
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
      delegatedTo: this.#delegatedTo,
      servedFor: this.#servedFor,
      answers: this.#answers.take(),
      sightings: this.#sightings,
      agesMs: Float64Array.from(this.#agesMs),
      waitsMs: Float64Array.from(this.#waitsMs),
    }
    this.#facts = {}
    this.#delegatedTo = {}
    this.#servedFor = {}
    this.#sightings = []
    this.#agesMs = []
    this.#waitsMs = []
    return counts
  }
}
