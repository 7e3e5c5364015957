/** Hunts through seeds of which one does not come to an end. */

import { expect, test } from 'vitest'
import { Hunt } from '../../src/cli/fuzz/hunt.js'

/** Begins with a seed, and never returns. */
const CODE = `
import { workerData } from 'node:worker_threads'
Atomics.store(workerData.at, workerData.place, 7)
for (;;);
`
const thread = new URL(`data:text/javascript,${encodeURIComponent(CODE)}`)

const LONG_MS = 3_600_000

const broken = {
  name: 'time goes on',
  verdict: 'false',
  broken: { t: 0, what: expect.stringMatching(/^the seed did not come to an end in \d+ s$/) },
}

test('a hunt ends a seed that does not come to an end, and names it', async () => {
  const hunt = new Hunt(0, 100, { thread, stuckMs: 100, endingMs: 500 })
  expect(await hunt.run(2)).toEqual({ seed: 7, broken, isStuck: true })
})

test('a hunt whose time is over waits for no such seed', async () => {
  const hunt = new Hunt(0, 100, { thread, stuckMs: LONG_MS, endingMs: 500 })
  const found = hunt.run(1)
  hunt.stop()
  // It may have been ended before its thread had begun.
  expect([7, undefined]).toContain((await found)?.seed)
})

test('a hunt that is interrupted ends at once, and has found nothing', async () => {
  const hunt = new Hunt(0, 100, { thread, stuckMs: LONG_MS, endingMs: LONG_MS })
  const found = hunt.run(2)
  hunt.abandon()
  expect(await found).toBeUndefined()
})
