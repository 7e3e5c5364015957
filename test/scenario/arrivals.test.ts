/** Arrival times from a CSV, and into a plan. */

import { describe, expect, test } from 'vitest'
import { parseArrivals, withArrivals } from '../../src/scenario/arrivals.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { UsageError } from '../../src/scenario/usage-error.js'

describe('a CSV of arrivals', () => {
  test.each([
    ['0\n10\n10\n25.5\n', [0, 10, 10, 25.5]],
    ['at_ms\n1\n2', [1, 2]],
    ['\ufeffms;what\r\n1;a\r\n2;b\r\n', [1, 2]],
    ['# recorded on a Monday\n\n1, x\n  2 ,y\n', [1, 2]],
    ['"time (ms)","id"\n"1","a"\n', [1]],
  ])('%j is understood', (csv, times) => {
    expect(parseArrivals(csv, 'day.csv')).toEqual(times)
  })

  test.each([
    ['', 'day.csv:1:1: there is no arrival time in it'],
    ['ms\n', 'day.csv:1:1: there is no arrival time in it'],
    ['1\nx\n', 'day.csv:2:1: use a time in ms, not "x"'],
    ['1\n-2\n', 'day.csv:2:1: use a time in ms, not "-2"'],
    ['1\n10s\n', 'day.csv:2:1: use a time in ms, not "10s"'],
    ['12:00\n', 'day.csv:1:1: use a time in ms, not "12:00"'],
    ['1\n,5\n', 'day.csv:2:1: use a time in ms, not ""'],
    ['ms\n5\n4\n', 'day.csv:3:1: 4 ms is before the 5 ms of the line above'],
  ])('%j is refused', (csv, complaint) => {
    expect(() => parseArrivals(csv, 'day.csv')).toThrow(new UsageError(complaint))
  })
})

describe('a plan with replays', () => {
  const plan = readScenario(
    `\
version: 1
duration: 60s
clusters: { DC1: , DC2: , DC3: }
load:
  - { at: [DC1, DC2], executor: replay, file: a.csv }
  - { at: DC3, executor: replay, file: b.csv }
  - { at: DC3, executor: guide }
`,
    'x.yaml',
  )

  test('takes the arrivals of each file, which is read once', () => {
    const asked: string[] = []
    const filled = withArrivals(plan, path => {
      asked.push(path)
      return path === 'a.csv' ? '1\n2\n' : '3\n'
    })
    expect(asked).toEqual(['a.csv', 'b.csv'])
    expect(filled.loads.map(({ load }) => load)).toEqual([
      { kind: 'replay', atMs: [1, 2] },
      { kind: 'replay', atMs: [1, 2] },
      { kind: 'replay', atMs: [3] },
      { kind: 'guide' },
    ])
  })
})
