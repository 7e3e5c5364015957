/** Liveness: how long what still moves is waited for. */

import { expect, test } from 'vitest'
import { readScenario } from '../../src/scenario/scenario.js'
import { SimCloud } from '../../src/sim/cloud.js'
import { judgeLiveness } from '../../src/sim/liveness.js'

/** Twenty tasks of a second each, for one worker. */
const PLAN = readScenario(
  `
version: 1
duration: 2s
clusters: { DC1: { workers: 1, service: 1s } }
load: [{ at: DC1, executor: closed, clients: 20, think: 1ms, timeout: 1h }]
`,
  'slow.yaml',
)

async function brokenWithin(boundMs?: number) {
  const cloud = new SimCloud(PLAN)
  const runTo = async (end: number) => {
    cloud.runTo(end)
    return true
  }
  await runTo(PLAN.durationMs)
  await judgeLiveness(cloud, PLAN, runTo, 5000, boundMs)
  return cloud.verdicts.all().filter(({ verdict }) => verdict !== 'true')
}

test('what still moves is waited for', async () => {
  expect(await brokenWithin()).toEqual([])
  expect(await brokenWithin(30_000)).toEqual([])
})

test('a task that is not finished within the bound is a finding', async () => {
  const [first, second] = await brokenWithin(10_000)
  expect(first?.name).toBe('every client is answered')
  expect(second).toMatchObject({ name: 'every task is finished in time', broken: { t: 12_000 } })
})
