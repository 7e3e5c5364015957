/** The count itself, of a story that is short enough to be counted by hand. */

import { expect, test } from 'vitest'
import { isMessage, type TraceEvent } from '../../src/trace/trace.js'
import { traceOf } from '../support/traces.js'
import { agesIn, byPeer, countsOf, doneIn, rankOf, rowOf, waitsIn } from './figures.js'
import { readStory } from './read.js'

/** Two tasks of DC1: its worker does the first, that of DC2 the second while the first is done. */
const STORY = `
0 DC1 start DC1
0 DC2 start DC2
0 DC1-w0001 req out  READY
0 DC1 localbe in  DC1-w0001 | | READY
0 DC2-w0001 req out  READY
0 DC2 localbe in  DC2-w0001 | | READY
40 DC1 statefe in  DC2 | 1
100 DC1 sent DC1-c0001#1
100 DC1-c0001 req out  DC1-c0001#1
100 DC1 localfe in  DC1-c0001 | 1 | | DC1-c0001#1
100 DC1 localbe out  DC1-w0001 | | DC1-c0001 | 1 | | DC1-c0001#1
100 DC1-w0001 req in  DC1-c0001 | 1 | | DC1-c0001#1
200 DC1 sent DC1-c0002#1
200 DC1-c0002 req out  DC1-c0002#1
240 DC1 localfe in  DC1-c0002 | 1 | | DC1-c0002#1
240 DC1 cloudbe out  DC2 | d0.1 | DC1-c0002 | 1 | | DC1-c0002#1
250 DC2 cloudfe in  DC1 | d0.1 | DC1-c0002 | 1 | | DC1-c0002#1
250 DC2 localbe out  DC2-w0001 | | DC1 | d0.1 | DC1-c0002 | 1 | | DC1-c0002#1
250 DC2-w0001 req in  DC1 | d0.1 | DC1-c0002 | 1 | | DC1-c0002#1
350 DC2-w0001 req out  DC1 | d0.1 | DC1-c0002 | 1 | | DC1-c0002#1@DC2-w0001
350 DC2 localbe in  DC2-w0001 | | DC1 | d0.1 | DC1-c0002 | 1 | | DC1-c0002#1@DC2-w0001
350 DC2 cloudfe out  DC1 | d0.1 | DC1-c0002 | 1 | | DC1-c0002#1@DC2-w0001
360 DC1 cloudbe in  DC2 | d0.1 | DC1-c0002 | 1 | | DC1-c0002#1@DC2-w0001
360 DC1 localfe out  DC1-c0002 | 1 | | DC1-c0002#1@DC2-w0001
360 DC1-c0002 req in  DC1-c0002#1@DC2-w0001
500 DC1-w0001 req out  DC1-c0001 | 1 | | DC1-c0001#1@DC1-w0001
500 DC1 localbe in  DC1-w0001 | | DC1-c0001 | 1 | | DC1-c0001#1@DC1-w0001
500 DC1 localfe out  DC1-c0001 | 1 | | DC1-c0001#1@DC1-w0001
500 DC1-c0001 req in  DC1-c0001#1@DC1-w0001
600 DC1 sent DC1-c0001#2
600 DC1-c0001 req out  DC1-c0001#2
900 DC1 retried DC1-c0001#2
900 DC1-c0001 req out  DC1-c0001#2
1000 DC1 lost DC1-c0001#2
`

/** The first task was sent 10 ms late, the others in time. */
const LATE_MS = 10
const EVENTS = traceOf(STORY).map((event): TraceEvent => {
  if (isMessage(event) || event.fact !== 'sent') return event
  return { ...event, count: event.about === 'DC1-c0001#1' ? LATE_MS : 0 }
})
const DC1_AND_DC2 = [...readStory(EVENTS, ['DC1', 'DC2']).values()]
const [DC1 = never(), DC2 = never()] = DC1_AND_DC2
const ALL = { from: 0, until: 1000 }

function never(): never {
  throw new Error('there is no such cluster')
}

test('tasks, and who did them', () => {
  expect(doneIn([DC1], ALL).map(({ task, by, latencyMs }) => [task, by, latencyMs])).toEqual([
    ['DC1-c0002#1', 'DC2', 160],
    ['DC1-c0001#1', 'DC1', 410],
  ])
  expect(doneIn([DC1], ALL).map(({ uncorrectedMs }) => uncorrectedMs)).toEqual([160, 400])
  expect(waitsIn([DC1], ALL).map(({ at, ms }) => [at, ms])).toEqual([
    ['DC1', 10],
    ['DC2', 50],
  ])
  expect(agesIn([DC1], ALL)).toEqual([200])
  expect(byPeer(DC1.delegated, ALL)).toEqual({ DC2: 1 })
  expect(byPeer(DC2.served, ALL)).toEqual({ DC1: 1 })
})

