/** `peering run`: the load that a scenario asks for, and its faults on real processes. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe } from 'vitest'
import { expectConserved, liveTest } from '../support/live.js'
import { CLUSTERS, leftIn, NONE_LOST, run } from '../support/run.js'

describe.concurrent('the load of a run', () => {
  liveTest('begins on all clusters at one time', async ({ place, expect }) => {
    const { report } = await run(
      place,
      `${CLUSTERS}duration: 2s
load: [{ at: [A, B, C], executor: rate, rate: 200/s, clients: 50, arrivals: even }]`,
    )
    // One that began 100 ms later would have sent 20 less.
    const sent = ['A', 'B', 'C'].map(name => report.series[0]?.clusters[name]?.sent ?? 0)
    expect(Math.max(...sent) - Math.min(...sent)).toBeLessThan(20)
    expect(Math.min(...sent)).toBeGreaterThan(150)
  })

  liveTest('is the same behind shared sockets', async ({ place, expect }) => {
    const entry = (sockets: string) =>
      `{ executor: rate, rate: 40/s, clients: 10, arrivals: even, sockets: ${sockets}`
    const { report, code } = await run(
      place,
      `version: 1
duration: 3s
clusters:
  OWN: &small { workers: 5, service: 20ms, peers: [] }
  SHARED: *small
  BOTH: *small
load:
  - ${entry('own')}, at: OWN, from: 1s, until: 2s }
  - ${entry('shared')}, at: SHARED, from: 1s, until: 2s }
  - ${entry('own')}, at: BOTH, from: 1s, until: 2s }
  - ${entry('shared')}, at: BOTH, from: 1s, until: 2s }
${NONE_LOST}`,
    )
    expect(code).toBe(0)
    const counts = (name: string) => {
      const { sent, done, retried, malformed, duplicates } = report.clusters[name] ?? {}
      return { sent, done, retried, malformed, duplicates }
    }
    const clean = { retried: 0, malformed: 0, duplicates: 0 }
    expect(counts('OWN')).toEqual({ sent: 40, done: 40, ...clean })
    expect(counts('SHARED')).toEqual(counts('OWN'))
    expect(counts('BOTH')).toEqual({ sent: 80, done: 80, ...clean })
    expect(report.series[0]?.total.sent).toBe(0)
  })

  liveTest('is sent again behind shared sockets too', async ({ place, expect }) => {
    // The answer to the first request comes after the second was sent, and is none any more.
    const entry = '{ executor: closed, think: 1s, clients: 2, timeout: 300ms, retries: 3'
    const { report } = await run(
      place,
      `version: 1
duration: 3s
clusters:
  OWN: &small { workers: 8, service: 400ms, peers: [] }
  SHARED: *small
load:
  - ${entry}, at: OWN }
  - ${entry}, at: SHARED, sockets: shared }
`,
    )
    const { OWN, SHARED } = report.clusters
    expect(OWN).toMatchObject({ sent: 2, done: 0, lost: 2, retried: 6 })
    for (const count of ['sent', 'done', 'lost', 'retried', 'malformed'] as const) {
      expect({ [count]: SHARED?.[count] }).toEqual({ [count]: OWN?.[count] })
    }
    expectConserved(report)
  })

  liveTest('is each arrival of a file once, at its time', async ({ place, expect }) => {
    const middles = [500, 1500, 2500, 3500]
    const counts = [10, 0, 25, 3]
    const times = middles.flatMap((ms, index) => Array<number>(counts[index] ?? 0).fill(ms))
    writeFileSync(join(place.dir, 'arrivals.csv'), `ms\n${times.join('\n')}\n`)
    const { report, code } = await run(
      place,
      `version: 1
duration: 4s
clusters:
  OWN: &small { workers: 5, service: 1ms, clientThreads: 3, peers: [] }
  SHARED: *small
load:
  - { at: OWN, executor: replay, file: arrivals.csv, clients: 30 }
  - { at: SHARED, executor: replay, file: arrivals.csv, clients: 30, sockets: shared }
${NONE_LOST}`,
    )
    expect(code).toBe(0)
    for (const name of ['OWN', 'SHARED']) {
      const sent = report.series.map(({ clusters }) => clusters[name]?.sent)
      expect({ name, sent }).toEqual({ name, sent: counts })
    }
  })
})

describe.concurrent('a run with faults', () => {
  liveTest(
    'is not inconclusive for clients that are late by a fault',
    async ({ place, expect }) => {
      const { code, report } = await run(
        place,
        `${CLUSTERS}duration: 4s\nload: [{ at: A, executor: rate, rate: 50/s, clients: 100 }]
faults: [{ at: 1s, pause: A, resume: 2s }]\n${NONE_LOST}`,
      )
      expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: 'pass' })
      expect(report.total.latencyMs.max).toBeGreaterThan(500)
    },
  )

  liveTest('loses no task, and says what each fault has cost', async ({ place, expect }) => {
    const { report, code } = await run(
      place,
      `version: 1
duration: 8s
clusters: { A: &small { workers: 3, service: 20ms }, B: *small, C: *small, D: *small }
broker: { heartbeat: 200ms, stateTtl: 600ms }
load: [{ at: [A, B, C, D], executor: rate, rate: 110/s, clients: 30 }]
faults:
  - { at: 1s, kill: B, restart: 1500ms }
  - { at: 1500ms, kill-workers: A, count: 2 }
  - { at: 2s, slow: A, factor: 3, until: 3s }
  - { at: 3s, pause: C, resume: 4500ms }
  - { at: 5s, leave: D }
  - { at: 6s, join: D }
  - { at: 7s, kill: C }
thresholds:
  - task.lost: count == 0
  - task.malformed: count == 0
  - peer.notice: max < 2s
  - { metric: "task.cloud{cluster:B}", expr: count > 0, after: restart+1s }
  - { metric: "task.done{cluster:D}", expr: count > 0, after: join+1s }
`,
    )
    expectConserved(report)
    expect({ code, notes: report.notes }).toMatchObject({ code: 0 })
    const faults = report.faults ?? []
    expect(faults.map(({ words, atMs }) => [words, atMs])).toEqual([
      ['kill B', 1000],
      ['kill 2 workers of A', 1500],
      ['slow A, 3 times', 2000],
      ['pause C', 3000],
      ['leave D', 5000],
      ['join D', 6000],
      ['kill C', 7000],
    ])
    const seers = (index: number) => Object.keys(faults[index]?.noticedAfterMs ?? {}).sort()
    expect([seers(0), seers(3), seers(6)]).toEqual([
      ['A', 'C', 'D'],
      ['A', 'B', 'D'],
      ['A', 'B', 'D'],
    ])
    // A connection that goes is seen at once; one that sleeps, after it was silent.
    expect(Math.max(...Object.values(faults[0]?.noticedAfterMs ?? {}))).toBeLessThan(500)
    expect(Math.min(...Object.values(faults[3]?.noticedAfterMs ?? {}))).toBeGreaterThan(300)
    expect(leftIn(place)).toEqual([])
  })

  liveTest('counts up to a kill, and keeps the times of a load', async ({ place, expect }) => {
    const { report } = await run(
      place,
      `version: 1
duration: 6s
clusters: { A: { workers: 3, service: 5ms }, B: { workers: 3, service: 5ms } }
load:
  - { at: A, executor: rate, rate: 100/s, clients: 20, arrivals: even }
  - { at: B, executor: rate, rate: 100/s, clients: 20, arrivals: even, until: 5s }
faults: [{ at: 2s, kill: B, restart: 3s }]
`,
    )
    // At the end of a second it is asked once more, and killed.
    const doneBy = (second: number) => report.series[second - 1]?.clusters.B?.done
    expect(doneBy(2)).toBeGreaterThan(80)
    // Its start took some of the load's time, and the load ended all the same.
    expect(doneBy(5)).toBeGreaterThan(50)
    expect(doneBy(6)).toBeLessThan(20)
    for (const name of ['A', 'B']) {
      const rows = report.series.map(({ clusters }) => clusters[name]?.done ?? 0)
      const done = report.clusters[name]?.done ?? 0
      // All but what was answered after the end.
      expect(done - rows.reduce((a, b) => a + b)).toBeLessThan(10)
    }
  })
})
