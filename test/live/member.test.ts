/** A cluster of a run, whose process answers or does not: no task is counted twice. */

import { describe, expect, test, vi } from 'vitest'
import type { ClusterProcess } from '../../src/live/cluster-process.js'
import { ClusterSupervisor } from '../../src/live/cluster-supervisor.js'
import type { ClusterReport } from '../../src/report/cluster-record.js'
import { type Counts, noCounts } from '../../src/report/counts.js'
import { clusterOfScenario } from '../../src/scenario/cluster-of-scenario.js'
import { readScenario } from '../../src/scenario/scenario.js'

const SCENARIO = readScenario('version: 1\nduration: 5s\nclusters: { A: null }\n', 'a.yaml')
const PLAN = clusterOfScenario(SCENARIO, 'A', '/nowhere')

const reportOf = (inFlight: number): ClusterReport => {
  return { counts: noCounts('A'), inFlight, broker: undefined }
}

/** A member whose process answers when the test says so, question by question. */
async function asked() {
  const questions: ((report: ClusterReport | undefined) => void)[] = []
  const ask = () => new Promise<ClusterReport | undefined>(resolve => questions.push(resolve))
  const process = { report: ask, kill: async () => {} }
  const member = new ClusterSupervisor(PLAN, {}, async () => process as unknown as ClusterProcess)
  await member.start()
  return {
    member,
    questions,
    answer: (inFlight: number) => questions.shift()?.(reportOf(inFlight)),
  }
}

describe('a cluster that is killed', () => {
  test('abandons the tasks that it had when it spoke last', async () => {
    const { member, answer } = await asked()
    const first = member.report()
    answer(3)
    expect(await first).toMatchObject({ inFlight: 3, abandoned: 0 })
    const last = member.report()
    const killed = member.kill()
    answer(5)
    expect(await last).toMatchObject({ inFlight: 5, abandoned: 0 })
    await killed
    await member.start()
    const next = member.report()
    answer(1)
    expect(await next).toMatchObject({ inFlight: 6, abandoned: 5 })
  })

  test('does not count them again by an answer that comes too late', async () => {
    const { member, answer } = await asked()
    const first = member.report()
    answer(3)
    await first
    const late = member.report()
    await member.kill()
    answer(5)
    expect(await late).toBeUndefined()
    expect(member.inFlight).toBe(0)
    await member.start()
    const next = member.report()
    answer(1)
    expect(await next).toMatchObject({ inFlight: 4, abandoned: 3 })
  })
})

test('who asks while others wait for an answer hears what happened since', async () => {
  const { member, answer, questions } = await asked()
  const all = [member.report(), member.report(), member.report()]
  for (const inFlight of [1, 2, 3]) {
    await vi.waitFor(() => expect(questions).toHaveLength(1))
    answer(inFlight)
  }
  expect(await Promise.all(all)).toMatchObject([{ inFlight: 1 }, { inFlight: 2 }, { inFlight: 3 }])
})

describe('a cluster that is ended', () => {
  async function ended(
    counts: Counts | undefined,
    whatElse: (member: ClusterSupervisor) => void = () => {},
  ) {
    const failures: string[] = []
    const report = async () => reportOf(3)
    const process = { report, stop: async () => counts, pause() {} }
    const onFailure = (reason: string) => failures.push(reason)
    const start = async () => process as unknown as ClusterProcess
    const member = new ClusterSupervisor(PLAN, { onFailure }, start)
    await member.start()
    await member.report()
    whatElse(member)
    return { report: await member.stop(), failures }
  }

  test('tells what it did at last', async () => {
    const counts = noCounts('A')
    expect(await ended(counts)).toEqual({
      report: { counts, inFlight: 3, abandoned: 3, overdue: 0 },
      failures: [],
    })
  })

  test('has failed if it says nothing: it hung, with the tasks that it had', async () => {
    expect(await ended(undefined)).toEqual({
      report: { counts: noCounts('A'), inFlight: 3, abandoned: 3, overdue: 0 },
      failures: ['it hung, and was killed: its last figures lack'],
    })
  })

  test('has not if it is paused, and cannot say anything', async () => {
    expect((await ended(undefined, member => member.pause())).failures).toEqual([])
  })
})
