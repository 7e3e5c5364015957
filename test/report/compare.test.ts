/** Results from files, of one seed or many, and two of them side by side. */

import { describe, expect, test } from 'vitest'
import { compareLines } from '../../src/cli/compare/text.js'
import { compare } from '../../src/report/compare.js'
import { isResult, readResult } from '../../src/report/result-file.js'
import { summaryOfSeeds } from '../../src/report/seeds.js'
import type { Summary } from '../../src/report/summary.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { UsageError } from '../../src/scenario/usage-error.js'
import { simulate } from '../../src/sim/simulate.js'
import { BUSY } from '../support/scenarios.js'

async function runs(text: string, count: number): Promise<[Summary, ...Summary[]]> {
  const plan = readScenario(text, 'busy.yaml')
  const run = async (seed: number) => (await simulate({ ...plan, seed })).summary
  const others = Array.from({ length: count - 1 }, (_, index) => run(index + 2))
  return [await run(1), ...(await Promise.all(others))]
}

const busy = await runs(BUSY, 4)
const alone = await runs(`${BUSY}broker: { policy: local-only }\n`, 4)
const fileOf = (summary: object) => JSON.stringify(summary, null, 2)
const resultOf = (summary: object, file: string) => readResult(fileOf(summary), file)

describe('the summary of many seeds', () => {
  test('is that of the first, with the totals of each', () => {
    const { seeds, seedsAsked, invariants, ...first } = summaryOfSeeds(busy)
    const { invariants: ofFirst, ...rest } = busy[0]
    expect(first).toEqual(rest)
    expect(seedsAsked).toBe(4)
    const overSeeds = { held: 4, failed: 0, unknown: 0, seed: 1 }
    expect(invariants).toEqual(ofFirst.map(one => ({ ...one, overSeeds })))
    expect(seeds?.map(({ seed }) => seed)).toEqual([1, 2, 3, 4])
    expect(seeds?.map(({ total }) => total)).toEqual(busy.map(({ total }) => total))
    expect(new Set(seeds?.map(({ digest }) => digest)).size).toBe(4)
  })

  test.each([
    [[0, 4, 0], 4],
    [[4, 99, 0], 99],
    [[99, 0, 130], 130],
    [[0, 130, 3], 3],
    [[0, 0, 0], 0],
  ])('of exit codes %j has %d, the gravest', (codes, gravest) => {
    const [first, ...others] = codes.map(exitCode => ({ ...busy[0], exitCode }))
    const summary = summaryOfSeeds([first ?? busy[0], ...others])
    expect(summary.exitCode).toBe(gravest)
  })

  test('leaves out a seed that was interrupted', () => {
    const cut = { ...busy[1], exitCode: 130 } as Summary
    expect(summaryOfSeeds([busy[0], cut]).seeds?.map(({ seed }) => seed)).toEqual([1])
  })
})

