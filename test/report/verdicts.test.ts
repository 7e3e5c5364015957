/** Whatever a run came to, every output says the same as its exit code. */

import { describe, expect, test } from 'vitest'
import { jsonOutput } from '../../src/cli/output/json-output.js'
import { textOutput } from '../../src/cli/output/text-output.js'
import { reportText } from '../../src/report/files.js'
import { type Report, summaryOf } from '../../src/report/report.js'
import { summaryOfSeeds } from '../../src/report/seeds.js'
import type { Summary } from '../../src/report/summary.js'
import { type Circumstances, finalizeVerdict, verdictOf } from '../../src/report/verdict.js'
import { holds, parseExpression } from '../../src/scenario/threshold.js'
import { reportOfText } from '../support/reports.js'
import { BUSY } from '../support/scenarios.js'

type Verdict = Summary['verdict']

const report = await reportOfText(BUSY)
const span = { fromMs: 0, untilMs: 20_000, wholeRun: true }
const threshold = { metric: 'task.latency', expr: 'p(99) < 2s', value: 1234, passed: true, ...span }
const HELD = [threshold]
const FAILED = [...HELD, { ...threshold, expr: 'p(99) < 1s', passed: false }]
const UNKNOWN = [...HELD, { ...threshold, metric: 'peer.notice', value: null, passed: false }]
const THEORY = {
  ...({ model: 'mmc', queue: 'M/M/3', metric: 'task.wait', exact: 100, atLeast: false } as const),
  ...{ measured: 101, standardErrors: 0.2, agrees: true, neededMs: 1000 },
}
const BROKEN = [
  { name: 'conservation', verdict: 'false', broken: { t: 7000, what: '1 task of DC1' } } as const,
]
const BEHIND = { ...report.total, behind: report.total.sent }

const well: Circumstances = { isInterrupted: false, hasFailed: false }
const cut: Circumstances = { ...well, isInterrupted: true }
const crashed: Circumstances = { ...well, hasFailed: true }
type Case = readonly [string, number, Partial<Summary>, Circumstances]

const CASES: readonly Case[] = [
  ['nothing asked', 0, {}, well],
  ['all held', 0, { thresholds: HELD, theory: [THEORY] }, well],
  ['a threshold failed', 99, { thresholds: FAILED }, well],
  ['two alike failed', 99, { thresholds: [...FAILED, ...FAILED] }, well],
  ['theory disagrees', 99, { theory: [{ ...THEORY, standardErrors: 9, agrees: false }] }, well],
  ['one failed, one is unknown', 99, { thresholds: [...UNKNOWN, ...FAILED] }, well],
  ['nothing was measured', 4, { thresholds: UNKNOWN }, well],
  ['theory unknown', 4, { theory: [{ ...THEORY, standardErrors: null, agrees: false }] }, well],
  ['the load fell behind', 4, { thresholds: HELD, total: BEHIND }, well],
  ['it fell behind and a threshold failed', 4, { thresholds: FAILED, total: BEHIND }, well],
  ['an invariant broke', 3, { invariants: BROKEN, thresholds: HELD }, well],
  ['an invariant broke and a threshold failed', 3, { invariants: BROKEN, thresholds: FAILED }, cut],
  ['it was interrupted', 130, { thresholds: HELD }, cut],
  ['it was interrupted, behind', 130, { thresholds: FAILED, total: BEHIND }, cut],
  ['it was interrupted before anything', 130, { thresholds: UNKNOWN, durationMs: 0 }, cut],
  ['an internal error', 1, { thresholds: UNKNOWN, durationMs: 0 }, crashed],
  ['an internal error in all that goes wrong', 1, { thresholds: FAILED, total: BEHIND }, crashed],
]

