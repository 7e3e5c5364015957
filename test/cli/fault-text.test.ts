/** What a fault has cost, in a line: it says no more than can be known. */

import { expect, test } from 'vitest'
import { faultLine } from '../../src/cli/output/fault-text.js'

const FAULT = { words: 'x', atMs: 5000, endMs: 9000, noticedAfterMs: {} }

test('what a fault has cost is said: what was before, and what it came to', () => {
  const cost = {
    ...{ untilMs: 12_000, silentMs: 2000, lost: 0, retried: 3 },
    ...{ p90BeforeMs: 50, p99BeforeMs: 90, maxBeforeMs: 120 },
    ...{ p90WorstMs: 172, p99WorstMs: 3000, maxWorstMs: 3200 },
  }
  expect(faultLine({ ...FAULT, recoveredAfterMs: 1000, cost })).toBe(
    'fault: x at 5.00 s: p90 50.0 ms → 172 ms, p99 90.0 ms → 3.00 s, slowest 120 ms → 3.20 s; ' +
      'no answer for 2.00 s; 3 sent again; as before 1.00 s after its end',
  )
})

test.each([
  [{ recoveredAfterMs: 0 }, 'as before right after its end'],
  [{ recoveredAfterMs: 2000, endMs: null }, 'as before 2.00 s after it'],
  [{ recoveredAfterMs: 2000, endMs: 5000 }, 'as before 2.00 s after it'],
  [{ recoveredAfterMs: null, notRecovered: 'not seen' }, 'no recovery seen'],
  [
    { recoveredAfterMs: null, notRecovered: 'too late to see' },
    'too late in the run to see recovery',
  ],
  [{ recoveredAfterMs: null, notRecovered: 'nothing to recover from' }, 'nothing to recover from'],
] as const)('%j: %s', (recovery, words) => {
  expect(faultLine({ ...FAULT, ...recovery })).toBe(`fault: x at 5.00 s: ${words}`)
})
