/** The end of a run in which something broke down: one line of it, and no blame on others. */

import { expect, test } from 'vitest'
import { checksOf } from '../../src/report/checks.js'
import { reportOfFinished } from '../../src/report/finished-run.js'
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
