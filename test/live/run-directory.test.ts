/** What runs leave behind that were killed with all their processes is removed by the next. */

import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { eventually, liveTest, type Place } from '../support/live.js'
import { CLUSTERS, EVEN, run } from '../support/run.js'

/** A directory as a run has it, with a socket that somebody listens at. */
async function runDirectory(place: Place, name: string, ageS: number) {
  const dir = join(place.dir, `peering-${userInfo().uid}`, name)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const server = createServer().listen(join(dir, 'A-cloud.ipc'))
  await eventually('somebody to listen', async () => server.listening)
  onTestFinished(() => void server.close())
  const then = Date.now() / 1000 - ageS
  utimesSync(dir, then, then)
  return { dir, server }
}

liveTest('a run removes what dead ones left, and nothing else', async ({ place, expect }) => {
  const alive = await runDirectory(place, 'run-alive', 3600)
  const young = await runDirectory(place, 'run-young', 1)
  const dead = join(place.dir, `peering-${userInfo().uid}`, 'run-dead')
  mkdirSync(dead)
  utimesSync(dead, 1, 1)
  const { code } = await run(place, `${CLUSTERS}${EVEN}duration: 1s\n`)
  expect(code).toBe(0)
  expect([alive.dir, young.dir, dead].map(dir => existsSync(dir))).toEqual([true, true, false])
})

liveTest('so does a cluster, with socket files of dead ones', async ({ place, expect }) => {
  const alive = await runDirectory(place, 'run-alive', 3600)
  const own = join(place.dir, `peering-${userInfo().uid}`)
  const old = (name: string) => {
    writeFileSync(join(own, name), '')
    utimesSync(join(own, name), 1, 1)
    return join(own, name)
  }
  const dead = [old('DC9-cloud.ipc'), old('DC9-state.ipc.full')]
  const other = old('notes')
  const env = { XDG_RUNTIME_DIR: place.dir }
  for (const words of ['DC1', 'up DC1 DC2']) {
    const runDead = join(own, 'run-dead')
    mkdirSync(runDead)
    utimesSync(runDead, 1, 1)
    const program = place.run([...words.split(' '), '--quiet', '--for', '100ms'], { env })
    expect(await program.exit()).toMatchObject({ code: 0 })
    const left = [alive.dir, other, ...dead, runDead].map(path => existsSync(path))
    expect(left).toEqual([true, true, false, false, false])
  }
})