test('what happens at the end of a span is of the next', () => {
  expect(countsOf(DC1_AND_DC2, ALL)).toMatchObject({ sent: 3, retried: 1, lost: 0 })
  expect(countsOf(DC1_AND_DC2, { from: 1000, until: 2000 })).toMatchObject({ sent: 0, lost: 1 })
  expect(doneIn([DC1], { from: 360, until: 500 })).toHaveLength(1)
})

test('levels are means over time', () => {
  // Awaited: 400 + 160 + 400 ms; with a worker: 400 + 120 ms.
  expect(rowOf([DC1], ALL)).toMatchObject({ inFlight: 1, waiting: 0.44, busy: 0.4, workers: 1 })
  expect(rowOf([DC2], ALL)).toMatchObject({ inFlight: 0, waiting: 0, busy: 0.1, ready: 0.9 })
  expect(rowOf(DC1_AND_DC2, { from: 200, until: 300 })).toMatchObject({ waiting: 0.4, busy: 1.5 })
})

test('a percentile is the smallest that so many do not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
  expect([0, 1, 50, 99, 99.1, 100].map(percent => rankOf(percent, hundred))).toEqual([
    1, 1, 50, 99, 100, 100,
  ])
  const thousand = Array.from({ length: 1000 }, (_, index) => index + 1)
  expect(rankOf(99.9, thousand)).toBe(999)
})

/** DC1 has one worker, which answers nonsense once; strangers ask, and one has a peer's name. */
const ATTACKED = `
0 DC1 start DC1
0 DC1-w0001 req out  READY
0 DC1 localbe in  DC1-w0001 | | READY
40 DC1 statefe in  DC2 | many
50 DC1 statefe in  DC2 | 1
100 DC1 sent DC1-c0001#1
100 DC1-c0001 req out  DC1-c0001#1
100 DC1 localfe in  DC1-c0001 | 1 | | DC1-c0001#1
100 DC1 localbe out  DC1-w0001 | | DC1-c0001 | 1 | | DC1-c0001#1
110 DC1 cloudfe in  x | y | z
120 DC1 cloudfe in  DC2 | 1 | | a
130 DC1 cloudfe in  DC2 | 2 | | b
150 DC1 localfe in  x | 1 | | c
150 DC1 cloudbe out  DC2 | d0.1 | x | 1 | | c
160 DC1 cloudbe in  DC2 | d0.1
170 DC1 cloudbe in  DC2 | d0.9 | x | 1 | | c
200 DC1 localbe in  DC1-w0001 | | other | 1 | | DC1-c0001#1
300 DC1 localbe in  DC1-w0001 | | DC1-c0001 | 1 | DC1-c0001#1
300 DC1 home DC1-w0001
300 DC1 localbe out  DC1-w0001 | | DC1-c0001 | 1 | | DC1-c0001#1
400 DC1 localbe in  DC1-w0001 | | DC1-c0001 | 1 | | DC1-c0001#1@DC1-w0001
400 DC1 localfe out  DC1-c0001 | 1 | | DC1-c0001#1@DC1-w0001
400 DC1-c0001 req in  DC1-c0001#1@DC1-w0001
400 DC1 localbe out  DC1-w0001 | | DC2 | 1 | | a
500 DC1 localbe in  DC1-w0001 | | DC2 | 1 | | a
500 DC1 cloudfe out  DC2 | 1 | | a
500 DC1 localbe out  DC1-w0001 | | DC2 | 2 | | b
500 DC1 cloudfe in  DC2 | 3 | | d
500 DC1 cloudfe in  DC2 | 4 | | e
500 DC1 cloudfe back  DC2 | 1 | | a
600 DC1 cloudbe in  DC2 | d0.1 | x | 1 | | c
`

test('under attack, what is malformed is nothing else, and strangers have no own tasks', () => {
  const group = [...readStory(traceOf(ATTACKED), ['DC1', 'DC2']).values()]
  const { sent, overcommit, late, home, orphans } = countsOf(group, ALL)
  expect({ sent, overcommit, late, home, orphans }).toEqual({
    ...{ sent: 1, overcommit: 4, late: 1, home: 1, orphans: 3 },
  })
  // Once as old as the last word that made sense.
  expect(agesIn(group, ALL)).toEqual([100])
  // No worker had it for no time: the task of the stranger that went to DC2 is not own.
  expect(rowOf(group, { from: 100, until: 400 }).waiting).toBe(0)
  expect(group[0]?.placed.area(0, 1000)).toBe(300)
})
