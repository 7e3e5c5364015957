/** Theory: how long tasks waited, against how long they wait in a queue that is understood. */

import type { Millis } from '../base/time.js'
import type { Expectation, ExpectedQueue, TheoryName } from '../scenario/scenario-plan.js'
import { average, errorsAbove } from '../theory/batch-means.js'
import type { TimedValues } from './counts.js'
import type { MeasuredSpan } from './measured-span.js'

/** One member of the summary's `theory`. Times are in ms. */
export interface TheoryResult {
  readonly model: TheoryName
  /** As Kendall writes it: `M/M/5`. */
  readonly queue: string
  /** Whose tasks waited; those of all clusters, unless it is said here. */
  readonly cluster?: string
  readonly metric: 'task.wait'
  /** The mean; null where nothing was measured. */
  readonly measured: number | null
  readonly exact: number
  /** Whether `exact` is only the least that it can be. */
  readonly atLeast: boolean
  /** From the exact to the measured mean; null where too little was measured to tell. */
  readonly standardErrors: number | null
  readonly agrees: boolean
  /** How long a run has to be measured, at the least, to be judged. */
  readonly neededMs: Millis
}

/** Of 10 to 30, as is usual, the most: their spread is then best known. */
const BATCHES = 30
/** A batch is so many times as long as what happens has an effect: see `memoryMs`. */
const MEMORIES = 10
/** Of runs that are as theory says, about one in a hundred is further apart by chance. */
const ERRORS_MAX = 3

/** Collects waits, in the order in which they come. */
export class TheoryMeters {
  readonly #model: TheoryName
  readonly #meters: readonly { readonly queue: ExpectedQueue; readonly waitsMs: number[] }[]

  constructor({ theory, queues }: Expectation = { theory: 'mmc', queues: [] }) {
    this.#model = theory
    this.#meters = queues.map(queue => ({ queue, waitsMs: [] }))
  }

  /** Takes in those that are within the span. */
  add(cluster: string, { atMs, values }: TimedValues, span: MeasuredSpan): void {
    for (const meter of this.#meters) {
      if ((meter.queue.cluster ?? cluster) !== cluster) continue
      for (const [index, ms] of values.entries()) {
        if (span.has(atMs[index] as Millis)) meter.waitsMs.push(ms)
      }
    }
  }

  /** @param spanMs how long it was measured. */
  results(spanMs: Millis): TheoryResult[] {
    return this.#meters.map(({ queue, waitsMs }) => ({
      model: this.#model,
      queue: queue.kind,
      ...(queue.cluster === undefined ? {} : { cluster: queue.cluster }),
      metric: 'task.wait',
      ...compare(queue, waitsMs, spanMs),
    }))
  }
}

type Comparison = Omit<TheoryResult, 'model' | 'queue' | 'cluster' | 'metric'>

function compare(queue: ExpectedQueue, waitsMs: readonly number[], spanMs: Millis): Comparison {
  const { waitMs, isLeast, memoryMs } = queue
  const neededMs = Math.round(BATCHES * MEMORIES * memoryMs)
  const errors = spanMs < neededMs ? undefined : errorsAbove(waitMs, waitsMs, BATCHES)
  const isFar = errors !== undefined && (isLeast ? -errors : Math.abs(errors)) > ERRORS_MAX
  return {
    measured: waitsMs.length === 0 ? null : rounded(average(waitsMs), 3),
    exact: rounded(waitMs, 3),
    atLeast: isLeast,
    standardErrors: errors === undefined ? null : rounded(errors, 2),
    agrees: errors !== undefined && !isFar,
    neededMs,
  }
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
