/** A threshold in a line: whether it holds, and what was measured. */

import { roundTime } from '../../base/format.js'
import { valueText } from '../../report/checks.js'
import type { ThresholdResult } from '../../report/thresholds.js'

export function thresholdLine(result: ThresholdResult): string {
  const { metric, expr, value, passed } = result
  const verdict = passed ? 'passed' : value === null ? 'unknown' : 'FAILED'
  const measured = value === null ? 'nothing was measured' : valueText(result)
  return `${verdict}: ${metric} ${expr} (${measured}${passed ? '' : spanText(result)})`
}

/** Where it did not hold. */
function spanText({ value, fromMs, untilMs }: ThresholdResult): string {
  return value === null ? '' : `, ${roundTime(fromMs)} – ${roundTime(untilMs)}`
}
