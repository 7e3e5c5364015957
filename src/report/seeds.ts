/** One scenario run with many seeds: a summary of them all. */

import { parseExpression, parseMetric } from '../scenario/threshold.js'
import { notesOfSeeds } from './seed-notes.js'
import type { SeedResult, Summary } from './summary.js'
import type { ThresholdResult } from './thresholds.js'
import {
  EXIT_CODES_BY_SEVERITY,
  flawOf,
  invariantOutcome,
  type Judged,
  type Outcome,
  theoryOutcome,
  thresholdOutcome,
  verdictOf,
} from './verdict.js'

/**
 * The summary of the first seed, with what is needed of each. What a run is judged by is of all
 * seeds: the exit code is the gravest, and of each threshold the worst stands there. One that was
 * interrupted, or measured nothing, is none that could be compared, and is not among them.
 *
 * @param asked how many seeds were to be run.
 */
export function summaryOfSeeds(
  runs: readonly [Summary, ...Summary[]],
  asked = runs.length,
): Summary {
  const [first] = runs
  const whole = runs.filter(({ exitCode, durationMs }) => exitCode !== 130 && durationMs > 0)
  const codes = runs.map(run => run.exitCode)
  // What was not even begun is interrupted as well.
  if (runs.length < asked) codes.push(130)
  const exitCode = EXIT_CODES_BY_SEVERITY.find(code => codes.includes(code)) ?? 0
  const told = runs.filter(run => run.exitCode !== 130)
  const notes = notesOfSeeds(told.length > 0 ? told : [first])
  const { notes: _, ...rest } = first
  return {
    ...rest,
    ...{ verdict: verdictOf(exitCode), exitCode },
    ...(whole.length > 0 && worstOfAll(first, whole)),
    notes,
    seeds: whole.map(seedResult),
    seedsAsked: asked,
  }
}

function worstOfAll(
  first: Summary,
  runs: readonly Summary[],
): Pick<Summary, 'thresholds' | 'theory' | 'invariants'> {
  return {
    thresholds: first.thresholds.map((_, index) => worstThreshold(runs, index)),
    theory: first.theory.map((_, index) => worstTheory(runs, index)),
    invariants: first.invariants.map((_, index) => worstInvariant(runs, index)),
  }
}

/** One thing that a run is judged by, in one seed. */
interface Candidate<Result> {
  readonly seed: number
  readonly result: Result
  readonly outcome: Outcome
  /** Of those that came out alike, the highest is the worst. */
  readonly badness: number
}

const WORST_FIRST: readonly Outcome[] = ['failed', 'unknown', 'passed']

function worstOf<Result>(candidates: readonly (Candidate<Result> | undefined)[]): Judged<Result> {
  const known = candidates.filter(candidate => candidate !== undefined)
  const count = (outcome: Outcome) => known.filter(one => one.outcome === outcome).length
  const rank = ({ outcome }: Candidate<Result>) => WORST_FIRST.indexOf(outcome)
  const [worst] = [...known].sort((a, b) => rank(a) - rank(b) || b.badness - a.badness)
  if (!worst) throw new Error('no seed was judged')
  const { seed } = worst
  const counts = { held: count('passed'), failed: count('failed'), unknown: count('unknown') }
  return { ...worst.result, overSeeds: { ...counts, seed } }
}

function worstThreshold(runs: readonly Summary[], index: number): Judged<ThresholdResult> {
  return worstOf(
    runs.map(({ seed, thresholds, total }) => {
      const result = thresholds[index]
      if (!result) return undefined
      const outcome = thresholdOutcome(result, flawOf(total))
      return { seed, result, outcome, badness: badnessOf(result) }
    }),
  )
}

/** How far a value is on the side that a threshold does not want. */
function badnessOf({ metric, expr, value }: ThresholdResult): number {
  if (value === null) return 0
  const { comparison, value: limit } = parseExpression(expr, parseMetric(metric).metric)
  if (comparison === '==') return Math.abs(value - limit)
  if (comparison === '!=') return -Math.abs(value - limit)
  return comparison.startsWith('<') ? value : -value
}

function worstTheory(runs: readonly Summary[], index: number): Summary['theory'][number] {
  return worstOf(
    runs.map(({ seed, theory, total }) => {
      const result = theory[index]
      if (!result) return undefined
      const badness = Math.abs(result.standardErrors ?? 0)
      return { seed, result, outcome: theoryOutcome(result, flawOf(total)), badness }
    }),
  )
}

function worstInvariant(runs: readonly Summary[], index: number): Summary['invariants'][number] {
  return worstOf(
    runs.map(({ seed, invariants }) => {
      const result = invariants[index]
      return result && { seed, result, outcome: invariantOutcome(result), badness: 0 }
    }),
  )
}

function seedResult(summary: Summary): SeedResult {
  const { seed, exitCode, durationMs, total, clusters, thresholds, theory, invariants } = summary
  const { faults, digest } = summary
  const broken = invariants.filter(({ verdict }) => verdict === 'false')
  return {
    ...{ seed, exitCode, durationMs, total, clusters },
    thresholds: thresholds.map(({ value, passed }) => ({ value, passed })),
    ...(theory.length > 0 && {
      theory: theory.map(({ measured, standardErrors, agrees }) => {
        return { measured, standardErrors, agrees }
      }),
    }),
    ...(broken.length > 0 && { broken }),
    ...(faults && { faults }),
    ...(digest === undefined ? {} : { digest }),
  }
}
