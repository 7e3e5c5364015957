/** Two results side by side: each figure of both, and what of their difference is not chance. */

import { intervalOf } from '../theory/confidence.js'
import { FIGURES, type Figure, type Unit, valuesOf } from './figures.js'
import { verdictOf } from './judgement.js'
import { judgeLimit, type LimitResult } from './limit-result.js'
import type { Limit } from './limits.js'
import { type Method, meanOf, Pairing } from './pairing.js'
import type { Result } from './result-file.js'
import type { Summary } from './summary.js'

/** The object of `peering compare --json`. */
export interface Comparison {
  readonly type: 'compare'
  readonly a: Side
  readonly b: Side
  /** How chance is told; null where one of them has a single run. */
  readonly method: Method | null
  readonly figures: readonly ComparedFigure[]
  /** One for each limit that was set. */
  readonly thresholds: readonly LimitResult[]
  readonly verdict: Summary['verdict']
  readonly exitCode: number
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

export function compare(a: Result, b: Result, limits: readonly Limit[] = []): Comparison {
  const pairing = new Pairing(a.runs, b.runs)
  const thresholds = limits.map(limit => judgeLimit(limit, pairing))
  const exitCode = exitCodeOf(thresholds)
  return {
    type: 'compare',
    a: sideOf(a),
    b: sideOf(b),
    method: pairing.method ?? null,
    figures: FIGURES.map(figure => compareFigure(figure, a, b, pairing)),
    thresholds,
    verdict: verdictOf(exitCode),
    exitCode,
  }
}

function sideOf({ runs, ...about }: Result): Side {
  return { ...about, seeds: runs.length }
}

function exitCodeOf(thresholds: readonly LimitResult[]): number {
  const verdicts = thresholds.map(({ verdict }) => verdict)
  if (verdicts.includes('fail')) return 99
  return verdicts.includes('inconclusive') ? 4 : 0
}

function compareFigure(figure: Figure, a: Result, b: Result, pairing: Pairing): ComparedFigure {
  const [valuesA, valuesB] = [valuesOf(figure, a.runs), valuesOf(figure, b.runs)]
  const [meanA, meanB] = [meanOf(valuesA), meanOf(valuesB)]
  const apart = pairing.difference(pairing.values(figure))
  const difference = meanA === null || meanB === null ? null : (apart?.mean ?? meanB - meanA)
  return {
    figure: figure.name,
    unit: figure.unit,
    a: meanA,
    b: meanB,
    aHalf: intervalOf(valuesA)?.half ?? null,
    bHalf: intervalOf(valuesB)?.half ?? null,
    difference,
    percent: difference === null || !meanA ? null : (100 * difference) / meanA,
    interval: apart ? [apart.mean - apart.half, apart.mean + apart.half] : null,
    distinguishable: apart ? Math.abs(apart.mean) > apart.half : null,
  }
}
