/** Which task `peering trace` waits for, beside clusters that run. */

import { describe, expect, test } from 'vitest'
import { NextTask } from '../../src/cli/trace/next-task.js'
import type { TraceEvent } from '../../src/trace/trace.js'

const [STAYS, LEAVES] = ['DC1-c0001#1', 'DC1-c0002#1']

/** What passes the broker of DC1: socket, direction, task. */
const events = (
  [
    ['localfe', 'in', STAYS],
    ['localfe', 'in', LEAVES],
    ['cloudbe', 'out', LEAVES],
    ['localfe', 'out', STAYS],
    ['cloudbe', 'in', LEAVES],
    ['localfe', 'out', LEAVES],
    ['localfe', 'out', STAYS],
  ] as const
).map(([socket, dir, task], t): TraceEvent => ({ t, at: 'DC1', socket, dir, frames: ['', task] }))

/** By which of the events it was known, and which it is. */
function found(next: NextTask, among = events): { place: number; task: string | undefined } {
  return { place: among.findIndex(event => next.add(event)), task: next.task }
}

describe('the next task', () => {
  test('is the first that is answered, of those whose begin was seen', () => {
    expect(found(new NextTask(undefined, false))).toEqual({ place: 3, task: STAYS })
    expect(found(new NextTask(undefined, false), events.slice(1))).toEqual({
      place: 4,
      task: LEAVES,
    })
  })

  test('is the first that was delegated, if one of those is wanted', () => {
    expect(found(new NextTask(undefined, true))).toEqual({ place: 5, task: LEAVES })
    expect(found(new NextTask(undefined, true), events.slice(3))).toEqual({
      place: -1,
      task: undefined,
    })
  })

  test('is the one that is asked for, even if its begin was missed', () => {
    expect(found(new NextTask(LEAVES, false), events.slice(3))).toEqual({ place: 2, task: LEAVES })
  })
})
