/** Arrival times from a CSV, and into a plan. */

import { describe, expect, test } from 'vitest'
import { type ArrivalFormat, parseArrivals, withArrivals } from '../../src/scenario/arrivals.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { UsageError } from '../../src/scenario/usage-error.js'

describe('a CSV of arrivals', () => {
  test.each([
    ['0\n10\n10\n25.5\n', [0, 10, 10, 25.5]],
    ['at_ms\n1\n2', [1, 2]],
    ['\ufeffms;what\r\n1;a\r\n2;b\r\n', [1, 2]],
    ['# recorded on a Monday\n\n1, x\n  2 ,y\n', [1, 2]],
    ['"time (ms)","id"\n"1","a"\n', [1]],
    ['arrival_1,size\n1,7\n', [1]],
    ['t0\n1\n', [1]],
    ['1st arrival;x\n1;7\n', [1]],
    [',id\n1,a\n', [1]],
    ['ms;size\n12,5;3\n13,75;1,5\n', [12.5, 13.75]],
    ['12,5\ta\n13\tb', [12.5, 13]],
    ['"id, or ""so""",x\r\n"1","a\nb"\r\n2,c\r\n', [1, 2]],
    ['1e3\r1.5E3\r', [1000, 1500]],
  ])('%j is understood', (csv, times) => {
    expect(parseArrivals(csv, 'day.csv')).toEqual(times)
  })

  test.each<[csv: string, format: ArrivalFormat, times: number[]]>([
    ['1\n1.5\n', { unit: 's' }, [1000, 1500]],
    ['1500\n', { unit: 'us' }, [1.5]],
    ['1500000\n', { unit: 'ns' }, [1.5]],
    ['id,at\na,1\nb,2\n', { column: 'at' }, [1, 2]],
    ['id,at\na,1\nb,2\n', { column: 2 }, [1, 2]],
    ['a,1\nb,2\n', { column: 2 }, [1, 2]],
    ['1700000000000\n1700000000250\n', { startAt: 'first' }, [0, 250]],
    ['1700000000.125\n1700000001\n', { startAt: 'first', unit: 's' }, [0, 875]],
    ['1700000000000000000\n1700000000500000000\n', { startAt: 'first', unit: 'ns' }, [0, 500]],
    ['-5\n5\n', { startAt: 'first' }, [0, 10]],
    [
      'TIMESTAMP,n\n2023-11-16 18:17:03.9799600,4\n2023-11-16 18:17:04.0319600,1\n',
      { startAt: 'first' },
      [0, 52],
    ],
    [
      '2024-02-29T23:59:59Z\n2024-03-01T01:00:00+01:00\n2024-03-01T00:00:01.5Z\n',
      { startAt: 'first' },
      [0, 1000, 2500],
    ],
    ['2024-01-01\n2024-01-02\n', { startAt: 'first' }, [0, 86_400_000]],
  ])('%j is understood as %j', (csv, format, times) => {
    expect(parseArrivals(csv, 'day.csv', format)).toEqual(times)
  })

  test.each<[csv: string, format: ArrivalFormat, complaint: string]>([
    ['id,at\na,1\n', { column: 'att' }, '1:1: there is no column "att": did you mean "at"?'],
    ['id,at\na,1\n', { column: 3 }, '1:1: there is no column 3: it has 2'],
    ['1\nx\n', { unit: 's' }, '2:1: use a time in s, not "x"'],
    ['5\n4\n', { unit: 's' }, '2:1: 4 s is before the 5 s of the line above'],
    ['5\n4\n', { startAt: 'first' }, '2:1: 4 ms is before the 5 ms of the line above'],
    [
      '2024-01-01T00:00:00Z\n',
      {},
      '1:1: "2024-01-01T00:00:00Z" is a moment, and no time of the run: add startAt: first to ' +
        'the load, so that times count from the first',
    ],
    [
      '2024-01-02\n2024-01-01\n',
      { startAt: 'first' },
      '2:1: 2024-01-01 is before the 2024-01-02 of the line above',
    ],
    [
      '2024-01-02\n5\n',
      { startAt: 'first' },
      '2:1: "5" is not of the kind of those above: use one',
    ],
  ])('%j is refused as %j', (csv, format, complaint) => {
    const refused = new UsageError(`day.csv:${complaint}`)
    expect(() => parseArrivals(csv, 'day.csv', format)).toThrow(refused)
  })

  test.each([
    ['', 'day.csv:1:1: there is no arrival time in it'],
    ['ms\n', 'day.csv:1:1: there is no arrival time in it'],
    ['1\nx\n', 'day.csv:2:1: use a time in ms, not "x"'],
    ['-2\n', 'day.csv:1:1: use a time that is not below 0, not "-2"'],
    ['1\n-2\n', 'day.csv:2:1: -2 ms is before the 1 ms of the line above'],
    ['NaN\n1\n', 'day.csv:1:1: use a time in ms, not "NaN"'],
    ['Infinity\n1\n', 'day.csv:1:1: use a time in ms, not "Infinity"'],
    ['1e400\n1\n', 'day.csv:1:1: use a time in ms, not "1e400"'],
    ['10s\n1\n', 'day.csv:1:1: use a time in ms, not "10s"'],
    ['1.2.3\n1\n', 'day.csv:1:1: use a time in ms, not "1.2.3"'],
    ['1.234,5;x\n', 'day.csv:1:1: use a time in ms, not "1.234,5"'],
    ['2024-02-31\n', 'day.csv:1:1: use a time in ms, not "2024-02-31"'],
    [
      '"12,5",x\n1,y',
      'day.csv:1:1: use a time in ms, not "12,5": use a decimal point, or ; between columns',
    ],
    [
      'ms\n12,5\n13,5\n',
      'day.csv:2:1: the row has 2 cells, and the first row 1: for decimal commas, use ; between ' +
        'columns',
    ],
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