/** What each output says of a run, and what the rows in it come to. */
function verdictsOf(of: Report): Record<string, Verdict> {
  const [lines, html, xml] = [linesOf(of), reportText('html', of), reportText('xml', of)]
  const json = [reportText('json', of), jsonLineOf(of)].map(text => JSON.parse(text) as Report)
  const count = (name: string) => Number(xml.match(new RegExp(`${name}="(\\d+)"`))?.[1])
  const inXml = (pattern: RegExp) => xml.match(pattern)?.length ?? 0
  expect(inXml(/<failure /g)).toBe(count('failures'))
  expect(inXml(/<error /g)).toBe(count('errors'))
  expect(inXml(/<skipped /g)).toBe(count('skipped'))
  const rows = [...html.matchAll(/class="outcome (passed|failed|unknown)"/g)].map(([, is]) => is)
  const shownBy = (failed: number, unknown: number): Verdict =>
    failed > 0 ? 'fail' : unknown > 0 ? 'inconclusive' : 'pass'
  return {
    terminal: ofTerminal(lines),
    'file.json': json[0]?.verdict ?? 'pass',
    '--json': json[1]?.verdict ?? 'pass',
    'exit code in JSON': verdictOf(json[0]?.exitCode ?? Number.NaN),
    'head of HTML': ofHead(html),
    'title of HTML': html.match(/<title>(\w+): /)?.[1] as Verdict,
    'rows of HTML': shownBy(
      rows.filter(is => is === 'failed').length,
      rows.filter(is => is === 'unknown').length,
    ),
    JUnit: shownBy(count('failures') + count('errors'), count('skipped')),
    'property of JUnit': xml.match(/name="verdict" value="(\w+)"/)?.[1] as Verdict,
  }
}

function ofTerminal(lines: readonly string[]): Verdict {
  const said = lines.flatMap(line => line.match(/^verdict: (\w+)$/)?.[1] ?? [])
  expect(said.length).toBeLessThanOrEqual(1)
  return (said[0] ?? 'pass') as Verdict
}

function ofHead(html: string): Verdict {
  const [, outcome, words, why] =
    html.match(/<p class="verdict (\w+)">.*<b>(\w+)<\/b>\n<span class="why">(.*)<\/span>/) ?? []
  const verdict = { passed: 'pass', failed: 'fail', unknown: 'inconclusive' }[outcome ?? '']
  expect(words?.toLowerCase()).toMatch(new RegExp(`^${verdict}`))
  if (verdict !== 'pass') expect(why).not.toMatch(/ held$|^$|nothing was asked/)
  return verdict as Verdict
}

function linesOf(of: Report): string[] {
  let text = ''
  const write = (words: string) => {
    text += words
    return true
  }
  const stream = { write, on() {}, off() {} } as unknown as NodeJS.WriteStream
  textOutput(stream, 'test', undefined).summary(summaryOf(of))
  return text.split('\n')
}

function jsonLineOf(of: Report): string {
  let text = ''
  jsonOutput(line => {
    text += line
  }).summary(summaryOf(of))
  return text
}

const one = ([, , changes, circumstances]: Case, seed = 1): Report => {
  return { ...report, ...finalizeVerdict({ ...report, ...changes, seed }, circumstances) }
}

const NOTHING = CASES[0] as Case
/** The rows that a case has, so that all seeds are asked the same; and all of them hold. */
const calm = ([name, , changes]: Case, seed: number): Report => {
  const thresholds = (changes.thresholds ?? []).map(row => ({ ...row, value: 1, passed: true }))
  const theory = (changes.theory ?? []).map(row => ({ ...row, ...THEORY }))
  return one([name, 0, { thresholds, theory }, well], seed)
}

function seedsOf(runs: readonly Report[], asked = runs.length): Report {
  const [first = report] = runs
  const summaries = runs.map(run => ({ ...summaryOf(run), digest: '0' }))
  const all = summaryOfSeeds(summaries as [Summary, ...Summary[]], asked)
  return { ...first, ...all }
}

function expectAgreement(of: Report, exitCode: number): void {
  expect(of.exitCode).toBe(exitCode)
  const verdicts = verdictsOf(of)
  const alike = Object.fromEntries(Object.keys(verdicts).map(name => [name, verdictOf(exitCode)]))
  // What cannot be told of an invariant, in a run that was cut short, is no reason for a verdict.
  expect(verdicts).toEqual(alike)
}

