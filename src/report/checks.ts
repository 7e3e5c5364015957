/** All that a run is judged by, in words: thresholds, invariants, theory, and the run itself. */

import { counted, grouped, mebibytes, percent, roundTime, shortTime } from '../base/format.js'
import type { Millis } from '../base/time.js'
import { METRIC_NAMES, metricInfo } from '../scenario/metric-names.js'
import { isBehind } from './judgement.js'
import type { Invariant, Summary } from './summary.js'
import type { TheoryResult } from './theory.js'
import type { ThresholdResult } from './thresholds.js'

export interface Check {
  readonly kind: 'run' | 'threshold' | 'invariant' | 'theory'
  /** What must hold: `task.latency p(99) < 2s`. */
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'unknown'
  /** What was measured, with its unit; a dash where there is nothing to measure. */
  readonly value: string
  /** What the value is of. */
  readonly when: string
  /** Why it did not pass; empty if it did. */
  readonly why: string
}

/** The times of which there are none are as long as this, or longer. */
const NEVER_MS = 1e10

/** In the order in which they are to be read. */
export function checksOf(summary: Summary): Check[] {
  return [
    ...summary.thresholds.map(thresholdCheck),
    ...summary.theory.map(result => theoryCheck(result, summary.durationMs)),
    ...summary.invariants.map(invariantCheck),
    runCheck(summary),
  ]
}

function thresholdCheck(result: ThresholdResult): Check {
  const { metric, expr, value, passed } = result
  const measured = valueText(result)
  return {
    kind: 'threshold',
    name: `${metric} ${expr}`,
    outcome: passed ? 'passed' : value === null ? 'unknown' : 'failed',
    value: measured,
    when: result.wholeRun ? 'whole run' : spanText(result),
    why: passed ? '' : value === null ? 'nothing was measured' : `it was ${measured}`,
  }
}

/** The part of the run that a threshold is of. */
export function spanText({ fromMs, untilMs }: ThresholdResult): string {
  return `${roundTime(fromMs)} – ${roundTime(untilMs)}`
}

/** What a threshold measured, with its unit. */
export function valueText({ metric, expr, value }: ThresholdResult): string {
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

function theoryCheck(result: TheoryResult, durationMs: Millis): Check {
  const { queue, cluster, exact, atLeast, measured, standardErrors, agrees, neededMs } = result
  const isUnknown = standardErrors === null
  const tooLittle =
    durationMs < neededMs
      ? `measure ${roundTime(neededMs)} or more`
      : 'too few tasks had to wait to tell'
  const apart = `${Math.abs(standardErrors ?? 0).toFixed(1)} standard errors apart`
  const of = cluster === undefined ? queue : `${cluster} as ${queue}`
  return {
    kind: 'theory',
    name: `${of}: mean wait ${atLeast ? 'at least ' : ''}${shortTime(exact)}`,
    outcome: isUnknown ? 'unknown' : agrees ? 'passed' : 'failed',
    value: measured === null ? '–' : shortTime(measured),
    when: isUnknown ? 'whole run' : apart,
    why: agrees ? '' : isUnknown ? tooLittle : apart,
  }
}

function invariantCheck({ name, verdict, broken }: Invariant): Check {
  const known = verdict === 'true' ? 'passed' : 'failed'
  return {
    kind: 'invariant',
    name,
    outcome: verdict === 'unknown' ? 'unknown' : known,
    value: '–',
    when: broken ? `since ${roundTime(broken.t)}` : 'whole run',
    why: verdict === 'true' ? '' : (broken?.what ?? 'it could not be told'),
  }
}

/** Whether the run was what it should be, so that there is something to be learnt from it. */
function runCheck(summary: Summary): Check {
  const { exitCode, durationMs, total } = summary
  const check = { kind: 'run', name: 'the run is what the scenario asks for' } as const
  const said = { ...check, value: '–', when: roundTime(durationMs) }
  if (exitCode === 1) return { ...said, outcome: 'failed', why: 'a process broke down' }
  if (exitCode === 130) return { ...said, outcome: 'failed', why: 'it was interrupted' }
  if (!isBehind(total)) return { ...said, outcome: 'passed', why: '' }
  const why = `the load fell behind: ${counted(total.behind, 'task')} sent late by its own fault`
  return { ...said, outcome: 'unknown', why }
}
