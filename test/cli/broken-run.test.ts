/** A run that ends in an error of ours has a report all the same, and it says so. */

import { expect, test } from 'vitest'
import { reportOrBroken } from '../../src/cli/broken-run.js'
import { summaryOf } from '../../src/report/report.js'
import { summaryOfSeeds } from '../../src/report/seeds.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { UsageError } from '../../src/scenario/usage-error.js'
import { simulate } from '../../src/sim/simulate.js'
import { BUSY } from '../support/scenarios.js'

const plan = { ...readScenario(BUSY, 'busy.yaml'), seed: 2 }
const bug = new Error('a bug')
const broken = () =>
  reportOrBroken(plan, 'sim', () => {
    throw bug
  })

test('the report of an error is of exit code 1, and has its words', async () => {
  const { report, crash } = await broken()
  expect(crash).toBe(bug)
  expect(report).toMatchObject({ exitCode: 1, verdict: 'fail', durationMs: 0 })
  expect(report.notes).toEqual(['seed 2 broke down: a bug'])
})

test('an error in one of many seeds leaves what the others have measured', async () => {
  const first = (await simulate({ ...plan, seed: 1 })).summary
  const { report } = await broken()
  const all = summaryOfSeeds([first, summaryOf(report)], 3)
  expect(all).toMatchObject({ exitCode: 1, verdict: 'fail', seedsAsked: 3 })
  expect(all.seeds?.map(({ seed }) => seed)).toEqual([1])
  expect(all.notes).toEqual(['seed 2 broke down: a bug (1 of 2 seeds)'])
})

test('what a person has to mend is no report', async () => {
  const run = () => {
    throw new UsageError('mend it')
  }
  await expect(reportOrBroken(plan, 'sim', run)).rejects.toThrow('mend it')
})
