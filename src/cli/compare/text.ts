/** What `peering compare` shows people. */

import type { Comparison } from '../../report/compare.js'
import {
  confidenceLines,
  limitLines,
  noteLines,
  sideLines,
  tableOf,
} from '../../report/compare-words.js'
import { table } from '../output/format.js'

export function compareLines(comparison: Comparison): string[] {
  const limits = limitLines(comparison)
  return [
    ...sideLines(comparison),
    ...noteLines(comparison).map(note => `note: ${note}`),
    '',
    ...table(tableOf(comparison)),
    '',
    ...confidenceLines(comparison),
    ...(limits.length > 0 ? ['', ...limits, `verdict: ${comparison.verdict}`] : []),
  ]
}
