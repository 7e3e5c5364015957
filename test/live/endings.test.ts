/** However it ends, a cluster ends in a second, with the right code, and leaves nothing behind. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect } from 'vitest'
import { withoutFigures } from '../../src/live/cluster-handle.js'
import {
  childrenOf,
  commandOf,
  eventually,
  expectConserved,
  isRunning,
  liveTest,
  MAIN,
  type Place,
  type Program,
} from '../support/live.js'

/** The contract's: from the signal, the end of `--for` or a fault to the exit. */
const END_MAX_MS = 1000

/** One that hangs is waited for: for its clients, and for all of it. */
const HUNG_END_MAX_MS = 2000

/** As many 1 KB bodies in flight as there can be. */
const BUSY = '--body 1024 --load closed:0ms --service 0ms --heartbeat 200ms --state-ttl 600ms'
/** The same, with time for other clusters. */
const CALM = '--body 1024 --load closed:5ms --service 5ms --heartbeat 200ms --state-ttl 600ms'
const FAULT = fileURLToPath(new URL('../support/fault.mjs', import.meta.url))

describe('a cluster with 1 KB bodies in flight', () => {
  liveTest('ends within a second of a signal with code 0', async ({ place }) => {
    for (const _ of ['once', 'and again']) {
      const programs = await startThree(place)
      for (const [index, signal] of (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).entries()) {
        const program = programs[index] as Program
        const at = performance.now()
        program.child.kill(signal)
        // People press Ctrl-C more than once.
        setTimeout(() => program.child.kill(signal), 5)
        await expectEnd(program, at, 0)
        expectConserved(program.summary)
        expect(program.summary.total).toMatchObject({ lost: 0, malformed: 0, duplicates: 0 })
      }
      expect(place.sockets).toEqual([])
    }
  })

  liveTest('ends with code 0 also when signals come after its last word', async ({ place }) => {
    for (const words of ['DC1', 'up DC1 DC2']) {
      const program = place.start(`${words} --quiet --for 100ms`)
      await program.until('the summary', line => line.type === 'summary')
      const signals = setInterval(() => program.child.kill('SIGINT'), 1)
      const { code, signal } = await program.exit()
      clearInterval(signals)
      expect({ code, signal }).toEqual({ code: 0, signal: null })
    }
  })

  liveTest('ends when its --for is over, by itself', async ({ place }) => {
    const pair = [
      place.start(`DC1 DC2 ${BUSY} --for 300ms`),
      place.start(`DC2 DC1 ${BUSY} --for 300ms --local inproc`),
    ]
    for (const program of pair) {
      const { code, signal } = await program.exit()
      expect({ code, signal, stderr: program.stderr }).toEqual({
        code: 0,
        signal: null,
        stderr: '',
      })
      expect(program.summary.durationMs).toBeGreaterThanOrEqual(300)
      expect(program.summary.durationMs).toBeLessThan(300 + END_MAX_MS)
      expectConserved(program.summary)
    }
    expect(place.sockets).toEqual([])
  })

  liveTest('ends with code 0 when nobody reads its output any more', async ({ place }) => {
    for (const program of await startThree(place)) {
      const at = performance.now()
      program.child.stdout?.destroy()
      // It finds out when it next says something, once a second.
      await expectEnd(program, at + 1000, 0)
    }
    expect(place.sockets).toEqual([])
  })

  liveTest('ends with code 0 behind a "| head -1"', async ({ place }) => {
    const { stdout, stderr } = await place.shell('{ "$@"; echo "code $?" >&2; } | head -1', [
      ...[process.execPath, MAIN, 'DC1', ...BUSY.split(' '), '--dir', place.dir],
    ])
    expect(stdout).toMatch(/^preparing broker at DC1\b.*\n$/)
    expect(stderr).toBe('code 0\n')
    expect(place.sockets).toEqual([])
  })

  liveTest('ends with code 0 at any time during its start', async ({ place }) => {
    for (const afterMs of [0, 50, 100, 150, 200, 250, 300]) {
      const program = place.start(`DC1 DC2 ${BUSY} --local ${afterMs % 100 ? 'ipc' : 'inproc'}`)
      await program.until('its first word', line => line.type === 'start')
      await new Promise(resolve => setTimeout(resolve, afterMs))
      const at = performance.now()
      program.child.kill('SIGINT')
      await expectEnd(program, at, 0)
      expectConserved(program.summary)
      expect(place.sockets).toEqual([])
    }
  })
})

