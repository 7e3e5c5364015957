/** The process of the links: starts in a place of its own, and leaves nothing behind. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LinkProcess, peerDirsOf } from 'peering'
import { describe, expect, onTestFinished } from 'vitest'
import { connectedPair, late, planOf, startLinks } from '../support/links.js'
import { childrenOf, eventually, isRunning, liveTest } from '../support/live.js'

const HOST = fileURLToPath(new URL('../support/links-host.mjs', import.meta.url))

describe('the process of links', () => {
  const left = (dir: string) => readdirSync(dir, { recursive: true })

  liveTest('ends with all its files when it is told to', async ({ place }) => {
    const plan = planOf(place)
    const links = await LinkProcess.start(plan)
    expect(left(place.dir).filter(file => String(file).endsWith('.ipc'))).toHaveLength(4)
    await connectedPair({ ...plan })
    await links.stop()
    expect(left(place.dir)).toEqual(['DC2-cloud.ipc'])
    expect(await links.report()).toBeUndefined()
  })

  liveTest('ends with all its files when its parent is killed', async ({ place }) => {
    const plan = planOf(place, late(60_000))
    const host = spawn(process.execPath, [HOST, JSON.stringify(plan)])
    onTestFinished(() => {
      host.kill('SIGKILL')
    })
    const [line] = await once(host.stdout, 'data')
    const pid = Number(line)
    const client = connect(join(peerDirsOf(plan, 'DC1').DC2 ?? '', 'DC2-cloud.ipc'))
    client.on('error', () => {})
    expect(isRunning(pid)).toBe(true)
    host.kill('SIGKILL')
    const killedAt = performance.now()
    await eventually('its end', () => !isRunning(pid) && left(place.dir).length === 0)
    expect(performance.now() - killedAt).toBeLessThan(3000)
  })

  liveTest('is given up when it is stuck as it starts', async ({ place }) => {
    const abort = new AbortController()
    const before = childrenOf(process.pid)
    const starting = LinkProcess.start(planOf(place), {}, abort.signal)
    const givenUp = expect(starting).rejects.toThrow('it ended before it was ready')
    const pid = childrenOf(process.pid).find(child => !before.includes(child)) ?? 0
    process.kill(pid, 'SIGSTOP')
    abort.abort()
    await givenUp
    expect(isRunning(pid)).toBe(false)
  })

  liveTest('says so when it is killed, and what it leaves is not in the way', async ({ place }) => {
    const plan = planOf(place)
    const failures: string[] = []
    const links = await LinkProcess.start(plan, { onFailure: reason => failures.push(reason) })
    process.kill(links.pid ?? 0, 'SIGKILL')
    await eventually('word of it', () => failures.length > 0)
    expect(failures).toEqual(['it was ended by SIGKILL'])
    expect(await links.report()).toBeUndefined()
    const again = await startLinks(plan)
    await connectedPair(plan)
    await again.stop()
    expect(left(place.dir)).toEqual(['DC2-cloud.ipc'])
  })

  liveTest('is refused a place that is taken, too long, or none', async ({ place }) => {
    const plan = planOf(place)
    await startLinks(plan)
    await expect(LinkProcess.start(plan)).rejects.toThrow(/^Links are in use already at .*--dir$/)
    const long = { ...plan, dir: join(place.dir, 'x'.repeat(90)) }
    await expect(LinkProcess.start(long)).rejects.toThrow(/bytes, and 107 is the most/)
    const file = join(place.dir, 'file')
    writeFileSync(file, '')
    const none = { ...plan, dir: file }
    await expect(LinkProcess.start(none)).rejects.toThrow(/^Cannot make the directory/)
  })
})
