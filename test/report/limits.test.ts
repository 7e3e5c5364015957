/** Limits to the difference of two results: their words, and how they are judged. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomStream } from '../../src/base/random.js'
import { compareLines } from '../../src/cli/compare/text.js'
import { compare } from '../../src/report/compare.js'
import type { Measured } from '../../src/report/figures.js'
import { judgeLimit } from '../../src/report/limit-result.js'
import { GATE, parseLimit } from '../../src/report/limits.js'
import { Metrics } from '../../src/report/metrics.js'
import { Pairing } from '../../src/report/pairing.js'
import type { Result } from '../../src/report/result-file.js'

interface Run {
  readonly seed?: number
  readonly p99?: number
  readonly lost?: number
  readonly done?: number
  readonly faults?: Measured['faults']
}

function runOf({ seed = 1, p99 = 100, lost = 0, done = 1000, faults }: Run): Measured {
  const empty = new Metrics().totals()
  const latencyMs = { ...empty.latencyMs, p99 }
  return { seed, durationMs: 10_000, total: { ...empty, latencyMs, lost, done }, faults }
}

function resultOf(file: string, runs: readonly Run[], exitCode = 0): Result {
  return { file, name: 'x', mode: 'sim', exitCode, runs: runs.map(runOf) }
}

/** Of each run its p99; the seeds count from `seed` on. */
const p99s = (values: readonly number[], seed = 1): Run[] =>
  values.map((p99, index) => ({ p99, seed: seed + index }))

function judge(limit: string, a: readonly Run[], b: readonly Run[]) {
  const results = [resultOf('a.json', a), resultOf('b.json', b)] as const
  const comparison = compare(...results, [parseLimit(limit)])
  const [found] = comparison.thresholds
  if (!found) throw new Error('the limit is not judged')
  return { ...found, exitCode: comparison.exitCode, lines: compareLines(comparison) }
}

describe('a limit', () => {
  test.each([
    ['task.latency p(99) > +10%', { comparison: '>', isPercent: true, value: 10 }],
    ['task.latency p(99.9)>=1.5s', { comparison: '>=', isPercent: false, value: 1500 }],
    ['task.rate avg < -5%', { comparison: '<', isPercent: true, value: -5 }],
    ['  task.rate   avg <= -300/m ', { comparison: '<=', isPercent: false, value: -5 }],
    ['task.cloud ratio > 0.05', { comparison: '>', isPercent: false, value: 0.05 }],
    ['task.lost count > 0', { comparison: '>', isPercent: false, value: 0 }],
  ])('is read from %j', (text, read) => {
    expect(parseLimit(text)).toMatchObject({ text, ...read })
  })

  test.each([
    ['', /^Cannot parse "": use a form such as "task\.latency p\(99\) > \+10%"$/],
    ['task.latency p(99)', /^Cannot parse "task\.latency p\(99\)": use a form such as /],
    ['task.latency p(98) > 5%', /^Unknown figure .*: did you mean "task\.latency p\(90\)"\?$/],
    ['task.latncy avg > 5%', /^Unknown figure .*: did you mean "task\.latency avg"\?$/],
    ['nothing > 3', /^Unknown figure "nothing": use one of task\.rate avg, /],
    ['task.lost count == 0', /^Cannot parse .*: did you mean ">="\?$/],
    ['task.latency avg > 10', /^Cannot parse duration "10": add a unit such as 10s$/],
    ['task.rate avg < -5', /^Cannot parse rate "5": use a form such as 60\/s/],
    ['task.lost count > 5ms', /: use a number such as 5, or a percentage of a such as 10%$/],
    ['task.cloud ratio > 5', /: use a part of 1 such as 0\.05, or a percentage of a such as 10%$/],
    ['task.rate avg < --5%', /^Cannot parse rate "-5%"/],
  ])('is not read from %j', (text, words) => {
    expect(() => parseLimit(text)).toThrow(words)
  })

  test('of the gate is one that there is', () => {
    expect(GATE.map(text => parseLimit(text).text)).toEqual(GATE)
  })
})

