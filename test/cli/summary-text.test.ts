/** The summary in a terminal: its table fits, whatever the numbers. */

import { expect, test } from 'vitest'
import { textOutput } from '../../src/cli/output/text-output.js'
import { Metrics, type Totals } from '../../src/report/metrics.js'
import { type ClusterSummary, type Summary, summarize } from '../../src/report/summary.js'

const percentiles = { p50: 55.5, p75: 80, p90: 99, p95: 120, p99: 512, p999: 1000 }
const latencyMs = { mean: 80, ...percentiles, max: 1250 }

function totalsOf(done: number): Totals {
  const local = Math.round(done / 2)
  const counts = { sent: done + 1000, done, inFlight: 1000, local, cloud: done - local }
  return { ...new Metrics().totals(), ...counts, latencyMs }
}

function summaryOf(done: number, names: readonly string[]): Summary {
  const base = { mode: 'sim', name: 'x', seed: 7, durationMs: 1000, exitCode: 0 } as const
  const cluster = { workers: 5, delegatedTo: {}, servedFor: {}, doneBy: {} }
  const clusters = names.map((name): [string, ClusterSummary] => {
    return [name, { ...totalsOf(done), ...cluster }]
  })
  const total = totalsOf(done * names.length)
  return { ...summarize({ ...base, clusters: [] }), total, clusters: Object.fromEntries(clusters) }
}

function linesOf(summary: Summary, columns: number | undefined): string[] {
  let text = ''
  const write = (words: string) => {
    text += words
    return true
  }
  const stream = { isTTY: columns !== undefined, columns, rows: 24, write, on() {}, off() {} }
  textOutput(stream as unknown as NodeJS.WriteStream, 'test', undefined).summary(summary)
  return text.split('\n')
}

const tableOf = (lines: readonly string[]) => {
  const head = lines.findIndex(line => line.includes('in flight'))
  return lines.slice(head, lines.indexOf('', head))
}

test('has all columns where there is room', () => {
  const [head] = tableOf(linesOf(summaryOf(1000, ['DC1', 'DC2']), 80))
  expect(head).toMatch(/ local +cloud /)
})

test('goes without the local ones where there is not', () => {
  const lines = tableOf(linesOf(summaryOf(1_234_567, ['DC1', 'DC2']), 80))
  expect(lines).toHaveLength(4)
  expect(lines[0]).not.toContain('local')
  expect(lines[0]).toMatch(/ cloud .* max$/)
  expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(80)
})

test('is cut where even that is too long', () => {
  const lines = tableOf(linesOf(summaryOf(1_234_567, ['x'.repeat(32)]), 80))
  expect(lines.map(line => line.length)).toEqual([80, 80])
  expect(lines.every(line => line.endsWith('…'))).toBe(true)
})

test('is whole in a pipe, whose reader may want all of it', () => {
  const lines = tableOf(linesOf(summaryOf(1_234_567, ['x'.repeat(32)]), undefined))
  expect(lines[0]).toMatch(/ local +cloud .* max$/)
})
