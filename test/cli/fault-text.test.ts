/** What a fault has cost, in a line: it says no more than can be known. */

import { expect, test } from 'vitest'
import { faultLine } from '../../src/cli/output/fault-text.js'

const FAULT = { words: 'x', atMs: 5000, endMs: 9000, noticedAfterMs: {} }

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
