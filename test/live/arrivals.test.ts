/** Arrivals on real sockets: none before the start, each at its time, as many as were asked for. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCloud } from 'peering'
import { describe } from 'vitest'
import { liveTest } from '../support/live.js'
import { run } from '../support/run.js'

interface Fact {
  readonly t: number
  readonly at: string
  readonly fact?: string
}

/** What the traces of a run note. */
function factsIn(file: string): Fact[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map(line => JSON.parse(line) as Fact).filter(({ fact }) => fact !== undefined)
}

describe.concurrent('the start of a run', () => {
  liveTest(
    'sends nothing before it, and has no latency below the work',
    async ({ place, expect }) => {
      writeFileSync(join(place.dir, 'arrivals.csv'), '0\n0\n0\n1000\n2000\n')
      const { report, code } = await run(
        place,
        `version: 1
duration: 3s
clusters:
  OWN: &small { workers: 20, service: 20ms, peers: [] }
  SHARED: *small
  LATE: *small
load:
  - { at: OWN, executor: replay, file: arrivals.csv }
  - { at: OWN, executor: closed, think: "choice:0s,5s", clients: 10 }
  - { at: SHARED, executor: replay, file: arrivals.csv, sockets: shared }
  - { at: SHARED, executor: guide, sockets: shared }
  - { at: LATE, executor: closed, think: 0s, clients: 5, sockets: shared }
  - { at: LATE, executor: closed, think: 1s, clients: 5 }
faults: [{ at: 1s, join: LATE }]
thresholds:
  - { task.latency: min >= 20ms }
  - { task.uncorrected: min >= 20ms }
  - { "task.done{origin:LATE}": count > 10 }
`,
        '--trace',
        'run.jsonl',
      )
      expect({ code, thresholds: report.thresholds }).toMatchObject({ code: 0 })
      const sent = factsIn(join(place.dir, 'run.jsonl')).filter(({ fact }) => fact === 'sent')
      expect(sent.length).toBeGreaterThan(20)
      expect(Math.min(...sent.map(({ t }) => t))).toBeGreaterThanOrEqual(0)
    },
  )
})

describe.concurrent('even arrivals', () => {
  liveTest('are the rate times the time, for any number of threads', async ({ place, expect }) => {
    const load = 'executor: rate, rate: 50/s, arrivals: even, clients: 7'
    const { report } = await run(
      place,
      `version: 1
duration: 4s
clusters:
  A: { workers: 5, service: 1ms, peers: [], clientThreads: 1 }
  B: { workers: 5, service: 1ms, peers: [], clientThreads: 3 }
  C: { workers: 5, service: 1ms, peers: [], clientThreads: 5 }
load:
  - { at: [A, B], ${load} }
  - { at: C, ${load}, from: 1s, until: 3s, sockets: shared }
  - { at: C, executor: ramping-rate, arrivals: even, stages: [{ to: 50/s, over: 4s }] }
`,
    )
    const sent = ['A', 'B', 'C'].map(name => report.clusters[name]?.sent)
    expect(sent).toEqual([200, 200, 200])
  })

  liveTest('are whole where a script puts them on', async ({ expect }) => {
    await using cloud = await openCloud('live', { clusters: { A: { service: '1ms' } } })
    const even = { executor: 'rate', rate: '50/s', arrivals: 'even' } as const
    await cloud.load('A', { ...even, until: '1s' })
    await cloud.load('A', { ...even, from: '1s', until: '2s', sockets: 'shared' })
    await cloud.until(() => cloud.total().done === 100)
    await cloud.pass('200ms')
    expect((await cloud.stop()).total).toMatchObject({ sent: 100, done: 100 })
  })
})

describe.concurrent('a load with failover', () => {
  liveTest('is made elsewhere while its cluster is dead', async ({ place, expect }) => {
    const { report, code } = await run(
      place,
      `version: 1
duration: 6s
clusters: { A: &small { workers: 5, service: 1ms, peers: [] }, B: *small }
load:
  - { at: A, executor: rate, rate: 50/s, arrivals: even, failover: B, failoverAfter: 1s }
faults: [{ at: 1s, kill: A, restart: 4s }]
`,
    )
    const sent = (name: string) => report.series.map(({ clusters }) => clusters[name]?.sent)
    expect(code).toBe(0)
    expect(sent('B')).toEqual([0, 0, 50, 50, 0, 0])
    // A real kill comes some moments after its time.
    expect([0, 2, 3].map(second => sent('A')[second])).toEqual([50, 0, 0])
    expect(sent('A')[5]).toBe(50)
  })
})

describe.concurrent('a threshold with abortOnFail', () => {
  liveTest('ends the run, and its report says so', async ({ place, expect }) => {
    const { report, code } = await run(
      place,
      `version: 1
duration: 60s
clusters: { A: { workers: 1, service: 20ms } }
load: [{ at: A, executor: closed, think: 10ms, clients: 2 }]
thresholds:
  - { metric: task.done, expr: count == 0, abortOnFail: { after: 2s } }
`,
    )
    expect({ code, exitCode: report.exitCode }).toEqual({ code: 99, exitCode: 99 })
    expect(report.notes).toContain('the run was ended at 2s, as task.done count == 0 had failed')
    expect(report.durationMs).toBeLessThan(5000)
    expect(report.thresholds).toMatchObject([{ passed: false }])
  })
})
