/** Numbers and times as people read them. */

import { expect, test } from 'vitest'
import { counted, roundTime, shortTime } from '../../src/base/format.js'

test.each([
  [0.4234, '0.42 ms', '0 ms'],
  [9.996, '10.0 ms', '10 ms'],
  [256.767, '257 ms', '257 ms'],
  [999.7, '1.00 s', '1 s'],
  [1250, '1.25 s', '1.25 s'],
  [59_999, '1m00s', '1m'],
  [90_000, '1m30s', '1m30s'],
  [3_599_900, '1h00m', '1h'],
  [5_400_000, '1h30m', '1h30m'],
  [43_200_000, '12h00m', '12h'],
])('%d ms is %s, and as a length that was chosen %s', (ms, short, round) => {
  expect(shortTime(ms)).toBe(short)
  expect(roundTime(ms)).toBe(round)
})

test.each([
  [0, '0 tasks', '0 replies'],
  [1, '1 task', '1 reply'],
  [2, '2 tasks', '2 replies'],
  [1234, '1,234 tasks', '1,234 replies'],
])('%d has its plural', (count, tasks, replies) => {
  expect(counted(count, 'task')).toBe(tasks)
  expect(counted(count, 'reply', 'replies')).toBe(replies)
})
