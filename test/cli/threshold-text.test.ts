/** A threshold in a line: what was measured, and of which part of the run. */

import { expect, test } from 'vitest'
import { thresholdLine } from '../../src/cli/output/threshold-text.js'

const SPAN = { fromMs: 5000, untilMs: 15_000 }
const LOST = { metric: 'task.lost', expr: 'count == 0', ...SPAN }

test.each([
  ['passed', 0, '0'],
  ['FAILED', 3, '3'],
  ['unknown', null, 'nothing was measured'],
] as const)('one that %s names its part of the run, and not the whole', (verdict, value, said) => {
  const result = { ...LOST, value, passed: verdict === 'passed' }
  const line = `${verdict}: task.lost count == 0`
  expect(thresholdLine({ ...result, wholeRun: false })).toBe(`${line} (${said}, 5 s – 15 s)`)
  expect(thresholdLine({ ...result, wholeRun: true })).toBe(`${line} (${said})`)
})
