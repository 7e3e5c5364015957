/** `peering run`: a scenario on real processes, its verdict, and its end, however it comes. */

import { describe } from 'vitest'
import {
  childrenOf,
  commandOf,
  eventually,
  expectConserved,
  isRunning,
  liveTest,
  type Program,
} from '../support/live.js'
import { CLUSTERS, EVEN, leftIn, NONE_LOST, reportIn, run, startRun } from '../support/run.js'

/** From a Ctrl-C to the exit; a second, and what a busy machine takes. */
const END_MAX_MS = 2000

/** From a kill -9 of the runner to when nothing is left of its clusters. */
const GONE_MAX_MS = 3000

/** The process of a cluster. */
function processOf(program: Program, cluster: string): number {
  const pid = childrenOf(program.pid).find(child => commandOf(child) === `peering ${cluster}`)
  if (pid === undefined) throw new Error(`there is no process of ${cluster}`)
  return pid
}

const firstStatus = (program: Program) =>
  program.until('a status', line => line.type === 'status' && line.t >= 1000)

describe.concurrent('a run', () => {
  liveTest('that holds what it should passes, with code 0', async ({ place, expect }) => {
    const { code, report, program } = await run(
      place,
      `${CLUSTERS}duration: 2s\nwarmup: 500ms\n${EVEN}${NONE_LOST}`,
    )
    expect({ code, stderr: program.stderr }).toEqual({ code: 0, stderr: '' })
    expect(report).toMatchObject({ version: 1, mode: 'live', verdict: 'pass', durationMs: 1500 })
    expectConserved(report)
    expect(program.summary).toMatchObject({ total: report.total, exitCode: 0 })
    expect(leftIn(place)).toEqual([])
  })

  liveTest('whose threshold fails ends with code 99', async ({ place, expect }) => {
    const thresholds = 'thresholds: [{ task.latency: p(50) < 1ms }, { task.lost: count == 0 }]'
    const { code, report } = await run(place, `${CLUSTERS}duration: 1s\n${EVEN}${thresholds}`)
    expect({ code, verdict: report.verdict }).toEqual({ code: 99, verdict: 'fail' })
    expect(report.thresholds.map(({ passed }) => passed)).toEqual([false, true])
  })

  liveTest('that measured nothing of a threshold ends with code 4', async ({ place, expect }) => {
    const thresholds = 'thresholds: [{ peer.notice: max < 1s }]'
    const { code, report } = await run(place, `${CLUSTERS}duration: 1s\n${EVEN}${thresholds}`)
    expect({ code, verdict: report.verdict }).toEqual({ code: 4, verdict: 'inconclusive' })
  })

  liveTest('whose clients fall behind ends with code 4', async ({ place, expect }) => {
    const program = startRun(place, `${CLUSTERS}duration: 4s\n${EVEN}${NONE_LOST}`)
    await firstStatus(program)
    const cluster = processOf(program, 'B')
    process.kill(cluster, 'SIGSTOP')
    await new Promise(resolve => setTimeout(resolve, 1000))
    process.kill(cluster, 'SIGCONT')
    expect(await program.exit()).toMatchObject({ code: 4 })
    const { verdict, notes } = reportIn(place)
    expect(verdict).toBe('inconclusive')
    expect(notes).toContainEqual(expect.stringMatching(/^the load was not what it should be: /))
  })

  liveTest('leaves out what real sockets cannot tell, and says so', async ({ place, expect }) => {
    const thresholds = 'thresholds: [{ task.wait: p(99) < 1s }, { task.lost: count == 0 }]'
    const { code, report } = await run(place, `${CLUSTERS}duration: 1s\n${EVEN}${thresholds}`)
    expect({ code, thresholds: report.thresholds.length }).toEqual({ code: 0, thresholds: 1 })
    expect(report.notes).toContain('not measured on real sockets: task.wait p(99) < 1s')
  })

  liveTest('that is scaled says what it leaves out', async ({ place, expect }) => {
    const { report } = await run(
      place,
      `version: 1
duration: 2s
clusters: { A: { workers: 5, service: exp:10ms } }
load: [{ at: A, executor: rate, rate: 100/s, clients: 100, timeout: 1h }]
expect: { theory: mmc }`,
      '--scale',
      '0.5',
    )
    expect(report.notes).toContainEqual(expect.stringMatching(/^left out by --scale: the wait /))
  })
})