describe('of two single runs, a limit', () => {
  test.each([
    ['task.latency p(99) > +10%', { p99: 111 }, 'fail', 99],
    ['task.latency p(99) > +10%', { p99: 109 }, 'pass', 0],
    ['task.latency p(99) > 5ms', { p99: 105 }, 'pass', 0],
    ['task.latency p(99) >= 5ms', { p99: 105 }, 'fail', 99],
    ['task.rate avg < -5%', { done: 949 }, 'fail', 99],
    ['task.rate avg < -5%', { done: 951 }, 'pass', 0],
    ['task.rate avg < -5/s', { done: 949 }, 'fail', 99],
    ['task.lost count > 0', { lost: 1 }, 'fail', 99],
    ['task.lost count > 0', {}, 'pass', 0],
  ])('%s is judged by what they are: %j', (limit, b, verdict, exitCode) => {
    expect(judge(limit, [{}], [b])).toMatchObject({ verdict, exitCode, interval: null })
  })

  test('tells the difference in its own unit', () => {
    const b = [{ p99: 120 }]
    expect(judge('task.latency p(99) > +10%', [{}], b)).toMatchObject({ unit: 'percent' })
    expect(judge('task.latency p(99) > +10%', [{}], b).value).toBeCloseTo(20)
    expect(judge('task.latency p(99) > 5ms', [{}], b)).toMatchObject({ unit: 'time', value: 20 })
    expect(judge('task.latency p(99) > 5ms', [{}], b).lines).toContain(
      'FAILED: fail if task.latency p(99) > 5ms (+20.0 ms)',
    )
  })

  test('in percent of nothing is still judged, without a value', () => {
    const found = judge('task.lost count > +10%', [{}], [{ lost: 1 }])
    expect(found).toMatchObject({ verdict: 'fail', value: null })
    expect(found.lines).toContain('FAILED: fail if task.lost count > +10% (a is 0)')
    expect(judge('task.lost count > +10%', [{}], [{}]).verdict).toBe('pass')
  })

  test('on a figure that one has not is inconclusive, and says which', () => {
    const faults = [{ noticedAfterMs: { DC1: 30 }, recoveredAfterMs: 2000 }]
    const found = judge('fault.recovery max > 1s', [{ faults }], [{}])
    expect(found).toMatchObject({ verdict: 'inconclusive', exitCode: 4 })
    expect(found.lines).toContain(
      'unknown: fail if fault.recovery max > 1s (b has no fault.recovery max)',
    )
    const never = [{ noticedAfterMs: {}, recoveredAfterMs: null }, ...faults]
    expect(judge('fault.recovery max > 1s', [{ faults }], [{ faults: never }]).exitCode).toBe(4)
    expect(judge('peer.notice max > 1s', [{ faults }], [{ faults: never }])).toMatchObject({
      verdict: 'pass',
      value: 0,
    })
  })
})

describe('of many seeds, a limit', () => {
  const a = p99s([100, 110, 90, 105, 95])

  test('fails if all of the interval is beyond it', () => {
    const b = p99s([121, 131, 111, 126, 116], 6)
    expect(judge('task.latency p(99) > +5%', a, b)).toMatchObject({ verdict: 'fail' })
    expect(judge('task.latency p(99) > +5%', b, a)).toMatchObject({ verdict: 'pass' })
  })

  test('is inconclusive if the interval has it in it, and says so', () => {
    const found = judge('task.latency p(99) > +20%', a, p99s([121, 131, 111, 126, 116], 6))
    expect(found).toMatchObject({ verdict: 'inconclusive', exitCode: 4 })
    expect(found.value).toBeCloseTo(21)
    expect(found.interval?.[0]).toBeLessThan(20)
    expect(found.interval?.[1]).toBeGreaterThan(20)
    expect(found.lines.join('\n')).toMatch(
      /\nunknown: fail if .* \(\+21\.0 %, \+\d.* %: the limit is within that: more seeds/,
    )
  })

  test('is judged seed by seed where both have the same, in whatever order', () => {
    const b = p99s([121, 131, 111, 126, 116]).reverse()
    const found = judge('task.latency p(99) > +20ms', a, b)
    expect(found).toMatchObject({ verdict: 'fail', value: 21, interval: [21, 21] })
    expect(found.lines).toContain('±: 95 % confidence, by the runs of each seed in both (paired).')
    const others = judge('task.latency p(99) > +20ms', a, p99s([121, 131, 111, 126, 116], 6))
    expect(others.verdict).toBe('inconclusive')
    expect(others.lines).toContain('±: 95 % confidence, by the runs of two samples (Welch).')
  })

  test('is inconclusive where only one seed has the figure', () => {
    const faults = [{ noticedAfterMs: { DC1: 30 }, recoveredAfterMs: 2000 }]
    const some = a.map((run, index) => (index === 0 ? { ...run, faults } : run))
    expect(judge('peer.notice max > 0s', some, some)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'too few seeds have it',
    })
  })

  test('that is met to the point is told to be passed or failed in about 5 of 100', () => {
    // Whatever it says then but inconclusive is by chance.
    const limit = parseLimit('task.latency p(99) > +10%')
    const runs = (values: readonly number[], seed: number) => p99s(values, seed).map(runOf)
    const rounds = Array.from({ length: 400 }, (_, round) => {
      const random = randomStream(round, 'p99')
      const draw = () => Array.from({ length: 10 }, () => 100 + 40 * random())
      const b = draw().map(value => 1.1 * value)
      return judgeLimit(limit, new Pairing(runs(draw(), 1), runs(b, 20))).verdict
    })
    const told = rounds.filter(verdict => verdict !== 'inconclusive').length
    expect(told).toBeGreaterThan(6)
    expect(told).toBeLessThan(36)
    expect(rounds.filter(verdict => verdict === 'fail').length).toBeLessThan(22)
  })

  test('says of any results the same as of their mirror image', () => {
    const values = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 6 })
    fc.assert(
      fc.property(values, values, fc.integer({ min: 0, max: 500 }), (one, other, ms) => {
        const [runs, others] = [p99s(one), p99s(other, 50)]
        const more = judge(`task.latency p(99) > ${ms}ms`, runs, others)
        const less = judge(`task.latency p(99) < -${ms}ms`, others, runs)
        expect(less.verdict).toBe(more.verdict)
      }),
    )
  })
})

