/** Reports of simulated runs for tests, and what a live one would be. */

import type { Provenance } from '../../src/report/provenance.js'
import type { Report } from '../../src/report/report.js'
import type { SeriesRow } from '../../src/report/series.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { simulate } from '../../src/sim/simulate.js'

/** Overload, a kill and a partition; thresholds that hold, fail, and measure nothing. */
export const TROUBLED = `\
version: 1
name: 'a <b>"bold" & ''odd''</b> name'
duration: 40s
warmup: 2s
clusters:
  DC1: { workers: 3, service: exp:100ms }
  DC2: { workers: 3, service: exp:100ms }
  DC3: { workers: 3, service: exp:100ms }
links: { default: { latency: 'lognormal:5ms,20ms' } }
load:
  - { at: DC1, executor: rate, rate: 45/s, clients: 60, timeout: 2s, retries: 1 }
  - { at: [DC2, DC3], executor: closed, clients: 4, think: 'exp:400ms', timeout: 2s, retries: 1 }
faults:
  - { at: 8s, kill: DC3, restart: 13s }
  - { at: 20s, partition: [[DC1], [DC2, DC3]], heal: 26s }
  - { at: 30s, kill-workers: DC2, count: 1, restart: 30100ms }
thresholds:
  - task.latency: p(99) < 1ms
  - task.sent: count > 0
  - { metric: task.latency, expr: p(50) < 200ms, window: 10s }
  - { metric: fault.recovery, expr: max < 1h }
  - { metric: 'task.latency{origin:DC2,cluster:DC1,path:local}', expr: p(99) < 1s }
`

export const PROVENANCE = {
  date: '2026-11-28T07:30:00.000Z',
  peering: '0.1.0',
  node: 'v20.19.0',
  machine: { os: 'Linux 6.8', arch: 'x64', cpu: 'A, "B"', cpus: 2, memoryBytes: 2 ** 33 },
  options: ['--scale 0.1'],
  scenario: { file: 'test.yaml', sha256: 'ab'.repeat(32), text: TROUBLED },
  files: [{ file: 'arrivals.csv', sha256: 'cd'.repeat(32) }],
} satisfies Provenance

export async function reportOfText(text: string): Promise<Report> {
  const plan = readScenario(text, 'test.yaml')
  return (await simulate(plan, { keepsDetail: true })).report
}

/** As from real processes: without a digest and waits, with what the processes used. */
export function asLive({ digest: _, ...report }: Report): Report {
  const used = (row: SeriesRow) => ({ ...row, cpu: 0.25, memory: 80 * 2 ** 20 })
  const series = report.series.map(({ t, total, clusters }) => ({
    t,
    total: used(total),
    clusters: Object.fromEntries(
      Object.entries(clusters).map(([name, row]) => [name, used(row)] as const),
    ),
  }))
  return { ...report, mode: 'live', total: { ...report.total, waitMs: {} }, series }
}