/** What a terminal is to a program: its streams say that they are one. */
const TERMINAL = {
  NODE_OPTIONS: '--import=data:text/javascript,process.stdout.isTTY=process.stderr.isTTY=true',
}

describe('peering sim', () => {
  liveTest.for([
    ['a terminal', 'SIGINT', TERMINAL],
    ['a pipe', 'SIGINT', {}],
    ['a pipe', 'SIGHUP', {}],
  ] as const)(
    'in %s ends with its summary and code 130 at a %s',
    async ([, sent, env], { place }) => {
      const scenario = `\
version: 1
duration: 1000h
warmup: 999h
clusters: { DC1: { workers: 5, service: exp:50ms } }
load: [{ at: DC1, executor: rate, rate: 60/s, clients: 100 }]
`
      writeFileSync(join(place.dir, 'long.yaml'), scenario)
      const sim = place.run(['sim', 'long.yaml'], { env })
      await eventually('its first status', () => sim.stdout.length > 0)
      sim.child.kill(sent)
      const { code, signal } = await sim.exit()
      expect({ code, signal }).toEqual({ code: 130, signal: null })
      expect(sim.stdout.at(-1)).toMatch(/^digest /)
      expect(sim.stdout).toContain('interrupted: all that was measured until then')
    },
  )
})

describe('peering up with 1 KB bodies in flight', () => {
  liveTest('ends with all its processes within a second of a Ctrl-C', async ({ place }) => {
    const up = place.start(`up DC1 DC2 ${BUSY} --local inproc`, { detached: true })
    await up.status('DC2', 'work done', ({ done }) => done > 0)
    const children = childrenOf(up.pid)
    expect(children).toHaveLength(2)
    const at = performance.now()
    // A terminal signals all the processes in front of it.
    process.kill(-up.pid, 'SIGINT')
    await expectEnd(up, at, 0)
    expectConserved(up.summary)
    expect(up.summary.total).toMatchObject({ lost: 0, malformed: 0, duplicates: 0 })
    expect(children.filter(isRunning)).toEqual([])
    expect(place.sockets).toEqual([])
  })

  liveTest('kills a cluster that hangs, and fails', async ({ place }) => {
    const up = place.start(`up DC1 DC2 ${CALM}`)
    await up.status('DC2', 'work done', ({ done }) => done > 0)
    const hung = childrenOf(up.pid).find(child => commandOf(child) === 'peering DC2')
    process.kill(hung as number, 'SIGSTOP')
    const at = performance.now()
    up.child.kill('SIGINT')
    expect(await up.event('died')).toMatchObject({ at: 'DC2', reason: withoutFigures(undefined) })
    await expectEnd(up, at, 1, HUNG_END_MAX_MS)
    expect(place.sockets).toEqual([])
  })

  liveTest('says that a cluster aborted at its end', async ({ place }) => {
    const env = { NODE_OPTIONS: `--import ${FAULT}`, PEERING_FAULT: 'end' }
    const up = place.start(`up DC1 ${CALM}`, { env })
    await up.status('DC1', 'work done', ({ done }) => done > 0)
    const at = performance.now()
    up.child.kill('SIGINT')
    expect(await up.event('died')).toMatchObject({
      at: 'DC1',
      reason: 'it was ended by SIGABRT when it should end: its last figures lack',
    })
    await expectEnd(up, at, 1, HUNG_END_MAX_MS)
    expect(place.sockets).toEqual([])
  })

  liveTest('accounts for each task when it is ended as it starts', async ({ place }) => {
    for (const afterMs of [24, 48, 72, 96, 120]) {
      const up = place.start(`up DC1 DC2 ${BUSY}`)
      await eventually('a socket', () => place.sockets.length > 0)
      await new Promise(resolve => setTimeout(resolve, afterMs))
      expectConserved(await up.end())
    }
  })

  liveTest('ends within a second of a SIGTERM, also during its start', async ({ place }) => {
    const moments: Record<string, (up: Program) => Promise<unknown>> = {
      'its first word': up => up.until('its first word', line => line.type === 'start'),
      'a process': up => eventually('a process', () => childrenOf(up.pid).length > 0),
      'a socket of theirs': () => eventually('a socket', () => place.sockets.length > 0),
      work: up => up.status('DC1', 'work done', ({ done }) => done > 0),
    }
    for (const moment of Object.values(moments)) {
      const up = place.start(`up DC1 DC2 ${BUSY}`)
      await moment(up)
      const children = childrenOf(up.pid)
      const at = performance.now()
      up.child.kill('SIGTERM')
      await expectEnd(up, at, 0)
      expectConserved(up.summary)
      expect(children.filter(isRunning)).toEqual([])
      expect(place.sockets).toEqual([])
    }
  })

  liveTest('leaves no process and no file behind when it is killed', async ({ place }) => {
    const up = place.start(`up DC1 DC2 DC3 ${CALM}`)
    await up.status('DC3', 'work done', ({ done }) => done > 0)
    const children = childrenOf(up.pid)
    expect(children).toHaveLength(3)
    const at = performance.now()
    await up.kill()
    await eventually('its processes to end', () => !children.some(isRunning))
    expect(performance.now() - at).toBeLessThan(END_MAX_MS)
    expect(place.sockets).toEqual([])
  })

  liveTest(
    'goes on without a cluster that was killed, and ends with the last',
    async ({ place }) => {
      const up = place.start(`up DC1 DC2 ${CALM}`)
      await up.status('DC2', 'work done', ({ done }) => done > 0)
      const [victim = Number.NaN, other = Number.NaN] = childrenOf(up.pid)
      process.kill(victim, 'SIGKILL')
      const { at, reason } = await up.event('died')
      expect(reason).toBe('it was ended by SIGKILL')
      const survivor = at === 'DC1' ? 'DC2' : 'DC1'
      const { done } = await up.status(survivor, 'a word later', () => true, up.mark)
      await up.status(survivor, 'more work done', status => status.done > done)
      const killed = performance.now()
      process.kill(other, 'SIGKILL')
      await expectEnd(up, killed, 1)
      expect(up.summary).toMatchObject({ verdict: 'fail', exitCode: 1 })
      expectConserved(up.summary)
      expect(up.summary.clusters[survivor]).toMatchObject({ lost: 0 })
    },
  )
})

