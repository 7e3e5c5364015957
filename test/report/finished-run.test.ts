/** The end of a run in which something broke down: one line of it, and no blame on others. */

import { expect, test } from 'vitest'
import { checksOf } from '../../src/report/checks.js'
import { reportOfFinished } from '../../src/report/finished-run.js'
import { MetricCollector } from '../../src/report/metric-collector.js'
import { RunRecord } from '../../src/report/run-record.js'
import { readScenario } from '../../src/scenario/scenario.js'

const plan = readScenario('version: 1\nduration: 5s\nclusters: { A: null, B: null }\n', 'a.yaml')
const reportWith = (name: string, reason: string) =>
  reportOfFinished({
    plan,
    record: new RunRecord(plan),
    mode: 'live',
    endMs: 5000,
    isInterrupted: false,
    failures: [{ name, reason }],
  })

test.each(['A', 'links'])('the last words of %s are a note of one line', name => {
  const report = reportWith(name, 'Error: no more\n    at main.js:1:1')
  expect(report).toMatchObject({ exitCode: 1, verdict: 'fail' })
  expect(report.notes).toEqual([`${name} broke down: Error: no more`])
})

test('what the run is judged by does not say that it was a cluster', () => {
  const { why } = checksOf(reportWith('links', 'it was ended by SIGKILL')).at(-1) ?? {}
  expect(why).toBe('a process broke down')
})

test('of what is in flight at the end it is told what became of it, and of no other task', () => {
  const record = new RunRecord(plan)
  let now = 0
  const tally = new MetricCollector('A', () => now)
  const at = (t: number) => {
    now = t
    return tally
  }
  for (const client of [2, 3, 4]) at(4900).note('sent', `A-c000${client}#1`, 0)
  record.span.end(5000)
  // Two that waited for a free client are sent before their clients hear of the end.
  at(5001).note('sent', 'A-c0001#2', 301)
  at(5002).note('sent', 'A-c0005#2', 302)
  at(5050).note('accepted', 'A-c0001#2', 301)
  at(5050).note('answered', 'A-w0001', 350)
  at(5100).note('accepted', 'A-c0002#1', 0)
  at(5100).note('answered', 'A-w0001', 200)
  at(5300).note('lost', 'A-c0003#1', 1)
  at(5301).note('lost', 'A-c0004#1', 1)
  at(5402).note('lost', 'A-c0005#2', 1)
  record.add('A', { counts: tally.take(), inFlight: 0, broker: undefined }, 6000)
  const run = { plan, record, mode: 'live', endMs: 5000, isInterrupted: false } as const
  const { drained } = reportOfFinished({ ...run, failures: [] })
  expect(drained).toEqual({ answered: 1, lost: 2, unanswered: 0, tookMs: 301 })
})
