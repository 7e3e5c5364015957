/** Answers of a span: of each part of it, the slowest are known by name. */

import { expect, test } from 'vitest'
import { LatencySamples } from '../../src/report/latency-samples.js'

/** So many answers, a ms apart, each so late. */
function slowestOf(latenciesMs: readonly number[]) {
  const log = new LatencySamples('A')
  for (const [atMs, ms] of latenciesMs.entries()) {
    log.add(`A-c0001#${atMs + 1}`, atMs, ms, 0, 'A-w0001')
  }
  return log.take().slowest.map(({ atMs }) => atMs)
}

const HUNDRED = Array.from({ length: 100 }, (_, index) => index)
const slow = (fromMs: number) =>
  HUNDRED.map(t => (t >= fromMs && t < fromMs + 30 ? 900 : 5 + t / 9))

test.each([
  ['begins within it', slow(0), (t: number) => t >= 30, [...HUNDRED.slice(90)]],
  ['ends within it', slow(70), (t: number) => t < 70, [...HUNDRED.slice(60, 70)]],
])('the ten slowest of what is measured are known where that %s', (_, all, isMeasured, ten) => {
  const measured = slowestOf(all).filter(isMeasured)
  const slowest = measured.sort((a, b) => (all[b] ?? 0) - (all[a] ?? 0)).slice(0, 10)
  expect(slowest.sort((a, b) => a - b)).toEqual(ten)
})

test('few are told of many', () => {
  expect(slowestOf(HUNDRED.map(t => (37 * t) % 100)).length).toBeLessThan(60)
})