describe.each([
  ['without notes', undefined],
  ['with notes', ['a note <1>', '3 tasks had no answer at the end']],
])('outputs %s agree', (_, notes) => {
  const noted = (of: Report): Report => (notes ? { ...of, notes } : of)

  test.each(CASES)('of one seed: %s (%d)', (...each) => {
    expectAgreement(noted(one(each)), each[1])
  })

  test.each(CASES)('of three seeds, the last of which: %s (%d)', (...each) => {
    const runs = [calm(each, 1), calm(each, 2), one(each, 3)]
    expectAgreement(seedsOf(runs.map(noted)), each[1])
  })

  test.each(CASES)('of three seeds, the first of which: %s (%d)', (...each) => {
    const runs = [one(each, 1), calm(each, 2), calm(each, 3)]
    expectAgreement(seedsOf(runs.map(noted)), each[1])
  })

  test('of seeds that were stopped between one and the next', () => {
    const of = seedsOf([calm(NOTHING, 1), calm(NOTHING, 2)].map(noted), 20)
    expectAgreement(of, 130)
    expect(linesOf(of)).toContain('interrupted: 2 of 20 seeds were done')
    expect(reportText('html', of)).toContain('it was interrupted: 2 of 20 seeds were done')
    expect(reportText('xml', of)).toContain('it was interrupted: 2 of 20 seeds were done')
  })
})

describe('of many seeds, a threshold', () => {
  const failed = (value: number, seed: number) =>
    one(['', 99, { thresholds: [{ ...threshold, value, passed: value < 2000 }] }, well], seed)
  const of = seedsOf([failed(100, 1), failed(2500, 2), failed(3000, 3), failed(200, 4)])

  test('has the worst value, its seed, and in how many it held', () => {
    const overSeeds = { held: 2, failed: 2, unknown: 0, seed: 3 }
    expect(of.thresholds).toEqual([{ ...threshold, value: 3000, passed: false, overSeeds }])
    const line = 'FAILED: task.latency p(99) < 2s (3.00 s in seed 3; held in 2 of 4 seeds)'
    expect(linesOf(of)).toContain(line)
    expect(reportText('html', of)).toMatch(/3\.00 s<\/td><td class="when">seed 3, whole run</)
  })

  test('has the value of each seed', () => {
    expect(of.seeds?.map(({ thresholds }) => thresholds[0]?.value)).toEqual([100, 2500, 3000, 200])
    const rows = reportText('html', of).match(/<th scope="row">2<\/th>.*\n/)?.[0]
    expect(rows).toContain('<td class="n failed">2.50 s ✗</td>')
    expect(reportText('xml', of)).toContain('seed 2: 2.50 s')
  })

  test.each([
    ['count == 0', [0, 3, 17, 1], 17],
    ['count >= 10', [12, 3, 17, 1], 1],
    ['count < 10', [1, 3, 5, 2], 5],
    ['count != 0', [4, 0, 17, 1], 0],
  ])('such as %s is worst furthest on the wrong side: %j', (expr, values, worst) => {
    const runs = values.map((value, index) => {
      const passed = holds(parseExpression(expr, 'task.lost'), value)
      const row = { ...threshold, metric: 'task.lost', expr, value, passed }
      return one(['', 0, { thresholds: [row] }, well], index + 1)
    })
    expect(seedsOf(runs).thresholds[0]).toMatchObject({ value: worst })
  })
})

describe('the notes of many seeds', () => {
  const noted = (seed: number, ...notes: string[]) => ({ ...calm(NOTHING, seed), notes })

  test('are each said once, with how many seeds', () => {
    const runs = [
      noted(1, 'a', '1 task was late'),
      noted(2, 'a'),
      noted(3, 'a', '7 tasks were late'),
    ]
    expect(seedsOf(runs).notes).toEqual([
      'a (all 3 seeds)',
      '1 task was late (1 of 3 seeds)',
      '7 tasks were late (1 of 3 seeds)',
    ])
  })

  test('that differ in their figures only are one, by the figures of the first', () => {
    const runs = [noted(5, 'p99 of DC1 is 12.5 ms'), noted(6, 'p99 of DC1 is 9 ms'), noted(7)]
    expect(seedsOf(runs).notes).toEqual(['p99 of DC1 is 12.5 ms (2 of 3 seeds; this is seed 5)'])
    const others = [noted(5, 'DC1 is late'), noted(6, 'DC2 is late')]
    expect(seedsOf(others).notes).toHaveLength(2)
  })
})