describe('an error in the program itself', () => {
  for (const victim of ['broker DC1', 'clients DC1', 'main']) {
    liveTest(`in its thread "${victim}" ends a cluster with code 1`, async ({ place }) => {
      const { program, at } = await fail(place, victim, 'DC1 DC2')
      const { reason } = await program.event('died')
      expect(reason).toMatch(/: an error made by a test$/)
      await expectEnd(program, at, 1)
      expect(program.summary).toMatchObject({ verdict: 'fail', exitCode: 1 })
      expect(place.sockets).toEqual([])
    })
  }

  liveTest('in a cluster of "up" ends that cluster, and the others go on', async ({ place }) => {
    const { program: up } = await fail(place, 'broker DC1', 'up DC1 DC2')
    const { at, reason } = await up.event('died')
    expect({ at, reason }).toEqual({ at: 'DC1', reason: 'Error: an error made by a test' })
    const { done } = await up.status('DC2', 'a word later', () => true, up.mark)
    await up.status('DC2', 'more work done', status => status.done > done)
    const signalled = performance.now()
    up.child.kill('SIGINT')
    await expectEnd(up, signalled, 1)
    expect(place.sockets).toEqual([])
  })
})

/** Three clusters that work for each other, one of them with its local flow over inproc. */
async function startThree(place: Place): Promise<Program[]> {
  const programs = [
    place.start(`DC1 DC2 DC3 ${BUSY}`),
    place.start(`DC2 DC1 DC3 ${BUSY} --local inproc`),
    place.start(`DC3 DC1 DC2 ${BUSY}`),
  ]
  await Promise.all(
    programs.map((program, index) =>
      program.status(`DC${index + 1}`, 'work done', ({ done }) => done > 0),
    ),
  )
  return programs
}

/** Starts a program, and lets one of its threads fail when it is at work. */
async function fail(place: Place, victim: string, words: string) {
  const file = join(place.dir, 'now')
  const program = place.start(`${words} ${CALM}`, {
    env: { NODE_OPTIONS: `--import ${FAULT}`, PEERING_FAULT: victim, PEERING_FAULT_AT: file },
  })
  await program.status('DC1', 'work done', ({ done }) => done > 0)
  const at = performance.now()
  writeFileSync(file, '')
  return { program, at }
}

/** It exits with that code, silently, and is gone a second after `at`; it never aborts. */
async function expectEnd(
  program: Program,
  at: number,
  code: number,
  maxMs = END_MAX_MS,
): Promise<void> {
  const exit = await program.exit()
  expect({ code: exit.code, signal: exit.signal, stderr: program.stderr }).toEqual({
    code,
    signal: null,
    stderr: '',
  })
  expect(exit.at - at, 'ms from the signal to the exit').toBeLessThan(maxMs)
}
