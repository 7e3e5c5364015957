/** Thresholds that end a run as soon as they have failed. */

import { describe, expect, test } from 'vitest'
import { readScenario } from '../../src/scenario/scenario.js'
import { ScenarioError } from '../../src/scenario/scenario-error.js'
import { simulate } from '../../src/sim/simulate.js'

/** More than the worker can do, so that the latency grows; with a warm-up of two seconds. */
const planOf = (threshold: string) =>
  readScenario(
    `version: 1
duration: 60s
warmup: 2s
clusters: { A: { workers: 1, service: 100ms, peers: [] } }
load: [{ at: A, executor: rate, rate: 20/s, arrivals: even, clients: 2000, timeout: 1h }]
thresholds:
  - { metric: task.lost, expr: count == 0, abortOnFail: true }
  - ${threshold}
`,
    'x.yaml',
  )

const run = async (threshold: string) => (await simulate(planOf(threshold))).summary

describe('a threshold with abortOnFail', () => {
  test.each([
    ['{ metric: task.latency, expr: max < 2500ms, abortOnFail: true }', '5s'],
    ['{ metric: task.latency, expr: max < 2500ms, abortOnFail: { after: 10s } }', '12s'],
    ['{ metric: task.latency, expr: max < 2500ms, window: 5s, abortOnFail: true }', '7s'],
    ['{ metric: task.done, expr: count > 200, abortOnFail: { after: 10s } }', '12s'],
    ['{ metric: worker.busy, expr: avg < 50%, abortOnFail: true }', '3s'],
  ])('ends the run when it has failed, and says so: %s', async (threshold, at) => {
    const { metricText, exprText } = planOf(threshold).thresholds[1] ?? {}
    const summary = await run(threshold)
    const note = `the run was ended at ${at}, as ${metricText} ${exprText} had failed`
    expect(summary).toMatchObject({
      exitCode: 99,
      verdict: 'fail',
      durationMs: 1000 * (Number.parseInt(at, 10) - 2),
    })
    expect(summary.notes).toContain(note)
    expect(summary.thresholds.map(({ passed }) => passed)).toEqual([true, false])
    expect(summary.thresholds[1]?.untilMs).toBe(1000 * Number.parseInt(at, 10))
  })

  test.each([
    '{ metric: task.latency, expr: max < 2500ms, abortOnFail: false }',
    '{ metric: task.latency, expr: max < 2500ms }',
    '{ metric: task.latency, expr: min < 2500ms, abortOnFail: true }',
  ])('does not where it says false, or holds: %s', async threshold => {
    expect((await run(threshold)).durationMs).toBe(58_000)
  })

  test('has a time to begin, or true', () => {
    const wrong = '{ metric: task.latency, expr: max < 2s, abortOnFail: 10s }'
    expect(() => planOf(wrong)).toThrow(ScenarioError)
    expect(() => planOf(wrong)).toThrow('abortOnFail: use true, or { after: 10s }, not "10s"')
  })
})
