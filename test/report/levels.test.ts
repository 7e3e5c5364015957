/** Levels of a cluster that ends: whatever it tells, and in whatever order. */

import { expect, test } from 'vitest'
import { noCounts, type TimedFact } from '../../src/report/counts.js'
import { Levels } from '../../src/report/levels.js'
import { MeasuredSpan } from '../../src/report/measured-span.js'

function told(times: Partial<Record<TimedFact, number[]>>) {
  const lists = Object.entries(times).map(([fact, list]) => [fact, Float64Array.from(list)])
  return { counts: { ...noCounts('A'), times: Object.fromEntries(lists) }, process: undefined }
}

test('what a cluster did last, told when it has ended, ends with it', () => {
  const levels = new Levels(new MeasuredSpan(0, 10_000))
  levels.add(told({ start: [0], hired: [0, 0], began: [0] }))
  levels.end(3000)
  // One worker finished before; then both began.
  levels.add(told({ finished: [1000], began: [2000, 2500] }))
  levels.add(told({ start: [5000], hired: [5000], began: [6000] }))
  expect(levels.integral('busy', 10_000)).toBe(1000 + 1000 + 500 + 4000)
  expect(levels.integral('workers', 10_000)).toBe(2 * 3000 + 5000)
  expect(levels.integral('present', 10_000)).toBe(3000 + 5000)
})
