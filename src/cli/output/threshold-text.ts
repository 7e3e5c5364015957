/** A threshold in a line: whether it holds, and what was measured. */

import type { ThresholdResult } from '../../report/thresholds.js'

export function thresholdLine({ metric, expr, value, passed }: ThresholdResult): string {
  const verdict = passed ? 'passed' : value === null ? 'unknown' : 'FAILED'
  const measured = value === null ? 'nothing was measured' : String(Math.round(1000 * value) / 1000)
  return `${verdict}: ${metric} ${expr} (${measured})`
}