describe('a comparison with limits', () => {
  test.each([
    [['task.lost count > 0'], 0],
    [['task.lost count > 0', 'task.wait avg > 0s'], 4],
    [['task.wait avg > 0s', 'task.lost count >= 0'], 99],
  ])('%j ends with %d: the gravest of them', (limits, exitCode) => {
    const result = resultOf('a.json', [{}])
    const found = compare(result, result, limits.map(parseLimit))
    expect(found.exitCode).toBe(exitCode)
    expect(found.thresholds.map(({ failIf }) => failIf)).toEqual(limits)
  })

  test('without any passes, whatever the difference', () => {
    const found = compare(resultOf('a.json', [{}]), resultOf('b.json', [{ lost: 99 }]))
    expect(found).toMatchObject({ thresholds: [], verdict: 'pass', exitCode: 0 })
  })

  test.each([
    [0, 'a: a.json (sim x, 1 seed)'],
    [130, 'a: a.json (sim x, 1 seed, interrupted)'],
    [4, 'a: a.json (sim x, 1 seed, inconclusive)'],
    [3, 'a: a.json (sim x, 1 seed, an invariant broke)'],
    [7, 'a: a.json (sim x, 1 seed, exit code 7)'],
  ])('says of a result with exit code %d: %s', (exitCode, line) => {
    const result = resultOf('a.json', [{}], exitCode)
    expect(compareLines(compare(result, result))[0]).toBe(line)
  })
})

describe('the gate', () => {
  const gated = (codeA: number, codeB: number, runs: readonly Run[] = [{}]) => {
    const [a, b] = [resultOf('a.json', runs, codeA), resultOf('b.json', runs, codeB)]
    const comparison = compare(a, b, GATE.map(parseLimit), { isGate: true })
    return { ...comparison, lines: compareLines(comparison) }
  }

  test.each([
    [0, 0, 0, 'passed: fail if b failed (exit code 0)'],
    [0, 99, 99, 'FAILED: fail if b failed (exit code 99: a threshold failed)'],
    [99, 99, 99, 'FAILED: fail if b failed (exit code 99: a threshold failed)'],
    [99, 0, 0, 'passed: fail if b failed (exit code 0)'],
    [0, 4, 4, 'unknown: fail if b failed (exit code 4: inconclusive)'],
    [0, 3, 99, 'FAILED: fail if b failed (exit code 3: an invariant broke)'],
    [0, 1, 99, 'FAILED: fail if b failed (exit code 1: a process failed)'],
    [0, 130, 99, 'FAILED: fail if b failed (exit code 130: interrupted)'],
    [0, 7, 99, 'FAILED: fail if b failed (exit code 7)'],
    [
      ...([130, 0, 4] as const),
      'unknown: fail if b failed (nothing can be told by a: exit code 130: interrupted)',
    ],
  ])('of a with exit code %d and b with %d ends with %d', (a, b, exitCode, line) => {
    const found = gated(a, b)
    expect(found.exitCode).toBe(exitCode)
    expect(found.lines).toContain(line)
    expect(found.lines.at(-1)).toBe(`verdict: ${found.verdict}`)
  })

  test('of many seeds fails as well, and says in how many it was', () => {
    const runs = p99s([100, 110, 90])
    const b = { ...resultOf('b.json', runs, 99) }
    const codes = { ...b, runs: b.runs.map((run, i) => ({ ...run, exitCode: i === 1 ? 99 : 0 })) }
    const found = compare(resultOf('a.json', runs), codes, [], { isGate: true })
    expect(found.exitCode).toBe(99)
    expect(compareLines(found)).toContain(
      'FAILED: fail if b failed (exit code 99: a threshold failed in 1 of 3 seeds)',
    )
  })

  test('alone asks it: limits of your own are about differences', () => {
    const [a, b] = [resultOf('a.json', [{}]), resultOf('b.json', [{}], 99)]
    expect(compare(a, b, [parseLimit('task.lost count > 0')]).exitCode).toBe(0)
  })
})

describe('a difference of shares', () => {
  const shareOf = (cloud: number): Result => {
    const run = runOf({})
    return { ...resultOf('a.json', []), runs: [{ ...run, total: { ...run.total, cloud } }] }
  }

  test('is in points, and not in percent', () => {
    const lines = compareLines(compare(shareOf(500), shareOf(550)))
    expect(lines.find(line => line.startsWith('task.cloud ratio'))).toMatch(
      /50\.0 % +55\.0 % +- +\+5\.0 points$/,
    )
  })

  test.each([
    ['task.cloud ratio > 5 points', 0],
    ['task.cloud ratio >= 5points', 99],
    ['task.cloud ratio >= 0.05', 99],
    ['task.cloud ratio > +9%', 99],
    ['task.cloud ratio > +11%', 0],
  ])('is limited by %s', (limit, exitCode) => {
    const found = compare(shareOf(500), shareOf(550), [parseLimit(limit)])
    expect(found.exitCode).toBe(exitCode)
  })
})
