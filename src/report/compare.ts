/** Two results side by side: each figure of both, and what of their difference is not chance. */

import { average } from '../theory/batch-means.js'
import { differenceOf, intervalOf } from '../theory/confidence.js'
import { FIGURES, type Figure, type Measured, type Unit, valuesOf } from './figures.js'
import type { Result } from './result-file.js'

/** The object of `peering compare --json`. */
export interface Comparison {
  readonly type: 'compare'
  readonly a: Side
  readonly b: Side
  readonly figures: readonly ComparedFigure[]
}

/** What is compared: `seeds` says how many there are. */
export type Side = Omit<Result, 'runs'> & { readonly seeds: number }

/** Times in ms, shares of 1. Null is what cannot be told. */
interface ComparedFigure {
  readonly figure: string
  readonly unit: Unit
  /** The means over the seeds. */
  readonly a: number | null
  readonly b: number | null
  /** How far the true mean may be off with 95 % confidence. */
  readonly aHalf: number | null
  readonly bHalf: number | null
  /** b - a, and the same in percent of a. */
  readonly difference: number | null
  readonly percent: number | null
  /** The 95 % interval of the difference. */
  readonly interval: readonly [number, number] | null
  /** Whether 0 is outside of the interval. */
  readonly distinguishable: boolean | null
}

export function compare(a: Result, b: Result): Comparison {
  const figures = FIGURES.map(figure => compareFigure(figure, a.runs, b.runs))
  return { type: 'compare', a: sideOf(a), b: sideOf(b), figures }
}

function sideOf({ runs, ...about }: Result): Side {
  return { ...about, seeds: runs.length }
}

function compareFigure(
  figure: Figure,
  runsA: readonly Measured[],
  runsB: readonly Measured[],
): ComparedFigure {
  const [valuesA, valuesB] = [valuesOf(figure, runsA), valuesOf(figure, runsB)]
  const [a, b] = [meanOf(valuesA), meanOf(valuesB)]
  const difference = a === null || b === null ? null : b - a
  const apart = differenceOf(valuesA, valuesB)
  return {
    figure: figure.name,
    unit: figure.unit,
    a,
    b,
    aHalf: intervalOf(valuesA)?.half ?? null,
    bHalf: intervalOf(valuesB)?.half ?? null,
    difference,
    percent: difference === null || !a ? null : (100 * difference) / a,
    interval: apart ? [apart.mean - apart.half, apart.mean + apart.half] : null,
    distinguishable: apart ? Math.abs(apart.mean) > apart.half : null,
  }
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : average(values)
}
