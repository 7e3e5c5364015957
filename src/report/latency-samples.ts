/** Answered tasks of a span of time, as numbers in lists: cheap to keep, to send and to read. */

import type { Millis } from '../base/time.js'
import { clusterOf } from '../wire/names.js'

/** Plain data, one place for each task in every list, in the order of the answers. */
export interface Answers {
  /** When the answer came, by the clock of the driver. */
  readonly atMs: Float64Array
  /** From the intended send to the answer. */
  readonly latenciesMs: Float64Array
  /** How much of that passed before the task was first sent. */
  readonly delaysMs: Float64Array
  /** Whose worker did it: places in `clusters`. */
  readonly by: Uint16Array
  /** The clients' own cluster is the first. '' stands for workers that did not sign. */
  readonly clusters: readonly string[]
  /** Those that took longest, whichever part of the span is asked for: see `slowPlaces`. */
  readonly slowest: readonly SlowAnswer[]
}

export interface SlowAnswer {
  readonly task: string
  readonly atMs: Millis
  readonly latencyMs: Millis
  /** Whose worker did it. */
  readonly by: string
}

/** So many of the slowest a report has. */
const SLOWEST = 10

const NO_TIMES = new Float64Array(0)

/** None yet, of the clients of that cluster. */
export function noAnswers(cluster: string): Answers {
  return {
    atMs: NO_TIMES,
    latenciesMs: NO_TIMES,
    delaysMs: NO_TIMES,
    by: new Uint16Array(0),
    clusters: [cluster],
    slowest: [],
  }
}

/** Those of two parts of a cluster, the first part's first. */
export function addAnswers(a: Answers, b: Answers): Answers {
  if (b.by.length === 0) return a
  if (a.by.length === 0) return b
  const clusters = [...new Set([...a.clusters, ...b.clusters])]
  const places = b.clusters.map(cluster => clusters.indexOf(cluster))
  const by = new Uint16Array(a.by.length + b.by.length)
  by.set(a.by)
  by.set(
    b.by.map(place => places[place] ?? 0),
    a.by.length,
  )
  return {
    atMs: addTimes(a.atMs, b.atMs),
    latenciesMs: addTimes(a.latenciesMs, b.latenciesMs),
    delaysMs: addTimes(a.delaysMs, b.delaysMs),
    by,
    clusters,
    slowest: [...a.slowest, ...b.slowest],
  }
}

/** @returns at most so many, the slowest first. */
export function slowestOf<Slow extends { readonly latencyMs: Millis }>(
  all: readonly Slow[],
  count: number,
): Slow[] {
  return [...all].sort((a, b) => b.latencyMs - a.latencyMs).slice(0, count)
}

/**
 * Where those are that are among the ten slowest of all up to some time, or of all from some time
 * on: what is measured may begin, or end, within a span that is told.
 */
function slowPlaces(latenciesMs: readonly Millis[]): number[] {
  const places = new Set<number>()
  const last = latenciesMs.length - 1
  for (const isBackward of [false, true]) {
    // The fastest first.
    const slowest: Millis[] = []
    for (let index = 0; index <= last; index++) {
      const place = isBackward ? last - index : index
      const latencyMs = latenciesMs[place] as Millis
      if (slowest.length === SLOWEST && latencyMs <= (slowest[0] as Millis)) continue
      places.add(place)
      if (slowest.length === SLOWEST) slowest.shift()
      slowest.push(latencyMs)
      slowest.sort((a, b) => a - b)
    }
  }
  return [...places].sort((a, b) => a - b)
}

/** The same by another clock, whose 0 is at `originMs` of theirs. */
export function answersSince(originMs: Millis, answers: Answers): Answers {
  const slowest = answers.slowest.map(({ atMs, ...slow }) => ({ ...slow, atMs: atMs - originMs }))
  return { ...answers, atMs: answers.atMs.map(ms => ms - originMs), slowest }
}

/** Both lists, one after the other. */
export function addTimes(a: Float64Array, b: Float64Array): Float64Array {
  if (b.length === 0) return a
  if (a.length === 0) return b
  const times = new Float64Array(a.length + b.length)
  times.set(a)
  times.set(b, a.length)
  return times
}

/** Collects answers as they come. */
export class LatencySamples {
  readonly #cluster: string
  #atMs: Millis[] = []
  #latenciesMs: Millis[] = []
  #delaysMs: Millis[] = []
  #by: number[] = []
  #clusters: string[] = []
  /** By worker: the place of its cluster. Taking a name apart costs more than all else here. */
  #places = new Map<string, number>()
  #tasks: string[] = []

  constructor(cluster: string) {
    this.#cluster = cluster
    this.#clear()
  }

  /** @param worker who signed; '' for nobody. */
  add(task: string, atMs: Millis, latencyMs: Millis, delayMs: Millis, worker: string): void {
    const place = this.#places.get(worker) ?? this.#newPlace(worker)
    this.#tasks.push(task)
    this.#atMs.push(atMs)
    this.#latenciesMs.push(latencyMs)
    this.#delaysMs.push(delayMs)
    this.#by.push(place)
  }

  /** Those that came since the last call. */
  take(): Answers {
    const answers = {
      atMs: Float64Array.from(this.#atMs),
      latenciesMs: Float64Array.from(this.#latenciesMs),
      delaysMs: Float64Array.from(this.#delaysMs),
      by: Uint16Array.from(this.#by),
      clusters: this.#clusters,
      slowest: slowPlaces(this.#latenciesMs).map(place => this.#slow(place)),
    }
    this.#clear()
    return answers
  }

  #slow(place: number): SlowAnswer {
    const [task = '', atMs = 0] = [this.#tasks[place], this.#atMs[place]]
    const [latencyMs = 0, by = 0] = [this.#latenciesMs[place], this.#by[place]]
    return { task, atMs, latencyMs, by: this.#clusters[by] ?? '' }
  }

  #newPlace(worker: string): number {
    const cluster = clusterOf(worker)
    if (!this.#clusters.includes(cluster)) this.#clusters.push(cluster)
    const place = this.#clusters.indexOf(cluster)
    this.#places.set(worker, place)
    return place
  }

  #clear(): void {
    this.#atMs = []
    this.#latenciesMs = []
    this.#delaysMs = []
    this.#by = []
    // Whoever signs may have any name: nothing is kept for longer than a span.
    this.#clusters = [this.#cluster]
    this.#places = new Map()
    this.#tasks = []
  }
}
