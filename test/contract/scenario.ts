/** What a script can do with a whole scenario, whichever driver runs it. */

import { describe, expect, test } from 'vitest'
import type { runScenario } from '../../src/run/run-scenario.js'
import { readScenario } from '../../src/scenario/scenario.js'

const FILE = `
version: 1
name: short
duration: 3s
warmup: 1s
clusters: { DC1: { service: 10ms }, DC2: { service: 10ms } }
broker: { heartbeat: 200ms, stateTtl: 600ms }
load: [{ at: DC1, executor: rate, rate: 100/s, clients: 50, sockets: shared }]
faults: [{ at: 1200ms, pause: DC2, resume: 2200ms }]
thresholds: [{ task.lost: count == 0 }]
`

/** Registers the tests. */
export function scenarioSuite(mode: 'live' | 'sim', run: typeof runScenario): void {
  describe(`a scenario run by a script (${mode})`, () => {
    test('is watched, and ends with its report', async () => {
      const seen: string[] = []
      const looks: number[] = []
      const report = await run(FILE, {
        mode,
        onReady: () => seen.push('ready'),
        onFault: (words, t) => seen.push(`${words} at ${t}`),
        onLook(look) {
          looks.push(look.atMs)
          expect(Object.keys(look.clusters())).toEqual(['DC1', 'DC2'])
          expect(look.progress().thresholds).toHaveLength(1)
        },
      })
      expect(seen).toEqual(['ready', 'pause DC2 at 1200', 'resume DC2 at 2200'])
      expect(looks.slice(0, 2)).toEqual([1000, 2000])
      expect(report).toMatchObject({ mode, name: 'short', exitCode: 0, durationMs: 2000 })
      expect(report.total.done).toBeGreaterThan(100)
      expect(report.faults).toMatchObject([{ words: 'pause DC2', atMs: 1200, endMs: 2200 }])
    })

    test('ends before its time when it is told to', async () => {
      const abort = new AbortController()
      const plan = { ...readScenario(FILE, 'short.yaml'), durationMs: 3_600_000, faults: [] }
      const report = await run(plan, {
        mode,
        signal: abort.signal,
        onLook: ({ atMs }) => atMs >= 2000 && abort.abort(),
      })
      expect(report).toMatchObject({ exitCode: 130, verdict: 'fail' })
      expect(report.durationMs).toBeGreaterThanOrEqual(1000)
      expect(report.durationMs).toBeLessThan(30_000)
    })

    test('is refused with all that is wrong with it, and where', async () => {
      const wrong = FILE.replace('duration: 3s', 'duration: 3').replace('pause: DC2', 'pause: DC9')
      const refused = run(wrong, { mode })
      await expect(refused).rejects.toThrow(/^scenario:4:\d+: .*"3".*\n.*scenario:9:\d+: .*DC9/)
    })
  })
}
