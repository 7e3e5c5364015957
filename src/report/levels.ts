/** The levels of one cluster, by the facts that raise and lower them. */

import type { Millis } from '../base/time.js'
import type { ClusterReport } from './cluster-record.js'
import type { Counts, TimedFact } from './counts.js'
import type { MeasuredSpan } from './measured-span.js'
import type { Steps } from './steps.js'

export type LevelName =
  /** 1 while the cluster's process is there. */
  | 'present'
  /** Workers that are there, and those of them that are at work. */
  | 'workers'
  | 'busy'
  /** Tasks whose clients wait for an answer. */
  | 'awaited'
  /** Tasks of its clients that are with one of its workers, or with a peer. */
  | 'placed'
  /** Of its process, between two readings: cores in use, bytes held, and 1 where they are known. */
  | 'cpu'
  | 'memory'
  | 'read'

/** What each fact does to a level. */
const BY_FACT = [
  ['start', 'present', 1],
  ['hired', 'workers', 1],
  ['dismissed', 'workers', -1],
  ['began', 'busy', 1],
  ['finished', 'busy', -1],
  ['dropped', 'busy', -1],
  ['sent', 'awaited', 1],
  ['lost', 'awaited', -1],
  ['placed', 'placed', 1],
  ['freed', 'placed', -1],
] as const satisfies readonly (readonly [TimedFact, LevelName, number])[]

/** What a cluster that ends takes with it. */
const OF_A_LIFE = ['present', 'workers', 'busy', 'awaited', 'placed'] as const

export class Levels {
  readonly #span: MeasuredSpan
  readonly #levels: Readonly<Record<LevelName, Level>>
  /** When its last life that is over ended. */
  #endedMs: Millis = Number.NEGATIVE_INFINITY

  constructor(span: MeasuredSpan) {
    const { fromMs } = span
    this.#span = span
    this.#levels = {
      present: new Level(fromMs),
      workers: new Level(fromMs),
      busy: new Level(fromMs),
      awaited: new Level(fromMs),
      placed: new Level(fromMs),
      cpu: new Level(fromMs),
      memory: new Level(fromMs),
      read: new Level(fromMs),
    }
  }

  /** Adds the level to `steps`, as it changes from now on, `times` as high. */
  follow(level: LevelName, steps: Steps, times = 1): void {
    this.#levels[level].followers.push({ steps, times })
  }

  /**
   * The integral of a level over what is measured, in level times ms.
   *
   * @param t not before the last change that was told.
   */
  integral(level: LevelName, t: Millis): number {
    return this.#levels[level].integral(Math.min(t, this.#span.untilMs))
  }

  /** Takes in what a report tells; its facts may come in any order. */
  add({ counts, process }: Pick<ClusterReport, 'counts' | 'process'>): void {
    let sinceMs = Number.NEGATIVE_INFINITY
    for (const endMs of counts.times.end ?? []) {
      this.#addFacts(counts, sinceMs, endMs)
      this.end(endMs)
      sinceMs = endMs
    }
    this.#addFacts(counts, sinceMs, Number.POSITIVE_INFINITY)
    if (!process) return
    const { fromMs, untilMs, cpuMs, memoryBytes } = process
    if (untilMs <= fromMs) return
    this.#hold('cpu', fromMs, untilMs, cpuMs / (untilMs - fromMs))
    this.#hold('memory', fromMs, untilMs, memoryBytes)
    this.#hold('read', fromMs, untilMs, 1)
  }

  /** The cluster ended: it has no workers any more, and nobody waits for its clients' tasks. */
  end(t: Millis): void {
    if (t >= this.#span.untilMs) return
    this.#endedMs = t
    for (const name of OF_A_LIFE) {
      const level = this.#levels[name]
      level.step(t, -level.height)
    }
  }

  /** What happened after the one instant, and not after the other. */
  #addFacts({ times, answers }: Counts, afterMs: Millis, untilMs: Millis): void {
    for (const [fact, level, by] of BY_FACT) this.#add(level, times[fact], by, afterMs, untilMs)
    this.#add('awaited', answers.atMs, -1, afterMs, untilMs)
  }

  #add(
    name: LevelName,
    timesMs: Float64Array | undefined,
    by: number,
    afterMs: Millis,
    untilMs: Millis,
  ): void {
    if (!timesMs) return
    const level = this.#levels[name]
    const endMs = this.#span.untilMs
    for (const t of timesMs) {
      if (t <= afterMs || t > untilMs || t >= endMs) continue
      level.step(t, by)
      // Its last words are told when it has ended: what they raise has ended with it.
      if (t <= this.#endedMs) level.step(this.#endedMs, -by)
    }
  }

  #hold(name: LevelName, fromMs: Millis, untilMs: Millis, height: number): void {
    const level = this.#levels[name]
    level.step(fromMs, height)
    level.step(Math.min(untilMs, this.#span.untilMs), -height)
  }
}

class Level {
  height = 0
  readonly followers: { readonly steps: Steps; readonly times: number }[] = []
  readonly #fromMs: Millis
  /** Each change times how long after the start it came. */
  #moment = 0

  constructor(fromMs: Millis) {
    this.#fromMs = fromMs
  }

  step(t: Millis, by: number): void {
    this.height += by
    if (t > this.#fromMs) this.#moment += by * (t - this.#fromMs)
    for (const { steps, times } of this.followers) steps.add(t, times * by)
  }

  integral(t: Millis): number {
    return this.height * Math.max(0, t - this.#fromMs) - this.#moment
  }
}