describe('a result', () => {
  test('of one seed is one run', () => {
    const result = resultOf(busy[0], 'a.json')
    expect(result).toMatchObject({ file: 'a.json', name: 'busy', mode: 'sim' })
    expect(result.runs.map(({ total }) => total.done)).toEqual([busy[0].total.done])
  })

  test('of many seeds is a run for each', () => {
    expect(resultOf(summaryOfSeeds(busy), 'a.json').runs).toHaveLength(4)
  })

  test('may be all that --json printed, of which the summary is the last line', () => {
    const text = `{"type":"ready","t":0}\n${JSON.stringify(busy[0])}\n`
    expect(readResult(text, 'a.jsonl')).toEqual({ ...resultOf(busy[0], ''), file: 'a.jsonl' })
  })

  test('may be live, where waits are not known', () => {
    const live = { ...busy[0], mode: 'live', total: { ...busy[0].total, waitMs: {} } }
    expect(resultOf(live, 'a.json').runs[0]?.total.waitMs).toEqual({})
  })

  test('has what faults have cost, of each seed that tells it', () => {
    const faults = [
      {
        words: 'kill DC2',
        atMs: 1000,
        endMs: null,
        noticedAfterMs: { DC1: 8 },
        recoveredAfterMs: null,
      },
    ]
    const [one] = resultOf({ ...busy[0], faults }, 'a.json').runs
    expect(one?.faults).toEqual([{ noticedAfterMs: { DC1: 8 }, recoveredAfterMs: null }])
    const many = summaryOfSeeds([{ ...busy[0], faults }, busy[1] as Summary])
    const { runs } = resultOf(many, 'a.json')
    expect(runs.map(run => run.faults?.length)).toEqual([1, undefined])
  })

  test('may be a report, which has more fields than a summary', () => {
    const report = { version: 1, ...busy[0], warmupMs: 0, series: [], slowest: [] }
    expect(resultOf(report, 'a.json')).toEqual(resultOf(busy[0], 'a.json'))
  })

  test('may be older than some of the figures', () => {
    const { uncorrectedMs, ...total } = busy[0].total
    expect(uncorrectedMs.p99).toBeGreaterThan(0)
    const old = resultOf({ ...busy[0], total }, 'a.json')
    const figures = new Map(compare(old, old).figures.map(({ figure, a }) => [figure, a]))
    expect(figures.get('task.uncorrected p(99)')).toBeNull()
    expect(figures.get('task.latency p(99)')).toBeGreaterThan(0)
  })

  test.each([
    [fileOf(busy[0]), true],
    [`{"type":"ready","t":0}\n${JSON.stringify(busy[0])}\n`, true],
    [fileOf({ version: 1, ...busy[0] }), true],
    ['{"type":"ready","t":0}\n', false],
    [BUSY, false],
    ['', false],
  ])('is known by what is in it: %#', (text, is) => {
    expect(isResult(text)).toBe(is)
  })

  const { done, ...notDone } = busy[0].total
  const whole = JSON.stringify(busy[0])
  const lines = '{"type":"ready","t":0}\n{"type":"status","t":1}\n'
  test.each([
    ['', 'it is empty'],
    [' \n', 'it is empty'],
    ['version: 1\nduration: 60s\n', 'it is not JSON from line 1, column 1 on'],
    ['{"a": 1,\n "b": nope}', 'it is not JSON from line 2, column 8 on'],
    ['{"a": 1,\n "b" 2}', 'it is not JSON from line 2, column 6 on'],
    ['PK\u0003\u0004', 'it is not JSON from line 1, column 1 on'],
    ['{"a": [1,\n2', 'it breaks off in line 2'],
    ['{"a": [1,\n2\n', 'it breaks off in line 2'],
    [whole.slice(0, whole.length / 2), 'it breaks off in line 1'],
    [`${lines}${whole.slice(0, whole.length / 2)}`, 'it breaks off in line 3'],
    ['5', 'it is 5, not a map'],
    ['[1]', 'it is a list, not a map'],
    ['null', 'it is nothing, not a map'],
    ['{}', 'type is missing'],
    ['{"type":"x"}', 'type is "x", not "summary"'],
    [lines, 'type is "status", not "summary"'],
    ['{"type":"summary"}', 'name is missing'],
    [fileOf({ ...busy[0], mode: 1 }), 'mode is 1, not "live" or "sim"'],
    [fileOf({ ...busy[0], exitCode: -1 }), 'exitCode is -1, not 0 or more'],
    [fileOf({ ...busy[0], total: notDone }), 'total.done is missing'],
    [
      fileOf({
        ...busy[0],
        total: { ...busy[0].total, waitMs: { ...busy[0].total.waitMs, mean: 'x' } },
      }),
      'total.waitMs is damaged',
    ],
    [
      fileOf({ ...busy[0], seeds: [busy[0], { ...busy[1], durationMs: 'long' }] }),
      'seeds.1.durationMs is "long", not a number',
    ],
  ])('is not read where it is none: %#', (text, words) => {
    const advice = 'use what peering run or sim wrote with --out x.json, or printed with --json'
    const message = `a.json is no result of a run: ${words}: ${advice}`
    expect(() => readResult(text, 'a.json')).toThrow(new UsageError(message))
  })

  test('is not wrong without a reason', () => {
    expect(done).toBeGreaterThan(0)
  })
})

