/** Figures of many seeds, as people read them. */

import { describe, expect, test } from 'vitest'
import { seedLines } from '../../src/cli/output/seeds-text.js'
import { signedText, withHalf } from '../../src/report/figure-text.js'
import { Metrics } from '../../src/report/metrics.js'
import { type SeedResult, type Summary, summarize } from '../../src/report/summary.js'

describe('a figure', () => {
  test.each([
    [39.64, 0.5, 'rate', '39.6/s ± 0.5/s'],
    [1250, 12.3, 'time', '1.25 s ± 12.3 ms'],
    [0.123, 0.01, 'share', '12.3 % ± 1.0 %'],
    [1234.5, 2.25, 'count', '1,235 ± 2.3'],
    [2.5, null, 'count', '2.5'],
    [null, null, 'time', '-'],
  ] as const)('of %j ± %j as a %s is %j', (mean, half, unit, text) => {
    expect(withHalf(mean, half, unit)).toBe(text)
  })

  test.each([
    [12.3, '+12.3 ms'],
    [-12.3, '-12.3 ms'],
    [-0.001, '0.00 ms'],
    [0, '0.00 ms'],
    [null, '-'],
  ])('of a difference of %j ms is %j', (value, text) => {
    expect(signedText(value, 'time')).toBe(text)
  })
})

describe('the lines on seeds', () => {
  const total = { ...new Metrics().totals(), sent: 60, done: 60, local: 60 }
  const seedOf = (seed: number, lost: number, exitCode = 0): SeedResult => ({
    seed,
    exitCode,
    durationMs: 1000,
    total: { ...total, lost },
    clusters: {},
    thresholds: [],
  })
  const base = { mode: 'sim', name: 'x', seed: 7, durationMs: 1000, exitCode: 0 } as const
  const summaryOf = (...seeds: SeedResult[]): Summary => ({
    ...summarize({ ...base, clusters: [] }),
    seeds,
    seedsAsked: seeds.length,
  })

  test('are none for one seed', () => {
    expect(seedLines(summarize({ ...base, clusters: [] }))).toEqual([])
    expect(seedLines(summaryOf(seedOf(7, 0)))).toEqual([])
  })

  test('have the mean of each figure, and the half of its interval', () => {
    const text = seedLines(summaryOf(seedOf(7, 1), seedOf(8, 3))).join('\n')
    expect(text).toContain('2 seeds, from 7 on: ')
    // Student's t of one degree of freedom: 12.7.
    expect(text).toMatch(/task\.lost count +2 ± 12\.7/)
    expect(text).toMatch(/task\.rate avg +60\.0\/s ± 0\.0\/s/)
    expect(text).not.toContain('task.wait')
  })

  test('name each seed that did not pass', () => {
    const lines = seedLines(summaryOf(seedOf(7, 0), seedOf(8, 0, 99), seedOf(9, 0, 3)))
    expect(lines.filter(line => line.startsWith('seed '))).toEqual([
      'seed 8: exit code 99; see --seed 8',
      'seed 9: exit code 3; see --seed 9',
    ])
  })

  test('say which threshold it was, and by how much', () => {
    const span = { fromMs: 0, untilMs: 1000, wholeRun: true }
    const threshold = { metric: 'task.latency', expr: 'p(99) < 2s', value: 2500, ...span }
    const failed = { ...seedOf(8, 0, 99), thresholds: [{ value: 2500, passed: false }] }
    const held = { ...seedOf(7, 0), thresholds: [{ value: 1000, passed: true }] }
    const thresholds = [{ ...threshold, passed: false }]
    expect(seedLines({ ...summaryOf(held, failed), thresholds })).toContain(
      'seed 8: exit code 99 (task.latency p(99) < 2s: 2.50 s); see --seed 8',
    )
  })
})
