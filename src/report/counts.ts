/** Counts: when each fact of a span of time was noted, as plain data that can be added. */

import type { Millis } from '../base/time.js'
import type { BrokerFact } from '../broker/contract.js'
import type { ClientFact } from '../client/client.js'
import type { WorkerFact } from '../worker/worker.js'
import { type Answers, addAnswers, addTimes, answersSince, noAnswers } from './latency-samples.js'

/** What machines note, and what a link in virtual time does. */
export type Fact = BrokerFact | ClientFact | WorkerFact | 'link-lost'

/**
 * Facts of which figures are made, by their times alone. Besides what machines note, `start` and
 * `end` of a cluster, and `placed`: a task of an own client is assigned or delegated. `home`,
 * `freed` and `orphan` have a time for each task that they are about.
 */
export const TIMED = [
  'start',
  'end',
  'hired',
  'dismissed',
  'began',
  'finished',
  'dropped',
  'sent',
  'lost',
  'retried',
  'duplicate',
  'malformed',
  'placed',
  'freed',
  'overcommit',
  'home',
  'late',
  'given-up',
  'expired',
  'suspended',
  'restored',
  'orphan',
  'overflow',
  'link-lost',
] as const satisfies readonly (Fact | 'start' | 'end' | 'placed')[]
export type TimedFact = (typeof TIMED)[number]

/**
 * Facts of a span of time, by the clock of their driver. Plain data, and adding is all there is to
 * do with it. Lists need not be in the order of time.
 */
export interface Counts {
  readonly times: Readonly<Partial<Record<TimedFact, Float64Array>>>
  /** By peer: when tasks were sent to it, and when one of its was done. */
  readonly delegatedTo: Readonly<Record<string, Float64Array>>
  readonly servedFor: Readonly<Record<string, Float64Array>>
  readonly answers: Answers
  /** What was seen of peers. */
  readonly sightings: readonly PeerTransition[]
  /** Of each delegation, how old the word of the peer was on which it was sent there. */
  readonly ages: TimedValues
  /** From the intended send to the start of service, at which it is timed; virtual time only. */
  readonly waits: TimedValues
  /** How late tasks were sent, though a client was free. */
  readonly behind: TimedValues
}

/** Values in ms, and when each was measured; one place in both lists for each. */
export interface TimedValues {
  readonly atMs: Float64Array
  readonly values: Float64Array
}

/** A peer that spoke again, or that is missed: its connection went, or it was silent too long. */
export interface PeerTransition {
  readonly fact: 'back' | 'closed' | 'forgotten'
  readonly peer: string
  readonly atMs: Millis
}

const NO_TIMES = new Float64Array(0)
export const NO_VALUES: TimedValues = { atMs: NO_TIMES, values: NO_TIMES }

/** What a cluster has counted before anything happened. */
export function noCounts(cluster: string): Counts {
  return {
    times: {},
    delegatedTo: {},
    servedFor: {},
    answers: noAnswers(cluster),
    sightings: [],
    ages: NO_VALUES,
    waits: NO_VALUES,
    behind: NO_VALUES,
  }
}

/** The counts of two parts of a cluster, or of two spans of time. */
export function addCounts(a: Counts, b: Counts): Counts {
  return {
    times: addLists(a.times, b.times),
    delegatedTo: addLists(a.delegatedTo, b.delegatedTo),
    servedFor: addLists(a.servedFor, b.servedFor),
    answers: addAnswers(a.answers, b.answers),
    sightings: [...a.sightings, ...b.sightings],
    ages: addValues(a.ages, b.ages),
    waits: addValues(a.waits, b.waits),
    behind: addValues(a.behind, b.behind),
  }
}

/** The same by another clock, whose 0 is at `originMs` of theirs. */
export function countsSince(originMs: Millis, counts: Counts): Counts {
  const since = (list: Float64Array) => list.map(t => t - originMs)
  const sightings = counts.sightings.map(({ atMs, ...what }) => ({
    ...what,
    atMs: atMs - originMs,
  }))
  return {
    times: mapped(counts.times, since),
    delegatedTo: mapped(counts.delegatedTo, since),
    servedFor: mapped(counts.servedFor, since),
    answers: answersSince(originMs, counts.answers),
    sightings,
    ages: { ...counts.ages, atMs: since(counts.ages.atMs) },
    waits: { ...counts.waits, atMs: since(counts.waits.atMs) },
    behind: { ...counts.behind, atMs: since(counts.behind.atMs) },
  }
}

/** For facts that say nothing where they come from. */
export function withoutFacts(counts: Counts, dropped: readonly TimedFact[]): Counts {
  const times = { ...counts.times }
  for (const fact of dropped) delete times[fact]
  return { ...counts, times }
}

/** By how many more tasks were in flight at a time than before all of this. */
export function inFlightChange({ times, answers }: Counts, atMs: Millis): number {
  const before = (list: Float64Array = NO_TIMES) => {
    let count = 0
    for (const t of list) if (t < atMs) count++
    return count
  }
  return before(times.sent) - before(answers.atMs) - before(times.lost)
}

type Lists<Key extends string> = Readonly<Partial<Record<Key, Float64Array>>>

function addLists<Key extends string>(a: Lists<Key>, b: Lists<Key>): Record<Key, Float64Array> {
  const both: Partial<Record<Key, Float64Array>> = { ...a }
  for (const key of Object.keys(b) as Key[]) {
    both[key] = addTimes(both[key] ?? NO_TIMES, b[key] ?? NO_TIMES)
  }
  return both as Record<Key, Float64Array>
}

function addValues(a: TimedValues, b: TimedValues): TimedValues {
  return { atMs: addTimes(a.atMs, b.atMs), values: addTimes(a.values, b.values) }
}

function mapped<Key extends string>(
  lists: Lists<Key>,
  map: (list: Float64Array) => Float64Array,
): Record<Key, Float64Array> {
  const entries = Object.entries<Float64Array>(lists as Record<Key, Float64Array>)
  return Object.fromEntries(entries.map(([key, list]) => [key, map(list)])) as Record<
    Key,
    Float64Array
  >
}
