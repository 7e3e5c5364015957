/** A threshold in a line: whether it holds, and what was measured. */

import { heldText, spanText, valueText } from '../../report/checks.js'
import type { ThresholdResult } from '../../report/thresholds.js'
import { type Judged, type Outcome, thresholdOutcome } from '../../report/verdict.js'

const WORDS = { passed: 'passed', failed: 'FAILED', unknown: 'unknown' } as const

/** @param flaw why nothing is learnt from the run, if so it is. */
export function thresholdLine(result: Judged<ThresholdResult>, flaw?: string): string {
  const { metric, expr, value, wholeRun, overSeeds } = result
  const outcome: Outcome = thresholdOutcome(result, flaw)
  const measured = value === null ? 'nothing was measured' : valueText(result)
  const of = [
    ...(overSeeds ? [`${measured} in seed ${overSeeds.seed}`] : [measured]),
    ...(wholeRun ? [] : [spanText(result)]),
  ].join(', ')
  const held = overSeeds ? `; ${heldText(overSeeds)}` : ''
  return `${WORDS[outcome]}: ${metric} ${expr} (${of}${held})`
}
