/** All that a run is judged by, in words: thresholds, invariants, theory, and the run itself. */

import { grouped, mebibytes, percent, roundTime, shortTime } from '../base/format.js'
import type { Millis } from '../base/time.js'
import { METRIC_NAMES, metricInfo } from '../scenario/metric-names.js'
import { runCheck } from './run-check.js'
import type { Invariant, Summary } from './summary.js'
import type { TheoryResult } from './theory.js'
import type { ThresholdResult } from './thresholds.js'
import {
  flawOf,
  invariantOutcome,
  type Judged,
  type Outcome,
  type OverSeeds,
  theoryOutcome,
  thresholdOutcome,
} from './verdict.js'

export interface Check {
  readonly kind: 'run' | 'threshold' | 'invariant' | 'theory'
  /** What must hold: `task.latency p(99) < 2s`. */
  readonly name: string
  readonly outcome: Outcome
  /** What was measured, with its unit; a dash where there is nothing to measure. */
  readonly value: string
  /** What the value is of. */
  readonly when: string
  /** Why it did not pass; empty if it did. */
  readonly why: string
  /** Of many seeds, in how many it held; else empty. */
  readonly held: string
  /** Of many seeds, the others in which it did not hold, with what was measured there. */
  readonly misses: readonly string[]
}

/** The times of which there are none are as long as this, or longer. */
const NEVER_MS = 1e10

/** In the order in which they are to be read. */
export function checksOf(summary: Summary): Check[] {
  return [
    ...summary.thresholds.map((result, index) => thresholdCheck(result, index, summary)),
    ...summary.theory.map((result, index) => theoryCheck(result, index, summary)),
    ...summary.invariants.map(result => invariantCheck(result, summary)),
    runCheck(summary),
  ]
}

function thresholdCheck(
  result: Judged<ThresholdResult>,
  index: number,
  { total, seeds = [] }: Summary,
): Check {
  const { metric, expr, value, overSeeds } = result
  const flaw = flawOf(total)
  const measured = valueText(result)
  const misses = seeds.flatMap(({ seed, thresholds, total: ofSeed }) => {
    const one = { ...result, ...thresholds[index], overSeeds: undefined }
    const isHeld = seed === overSeeds?.seed || thresholdOutcome(one, flawOf(ofSeed)) === 'passed'
    return isHeld ? [] : [`seed ${seed}: ${one.value === null ? 'nothing' : valueText(one)}`]
  })
  return {
    kind: 'threshold',
    name: `${metric} ${expr}`,
    ...outcomeAndWhy(
      thresholdOutcome(result, flaw),
      value === null ? 'nothing was measured' : `it was ${measured}`,
      overSeeds ? undefined : value === null ? undefined : flaw,
    ),
    value: measured,
    when: inSeed(result.wholeRun ? 'whole run' : spanText(result), overSeeds),
    held: heldText(overSeeds),
    misses,
  }
}

function outcomeAndWhy(
  outcome: Outcome,
  why: string,
  flaw?: string,
): Pick<Check, 'outcome' | 'why'> {
  if (outcome === 'passed') return { outcome, why: '' }
  return { outcome, why: flaw === undefined ? why : `${why}, but ${flaw}` }
}

function inSeed(when: string, overSeeds: OverSeeds | undefined): string {
  return overSeeds ? `seed ${overSeeds.seed}, ${when}` : when
}

/** `held in 17 of 20 seeds`; empty for a single run. */
export function heldText(overSeeds: OverSeeds | undefined): string {
  if (!overSeeds) return ''
  const { held, failed, unknown } = overSeeds
  const all = held + failed + unknown
  const open = unknown > 0 ? `, unknown in ${grouped(unknown)}` : ''
  return `held in ${grouped(held)} of ${grouped(all)} ${all === 1 ? 'seed' : 'seeds'}${open}`
}

/** The part of the run that a threshold is of. */
export function spanText({ fromMs, untilMs }: ThresholdResult): string {
  return `${roundTime(fromMs)} – ${roundTime(untilMs)}`
}

/** What a threshold measured, with its unit. */
export function valueText({
  metric,
  expr,
  value,
}: Pick<ThresholdResult, 'metric' | 'expr' | 'value'>): string {
  if (value === null) return '–'
  const name = METRIC_NAMES.find(known => known === metric.split('{')[0])
  const [asked = ''] = expr.split(/[\s<>=!]/)
  if (asked === 'ratio') return percent(value, 1)
  if (asked === 'count' || !name) return grouped(Math.round(1000 * value) / 1000)
  const { kind, unit } = metricInfo(name)
  if (asked === 'rate' || kind === 'rates') return `${grouped(Math.round(10 * value) / 10)}/s`
  if (kind === 'times') return value >= NEVER_MS ? 'never' : shortTime(value)
  if (unit === 'share') return percent(value, 1)
  return unit === 'bytes' ? mebibytes(value) : grouped(Math.round(10 * value) / 10)
}

function theoryCheck(
  result: Judged<TheoryResult>,
  index: number,
  { total, durationMs, seeds = [] }: Summary,
): Check {
  const { queue, cluster, exact, atLeast, measured, standardErrors, overSeeds } = result
  const flaw = flawOf(total)
  const of = cluster === undefined ? queue : `${cluster} as ${queue}`
  const misses = seeds.flatMap(({ seed, theory = [], total: ofSeed }) => {
    const one = { ...result, ...theory[index], overSeeds: undefined }
    const isHeld = seed === overSeeds?.seed || theoryOutcome(one, flawOf(ofSeed)) === 'passed'
    return isHeld ? [] : [`seed ${seed}: ${waitText(one.measured)}`]
  })
  const apart = apartText(standardErrors)
  return {
    kind: 'theory',
    name: `${of}: mean wait ${atLeast ? 'at least ' : ''}${shortTime(exact)}`,
    ...outcomeAndWhy(
      theoryOutcome(result, flaw),
      standardErrors === null ? tooLittleText(result, durationMs) : apart,
      overSeeds ? undefined : standardErrors === null ? undefined : flaw,
    ),
    value: waitText(measured),
    when: inSeed(standardErrors === null ? 'whole run' : apart, overSeeds),
    held: heldText(overSeeds),
    misses,
  }
}

function waitText(ms: Millis | null): string {
  return ms === null ? '–' : shortTime(ms)
}

export function apartText(standardErrors: number | null): string {
  return `${Math.abs(standardErrors ?? 0).toFixed(1)} standard errors apart`
}

/** Why a comparison with theory could not be told. */
export function tooLittleText({ neededMs }: TheoryResult, durationMs: Millis): string {
  if (durationMs < neededMs) return `measure ${roundTime(neededMs)} or more`
  return 'too few tasks had to wait'
}

function invariantCheck(result: Judged<Invariant>, { seeds = [] }: Summary): Check {
  const { name, broken, overSeeds } = result
  const misses = seeds.flatMap(({ seed, broken: ofSeed = [] }) =>
    ofSeed
      .filter(one => one.name === name && seed !== overSeeds?.seed)
      .map(one => `seed ${seed}: ${one.broken?.what ?? 'broken'}`),
  )
  return {
    kind: 'invariant',
    name,
    ...outcomeAndWhy(invariantOutcome(result), broken?.what ?? whyNot(result)),
    value: '–',
    when: broken ? inSeed(`since ${roundTime(broken.t)}`, overSeeds) : 'whole run',
    held: heldText(overSeeds),
    misses,
  }
}

function whyNot({ verdict }: Invariant): string {
  return verdict === 'false' ? 'it is broken' : 'it could not be told'
}