describe('a run that is ended', () => {
  liveTest('by Ctrl-C writes its report in a second, with code 130', async ({ place, expect }) => {
    const program = startRun(place, `${CLUSTERS}duration: 10m\n${EVEN}${NONE_LOST}`)
    await firstStatus(program)
    const at = performance.now()
    program.child.kill('SIGINT')
    const exit = await program.exit()
    expect(exit.code).toBe(130)
    expect(exit.at - at).toBeLessThan(END_MAX_MS)
    const report = reportIn(place)
    expectConserved(report)
    expect(report.total.done).toBeGreaterThan(0)
    expect(report).toMatchObject({ exitCode: 130, verdict: 'fail' })
    expect(leftIn(place)).toEqual([])
  })

  liveTest('by Ctrl-C while it starts leaves nothing behind', async ({ place, expect }) => {
    for (const afterMs of [0, 150, 300]) {
      const program = startRun(place, `${CLUSTERS}duration: 10m\n${EVEN}${NONE_LOST}`)
      await program.until('its first word', line => line.type === 'start')
      await new Promise(resolve => setTimeout(resolve, afterMs))
      program.child.kill('SIGINT')
      expect(await program.exit()).toMatchObject({ code: 130 })
      expect(leftIn(place)).toEqual([])
    }
  })

  liveTest('by kill -9 leaves no process and no file', async ({ place, expect }) => {
    const links = 'links: { A-B: { latency: 5ms } }\n'
    const faults = 'faults: [{ at: 100ms, kill: C }]\n'
    const program = startRun(place, `${CLUSTERS}duration: 10m\n${EVEN}${links}${faults}`)
    await firstStatus(program)
    const processes = childrenOf(program.pid)
    expect(processes.map(commandOf).sort()).toEqual(['peering A', 'peering B', 'peering links'])
    const at = performance.now()
    await program.kill()
    await eventually('the end of all processes', () => !processes.some(isRunning))
    await eventually(
      () => `nothing left, but there is ${leftIn(place)}`,
      () => leftIn(place).length === 0,
    )
    expect(performance.now() - at).toBeLessThan(GONE_MAX_MS)
  })

  liveTest.for([
    ['peering links', 'at work'],
    ['peering A', 'at work'],
    ['', 'as they start'],
  ] as const)(
    'by kill -9 leaves nothing of processes that were stopped, and go on after it: %s %s',
    async ([name, when], { place, expect, onTestFinished }) => {
      const links = 'links: { A-B: { latency: 5ms } }\n'
      const program = startRun(place, `${CLUSTERS}duration: 10m\n${EVEN}${links}`)
      if (when === 'at work') await firstStatus(program)
      else await eventually('processes', () => childrenOf(program.pid).length > 2)
      const processes = childrenOf(program.pid)
      const stopped = processes.filter(pid => name === '' || commandOf(pid) === name)
      expect(stopped).not.toEqual([])
      onTestFinished(() => {
        for (const pid of stopped.filter(isRunning)) process.kill(pid, 'SIGKILL')
      })
      for (const pid of stopped) process.kill(pid, 'SIGSTOP')
      // Its streams stay open in those that are stopped.
      program.child.kill('SIGKILL')
      await eventually('the end of the others', () =>
        processes.every(pid => stopped.includes(pid) || !isRunning(pid)),
      )
      const at = performance.now()
      for (const pid of stopped) process.kill(pid, 'SIGCONT')
      await eventually('the end of all processes', () => !processes.some(isRunning))
      // Before it starts, nobody but the runner knows the directory: the next run removes it.
      const left = () => leftIn(place).filter(path => when === 'at work' || path.endsWith('.ipc'))
      await eventually(
        () => `nothing left, but there is ${left()}`,
        () => left().length === 0,
      )
      expect(performance.now() - at).toBeLessThan(GONE_MAX_MS)
    },
  )

  liveTest('of one cluster by somebody else goes on, and fails', async ({ place, expect }) => {
    const program = startRun(place, `${CLUSTERS}duration: 3s\n${EVEN}${NONE_LOST}`)
    await firstStatus(program)
    process.kill(processOf(program, 'B'), 'SIGKILL')
    const { code } = await program.exit()
    const report = reportIn(place)
    expect({ code, verdict: report.verdict }).toEqual({ code: 1, verdict: 'fail' })
    expect(report.notes).toContain('B broke down: it was ended by SIGKILL')
    expect(await program.event('died')).toMatchObject({ at: 'B' })
    expectConserved(report)
    expect(report.series.at(-1)?.clusters.A).toMatchObject({ workers: 3 })
    expect(report.series.at(-1)?.clusters.B).toMatchObject({ workers: 0, busy: 0, waiting: 0 })
    expect(leftIn(place)).toEqual([])
  })
})
