/** Results side by side: each figure of all, and what of their differences is not chance. */

import { intervalOf } from '../theory/confidence.js'
import { notesBetween } from './compare-notes.js'
import { type By, FIGURES, type Figure, figuresBy, type Unit, valuesOf } from './figures.js'
import { gateResult } from './gate.js'
import { judgeLimit, type LimitResult } from './limit-result.js'
import type { Limit } from './limits.js'
import { type Method, meanOf, Pairing } from './pairing.js'
import { type ProvenanceDifference, provenanceDifferences } from './provenance.js'
import type { Result } from './result-file.js'
import type { Summary } from './summary.js'
import { EXIT_CODES_BY_SEVERITY, verdictOf } from './verdict.js'

/** The object of `peering compare --json`: `b` told by `a`, and `others` by it too. */
export interface Comparison extends Against {
  readonly type: 'compare'
  /** The baseline. */
  readonly a: Side
  /** The third result, and those after it. Verdict and exit code are the gravest of all. */
  readonly others?: readonly Against[]
}

/** One result told by the baseline. */
export interface Against {
  readonly b: Side
  /** How chance is told; null where one of them has a single run. */
  readonly method: Method | null
  /** Why they are not quite alike. */
  readonly notes: readonly string[]
  readonly figures: readonly ComparedFigure[]
  /** In what they come from: versions, machines, options, lines of the scenario. */
  readonly origins: readonly ProvenanceDifference[]
  /** One for each limit that was set. */
  readonly thresholds: readonly LimitResult[]
  readonly verdict: Summary['verdict']
  readonly exitCode: number
}

/** What is compared: `seeds` says how many there are. */
export type Side = Omit<Result, 'runs' | 'provenance'> & { readonly seeds: number }

/** Times in ms, shares of 1. Null is what cannot be told. */
export interface ComparedFigure {
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

export interface CompareOptions {
  /** Whether a result that has itself failed fails the comparison. */
  readonly isGate?: boolean
  /** By what the figures are told apart, besides those of all tasks. */
  readonly by?: readonly By[]
  /** The third result, and those after it. */
  readonly more?: readonly Result[]
}

export function compare(
  a: Result,
  b: Result,
  limits: readonly Limit[] = [],
  { isGate = false, by = [], more = [] }: CompareOptions = {},
): Comparison {
  const figures = [...FIGURES, ...figuresBy(by, clustersOf([a, b, ...more]))]
  const against = (result: Result, index: number) => {
    return compareTo(a, result, letterOf(index + 1), { limits, figures, isGate })
  }
  const first = against(b, 0)
  const others = more.map((result, index) => against(result, index + 1))
  const codes = [first, ...others].map(({ exitCode }) => exitCode)
  const exitCode = EXIT_CODES_BY_SEVERITY.find(code => codes.includes(code)) ?? 0
  const all = { ...first, verdict: verdictOf(exitCode), exitCode }
  return { type: 'compare', a: sideOf(a), ...all, ...(others.length > 0 && { others }) }
}

/** How results are called, in their order: a is the baseline. */
export function letterOf(index: number): string {
  return index < 26 ? String.fromCharCode(97 + index) : `r${index + 1}`
}

/** All that any of them has, in the order in which they are met. */
export function clustersOf(results: readonly Result[]): string[] {
  const names = results.flatMap(({ runs }) =>
    runs.flatMap(({ clusters = {} }) => Object.keys(clusters)),
  )
  return [...new Set(names)]
}

interface Asked {
  readonly limits: readonly Limit[]
  readonly figures: readonly Figure[]
  readonly isGate: boolean
}

function compareTo(a: Result, b: Result, letter: string, asked: Asked): Against {
  const { limits, figures, isGate } = asked
  const pairing = new Pairing(a.runs, b.runs)
  const thresholds = [
    ...(isGate ? [gateResult(a, b, letter)] : []),
    ...limits.map(limit => judgeLimit(limit, pairing, letter)),
  ]
  const exitCode = exitCodeOf(thresholds)
  return {
    b: sideOf(b),
    method: pairing.method ?? null,
    notes: notesBetween(a, b, letter),
    figures: figures.map(figure => compareFigure(figure, a, b, pairing)),
    origins: provenanceDifferences(a.provenance, b.provenance),
    thresholds,
    verdict: verdictOf(exitCode),
    exitCode,
  }
}

function sideOf({ runs, provenance: _, ...about }: Result): Side {
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
