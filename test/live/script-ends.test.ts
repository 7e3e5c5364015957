/** Scripts that end badly: whatever becomes of one, nothing of its cloud is left behind. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, vi } from 'vitest'
import { openCloud } from '../../src/run/cloud.js'
import { UsageError } from '../../src/scenario/usage-error.js'
import { childrenOf, eventually, isRunning, liveTest } from '../support/live.js'

const HOST = fileURLToPath(new URL('../support/script-host.mjs', import.meta.url))

describe('a script that', () => {
  for (const [way, signal, code] of [
    ['throws', undefined, 1],
    ['throws, and lets go', undefined, 1],
    ['exits', undefined, 7],
    ['goes on', 'SIGINT', null],
    ['goes on', 'SIGKILL', null],
  ] as const) {
    const title = signal ? `${way}, and is ended by ${signal},` : way
    liveTest(`${title} leaves no process and no file`, async ({ place }) => {
      const env = { ...process.env, XDG_RUNTIME_DIR: place.dir }
      const host = spawn(process.execPath, [HOST, way], { env, stdio: ['pipe', 'pipe', 'ignore'] })
      onTestFinished(() => {
        host.kill('SIGKILL')
      })
      await once(host.stdout, 'data')
      const children = childrenOf(host.pid ?? 0)
      // Two clusters, one of them paused, with who is to wake it, and their links.
      expect(children).toHaveLength(4)
      const ended = once(host, 'exit')
      host.stdin.end('go\n')
      if (signal) host.kill(signal)
      expect(await ended).toEqual([code, signal ?? null])
      const endedAt = performance.now()
      const left = () => readdirSync(place.dir, { recursive: true }).slice(1)
      await eventually(
        () => `the end of ${children.filter(isRunning)} and ${left()}`,
        () => !children.some(isRunning) && left().length === 0,
      )
      expect(performance.now() - endedAt).toBeLessThan(3000)
    })
  }
})

liveTest('a cloud that the machine has too little for leaves no directory', async ({ place }) => {
  vi.stubEnv('XDG_RUNTIME_DIR', place.dir)
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  const workers = 65_536
  const clusters = Object.fromEntries(['A', 'B', 'C'].map(name => [name, { workers }]))
  await expect(openCloud('live', { clusters })).rejects.toThrow(UsageError)
  expect(readdirSync(place.dir, { recursive: true })).toEqual([expect.stringMatching(/^peering-/)])
})
