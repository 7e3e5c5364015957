/** The windows of a threshold on a level: means over seconds, each of the time that there was. */

import type { Millis } from '../base/time.js'
import type { MetricName } from '../scenario/metric-names.js'
import type { Aggregation, Threshold } from '../scenario/threshold.js'
import type { ClusterRecord } from './cluster-record.js'
import type { LevelName, Levels } from './levels.js'
import { Seconds } from './seconds.js'
import { type Measurement, ofSeconds } from './span.js'
import { Steps } from './steps.js'

/** What a level metric is: the integral of some levels, over that of another. */
interface Quotient {
  readonly of: readonly (readonly [level: LevelName, times: number])[]
  readonly over: LevelName
}

const QUOTIENTS: Partial<Record<MetricName, Quotient>> = {
  'worker.busy': { of: [['busy', 1]], over: 'workers' },
  'task.waiting': {
    of: [
      ['awaited', 1],
      ['placed', -1],
    ],
    over: 'present',
  },
  'process.cpu': { of: [['cpu', 1]], over: 'read' },
  'process.memory': { of: [['memory', 1]], over: 'read' },
}

/** Two integrals of a second, or of a part of it. */
interface Part {
  readonly of: number
  readonly over: number
  /** The run ended in it. */
  readonly isCut: boolean
}

/** Keeps two numbers for each second and cluster. */
export class LevelWindows {
  readonly #aggregation: Aggregation
  readonly #seconds: Seconds
  readonly #clusters: readonly ClusterLevel[]

  /** Undefined for a metric that is no level. */
  static of(
    threshold: Threshold,
    windowMs: Millis,
    clusters: readonly ClusterRecord[],
  ): LevelWindows | undefined {
    const quotient = QUOTIENTS[threshold.metric]
    if (!quotient) return undefined
    const { cluster = undefined } = threshold.labels
    const wanted = clusters.filter(({ name }) => cluster === undefined || name === cluster)
    return new LevelWindows(threshold, windowMs, quotient, wanted)
  }

  private constructor(
    { aggregation, fromMs }: Threshold,
    windowMs: Millis,
    quotient: Quotient,
    clusters: readonly ClusterRecord[],
  ) {
    this.#aggregation = aggregation
    this.#seconds = new Seconds(fromMs, fromMs, windowMs % 1000)
    this.#clusters = clusters.map(({ levels }) => new ClusterLevel(levels, quotient, this.#seconds))
  }

  /** All that happened before `t` was told. */
  settle(t: Millis): void {
    for (const cluster of this.#clusters) cluster.settle(t)
  }

  /** The run ended then, in the midst of a second. */
  finish(t: Millis): void {
    for (const cluster of this.#clusters) cluster.finish(t)
  }

  window(fromMs: Millis, untilMs: Millis): Measurement {
    return { fromMs, untilMs, value: () => this.#value(fromMs, untilMs) }
  }

  #value(fromMs: Millis, untilMs: Millis): number | undefined {
    const first = this.#seconds.indexOf(fromMs)
    const end = this.#endOf(first, untilMs)
    const seconds = this.#clusters.flatMap(({ parts }) => this.#secondsOf(parts.slice(first, end)))
    if (this.#aggregation.kind === 'avg') return quotientOf(seconds)
    const whole = seconds.filter(({ isCut }) => !isCut)
    const samples = whole.flatMap(second => quotientOf([second]) ?? [])
    return ofSeconds(this.#aggregation, samples)
  }

  /** The first part that is not of the window. */
  #endOf(first: number, untilMs: Millis): number {
    let end = first
    while (this.#seconds.startOf(end) < untilMs - 1e-6) end++
    return end
  }

  /** Each second of a window put together again; the last may not be whole. */
  #secondsOf(list: readonly Part[]): Part[] {
    const { parts } = this.#seconds
    const seconds: Part[] = []
    for (let index = 0; index < list.length; index += parts) {
      const second = list.slice(index, index + parts)
      seconds.push({
        // Of a task that was sent again, two copies may be at work: no less than none wait.
        of: Math.max(0, sum(second, 'of')),
        over: sum(second, 'over'),
        isCut: second.length < parts || second.some(({ isCut }) => isCut),
      })
    }
    return seconds
  }
}

/** Without what sums of binary fractions are off by: all of the time is 1. */
function quotientOf(parts: readonly Part[]): number | undefined {
  const over = sum(parts, 'over')
  return over > 1e-9 ? Math.round((1e9 * sum(parts, 'of')) / over) / 1e9 : undefined
}

function sum(parts: readonly Part[], key: 'of' | 'over'): number {
  return parts.reduce((total, part) => total + part[key], 0)
}

class ClusterLevel {
  readonly parts: Part[] = []
  readonly #seconds: Seconds
  readonly #of: Steps
  readonly #over: Steps

  constructor(levels: Levels, quotient: Quotient, seconds: Seconds) {
    this.#seconds = seconds
    this.#of = new Steps(seconds)
    this.#over = new Steps(seconds)
    for (const [level, times] of quotient.of) levels.follow(level, this.#of, times)
    levels.follow(quotient.over, this.#over)
  }

  settle(t: Millis): void {
    while (this.#seconds.startOf(this.parts.length + 1) <= t) this.#take()
  }

  finish(t: Millis): void {
    this.settle(t)
    if (this.#seconds.startOf(this.parts.length) < t) this.#take(t)
  }

  #take(untilMs?: Millis): void {
    const [of, over] = [this.#of.take(untilMs), this.#over.take(untilMs)]
    this.parts.push({ of, over, isCut: untilMs !== undefined })
  }
}
