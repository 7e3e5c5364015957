/** Reports: what is in them, and that their JSON is what its schema says. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reportText } from '../../src/report/files.js'
import { costOf } from '../../src/report/outage-cost.js'
import type { Report } from '../../src/report/report.js'
import { REPORT, reportSchema } from '../../src/report/report-definition.js'
import { readResult } from '../../src/report/result-file.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { simulate } from '../../src/sim/simulate.js'
import { asLive, reportOfText, TROUBLED } from '../support/reports.js'

const SCHEMA = new URL('../../schema/report.schema.json', import.meta.url)
const report = await reportOfText(TROUBLED)
const ofJson = (of: Report): Report => JSON.parse(reportText('json', of))

test('the schema that comes along is up to date, else: npm run schema', () => {
  expect(JSON.parse(readFileSync(SCHEMA, 'utf8'))).toEqual(reportSchema())
})

test.each([
  ['virtual', report],
  ['live', asLive(report)],
])('a %s report has what the schema says, and nothing else', (_, of) => {
  const json = ofJson(of)
  // Fields that the definition does not know would be left out.
  expect(REPORT.parse(json)).toEqual(json)
})

test.each(['version', 'series', 'slowest', 'percentiles', 'total'])(
  'a report without %s is none',
  field => {
    expect(REPORT.safeParse({ ...ofJson(report), [field]: undefined }).success).toBe(false)
  },
)

test('its JSON is a result that can be compared', () => {
  const result = readResult(reportText('json', report), 'a.json')
  expect(result.runs.map(({ total }) => total.done)).toEqual([report.total.done])
})

test('it is about what was measured, and not about what came before and behind', () => {
  const { series, total, clusters, warmupMs, durationMs } = report
  expect(series.map(({ t }) => t)).toEqual(Array.from({ length: 38 }, (_, s) => 1000 * (s + 3)))
  expect([warmupMs, durationMs]).toEqual([2000, 38_000])
  const inSeries = series.reduce((sum, second) => sum + second.total.done, 0)
  expect(inSeries).toBe(total.done)
  for (const { doneBy, done } of Object.values(clusters)) {
    expect(Object.values(doneBy).reduce((a, b) => a + b)).toBe(done)
  }
})

test('in its series a cluster that is killed has no workers', () => {
  const at = (t: number) => report.series.find(second => second.t === t)?.clusters.DC3
  expect(at(7000)).toMatchObject({ workers: 3 })
  expect(at(10_000)).toMatchObject({ workers: 0, busy: 0, ready: 0, done: 0 })
  expect(at(15_000)).toMatchObject({ workers: 3 })
})

test('how long recovery took is known to thresholds', () => {
  const recovery = report.thresholds.find(({ metric }) => metric === 'fault.recovery')
  const longest = Math.max(...(report.faults ?? []).map(each => each.recoveredAfterMs ?? Infinity))
  expect(recovery?.value).toBe(longest)
})

test('a fault costs what happened until all was well, or until the next', () => {
  const [kill, partition] = report.faults ?? []
  if (!kill || !partition) throw new Error('no faults')
  const cost = costOf(partition, report.series, report.faults ?? [], 0)
  expect(cost.untilMs).toBeGreaterThanOrEqual(26_000)
  expect(cost.untilMs).toBeLessThanOrEqual(30_000)
  const worst = report.series.filter(({ t }) => t > 20_000 && t <= cost.untilMs + 1000)
  expect(cost.p90WorstMs).toBe(Math.max(...worst.map(({ total }) => total.p90 ?? 0)))
  const { untilMs } = costOf(kill, report.series, report.faults ?? [], 0)
  expect(untilMs).toBeLessThanOrEqual(20_000)
})

test('to remember ways changes nothing of what happens', async () => {
  const plan = readScenario(TROUBLED, 'test.yaml')
  const { report: without } = await simulate(plan)
  const slowest = report.slowest.map(task => ({ ...task, hops: [] }))
  expect(without).toEqual({ ...report, slowest })
})

test('of the slowest tasks it has the way past the brokers', () => {
  const { slowest, total } = report
  expect(slowest[0]?.latencyMs).toBeCloseTo(total.latencyMs.max, -1)
  const told = slowest.filter(({ hops }) => hops.length > 0)
  expect(told.length).toBeGreaterThan(0)
  for (const { origin, by, hops, answeredMs } of told) {
    expect(hops[0]).toMatchObject({ at: origin, socket: 'localfe', dir: 'in' })
    expect(hops.some(({ at, socket }) => at === by && socket === 'localbe')).toBe(true)
    const answer = hops.find(hop => hop.socket === 'localfe' && hop.dir === 'out')
    expect(answer?.t).toBeLessThanOrEqual(answeredMs)
  }
})