describe('a comparison', () => {
  const many = compare(
    resultOf(summaryOfSeeds(alone), 'a.json'),
    resultOf(summaryOfSeeds(busy), 'b.json'),
  )
  const figureOf = ({ figures }: typeof many, name: string) =>
    figures.find(({ figure }) => figure === name)

  test('tells what differs from what may be chance', () => {
    expect(figureOf(many, 'task.cloud ratio')).toMatchObject({ a: 0, distinguishable: true })
    expect(figureOf(many, 'task.wait avg')).toMatchObject({ distinguishable: true })
    expect(figureOf(many, 'task.lost count')).toMatchObject({
      difference: 0,
      interval: [0, 0],
      distinguishable: false,
    })
  })

  test('has the means over the seeds, and their difference', () => {
    const mean = (all: readonly Summary[]) =>
      all.reduce((sum, { total }) => sum + total.latencyMs.p99, 0) / all.length
    const p99 = figureOf(many, 'task.latency p(99)')
    expect(p99?.a).toBeCloseTo(mean(alone))
    expect(p99?.b).toBeCloseTo(mean(busy))
    expect(p99?.percent).toBeCloseTo(100 * (mean(busy) / mean(alone) - 1))
  })

  test('of a result with itself finds nothing', () => {
    const same = resultOf(summaryOfSeeds(busy), 'a.json')
    const found = compare(same, same).figures.filter(({ a }) => a !== null)
    expect(found.length).toBeGreaterThan(10)
    for (const { difference, distinguishable } of found) {
      expect(difference).toBe(0)
      expect(distinguishable).toBe(false)
    }
  })

  test('writes next to nothing as 0, without a sign', () => {
    const figures = many.figures.map(figure => ({ ...figure, percent: -0.04 }))
    const text = compareLines({ ...many, figures }).join('\n')
    expect(text).toContain(' 0.0 %')
    expect(text).not.toContain('-0.0 %')
  })

  test('of single seeds has no intervals, and says how to have them', () => {
    const two = compare(resultOf(alone[0], 'a.json'), resultOf(busy[0], 'b.json'))
    for (const { interval, distinguishable } of two.figures) {
      expect([interval, distinguishable]).toEqual([null, null])
    }
    expect(compareLines(two).at(-1)).toMatch(/several seeds of both: .*--seeds 20/)
  })

  test.each([
    ['live', 'live'],
    ['sim', 'live'],
  ] as const)('of %s and %s does not ask for seeds of what has none', (a, b) => {
    const [one, two] = [resultOf(alone[0], 'a.json'), resultOf(busy[0], 'b.json')]
    const lines = compareLines(compare({ ...one, mode: a }, { ...two, mode: b })).join('\n')
    expect(lines).toContain('single runs on real sockets do not tell: compare two that')
    expect(lines).not.toContain('several seeds of both')
  })

  test('knows no percentage of nothing, and no figure that one has not', () => {
    expect(figureOf(many, 'task.cloud ratio')?.percent).toBeNull()
    expect(figureOf(many, 'task.overcommit ratio')).toMatchObject({ a: null, difference: null })
  })

  test('tells what the seeds in common have made of both', () => {
    expect(many.method).toBe('paired')
    const [, ...fewer] = busy
    const a = resultOf(summaryOfSeeds(alone), 'a.json')
    const b = resultOf(summaryOfSeeds(fewer as [Summary, ...Summary[]]), 'b.json')
    expect(compare(a, b).method).toBe('welch')
    expect(compare(a, resultOf(busy[0], 'b.json')).method).toBeNull()
  })

  test('is shown as a table of at most 80 columns', () => {
    const lines = compareLines(many)
    expect(lines[0]).toBe('a: a.json (sim busy, 4 seeds)')
    expect(lines.find(line => line.startsWith('task.wait avg'))).toMatch(
      /ms +-\d.*% {2}-.* ms ± .* ms {2}less$/,
    )
    expect(lines.find(line => line.startsWith('task.lost count'))).toMatch(/ 0 ± 0$/)
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(80)
  })
})
