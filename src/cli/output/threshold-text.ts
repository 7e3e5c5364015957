/** A threshold in a line: whether it holds, and what was measured. */

import { spanText, valueText } from '../../report/checks.js'
import type { ThresholdResult } from '../../report/thresholds.js'

export function thresholdLine(result: ThresholdResult): string {
  const { metric, expr, value, passed, wholeRun } = result
  const verdict = passed ? 'passed' : value === null ? 'unknown' : 'FAILED'
  const measured = value === null ? 'nothing was measured' : valueText(result)
  const of = wholeRun ? '' : `, ${spanText(result)}`
  return `${verdict}: ${metric} ${expr} (${measured}${of})`
}
