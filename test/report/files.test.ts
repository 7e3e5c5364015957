/** Reports as CSV and JUnit, the words of the checks, and which form an ending asks for. */

import { describe, expect, test } from 'vitest'
import { checksOf } from '../../src/report/checks.js'
import { reportKindOf, reportText } from '../../src/report/files.js'
import type { Report } from '../../src/report/report.js'
import { asLive, reportOfText, TROUBLED } from '../support/reports.js'

const report = await reportOfText(TROUBLED)

describe('the ending of a file', () => {
  test.each(['html', 'json', 'csv', 'xml'])('.%s asks for that form', kind => {
    expect(reportKindOf(`out/a.b.${kind}`)).toBe(kind)
  })

  test.each(['a.pdf', 'html', 'a.HTML', 'a.json.gz', ''])('of "%s" says nothing', path => {
    const words = `--out ${path}: use a file that ends in .html, .json, .csv or .xml`
    expect(() => reportKindOf(path)).toThrow(words)
  })
})

describe('CSV', () => {
  const rows = (of: Report) => {
    const text = reportText('csv', of)
    expect(text.endsWith('\r\n')).toBe(true)
    return text
      .slice(0, -2)
      .split('\r\n')
      .map(line => line.split(','))
  }

  test('has a row for each second and cluster, and one for all', () => {
    const [head = [], ...body] = rows(report)
    expect(head.slice(0, 4)).toEqual(['t', 'cluster', 'sent', 'done'])
    expect(body).toHaveLength(38 * 4)
    expect(body.every(row => row.length === head.length)).toBe(true)
    expect(body.slice(0, 4).map(([t, cluster]) => [t, cluster])).toEqual(
      ['*', 'DC1', 'DC2', 'DC3'].map(name => ['3000', name]),
    )
  })

  test('has every field of the series, and nothing where nothing is known', () => {
    const [head = [], first = []] = rows(report)
    const [second] = report.series
    expect(head.slice(2).sort()).toEqual(Object.keys(second?.total ?? {}).sort())
    expect(first[head.indexOf('p99')]).toBe(String(second?.total.p99))
    expect(first[head.indexOf('cpu')]).toBe('')
    expect(rows(asLive(report))[1]?.[head.indexOf('cpu')]).toBe('0.25')
  })
})

describe('checks', () => {
  const checks = checksOf(report)
  const named = (name: string) => checks.find(check => check.name.startsWith(name))

  test('have the value with its unit, and when', () => {
    expect(named('task.latency p(99)')).toMatchObject({ outcome: 'failed', when: 'whole run' })
    expect(named('task.latency p(99)')?.value).toMatch(/^[\d.]+ (ms|s)$/)
    expect(named('task.sent')).toMatchObject({ outcome: 'passed', why: '' })
  })

  test('of a window that failed say which', () => {
    expect(named('task.latency p(50)')).toMatchObject({ outcome: 'failed' })
    expect(named('task.latency p(50)')?.when).toMatch(/^[\d.]+ s – [\d.]+ s$/)
  })

  test('of an interrupted run do not call a window the whole', () => {
    const interrupted = { ...report, durationMs: 5000, exitCode: 130 }
    const check = checksOf(interrupted).find(({ name }) => name.startsWith('task.latency p(50)'))
    expect(check?.when).toMatch(/^[\d.]+ s – [\d.]+ s$/)
  })

  test('of nothing that was measured are unknown', () => {
    expect(named('task.latency{')).toMatchObject({ outcome: 'unknown', value: '–' })
  })

  test.each([
    ['task.latency', 'p(99) < 2s', 1234, '1.23 s'],
    ['task.latency', 'count > 5', 7, '7'],
    ['task.lost', 'count == 0', 0, '0'],
    ['task.lost', 'rate < 1/s', 0.25, '0.3/s'],
    ['task.cloud{origin:DC1}', 'ratio < 60%', 0.295, '29.5 %'],
    ['task.rate', 'min>10/s', 1234.56, '1,234.6/s'],
    ['worker.busy', 'avg < 90%', 0.5, '50.0 %'],
    ['task.waiting', 'max < 12', 3, '3'],
    ['process.memory', 'max < 300MiB', 2 ** 30, '1,024 MiB'],
    ['fault.recovery', 'max < 10s', Number.POSITIVE_INFINITY, 'never'],
    ['fault.recovery', 'p(99) < 10s', 3.2e10, 'never'],
  ])('write %s %s of %d as %s', (metric, expr, value, text) => {
    const span = { fromMs: 0, untilMs: 1, wholeRun: false }
    const threshold = { metric, expr, value, passed: true, ...span }
    const [check] = checksOf({ ...report, thresholds: [threshold] })
    expect(check?.value).toBe(text)
  })

  test.each([
    [{ exitCode: 1 }, 'failed'],
    [{ exitCode: 130 }, 'failed'],
    [{ exitCode: 4, total: { ...report.total, behind: report.total.sent } }, 'unknown'],
    [{ exitCode: 99 }, 'passed'],
  ] as const)('tell of the run itself: %j', (changes, outcome) => {
    expect(checksOf({ ...report, ...changes }).at(-1)).toMatchObject({ kind: 'run', outcome })
  })
})

describe('JUnit', () => {
  const xml = reportText('xml', { ...report, notes: ['a note: 1 < 2 & 3'] })
  const count = (pattern: RegExp) => xml.match(pattern)?.length ?? 0

  test('has a case for each check, with what is wrong', () => {
    const checks = checksOf(report)
    const failed = checks.filter(({ outcome }) => outcome === 'failed').length
    expect(count(/<testcase /g)).toBe(checks.length)
    expect(count(/<failure /g)).toBe(failed)
    expect(count(/<skipped message="[^"]*nothing was measured"\/>/g)).toBe(1)
    expect(xml).toContain(`tests="${checks.length}" failures="${failed}" errors="0" skipped="1"`)
    expect(xml).toMatch(/<failure message="task\.latency p\(99\) &lt; 1ms: it was [\d.]+ m?s"/)
    expect(xml).toContain('time="38"')
  })

  test('escapes what has a meaning in XML', () => {
    expect(xml).toContain('name="a &lt;b&gt;&quot;bold&quot; &amp; \'odd\'&lt;/b&gt; name"')
    expect(xml).toContain('<system-out>a note: 1 &lt; 2 &amp; 3</system-out>')
    expect(xml).not.toContain('<b>')
  })

  test('has no character that XML has no way to write', () => {
    const name = 'a\0b\x1bc\ud800d\uffffe\tf\ng'
    const odd = reportText('xml', { ...report, name })
    expect(odd).toContain('name="a\ufffdb\ufffdc\ufffdd\ufffde&#9;f&#10;g"')
  })
})
