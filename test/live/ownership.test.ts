/** One owner for a name: a second is refused, a crash leaves nothing in the way. */

import { describe } from 'vitest'
import { expectConserved, liveTest, QUICK } from '../support/live.js'

describe('a name that is in use', () => {
  liveTest.concurrent(
    'is refused to a second cluster, and the first goes on',
    async ({ place, expect }) => {
      const first = place.start(`DC1 ${QUICK}`)
      await first.status('DC1', 'work done', ({ done }) => done > 0)
      for (const words of ['DC1 DC2', 'up DC0 DC1']) {
        const second = place.start(words)
        expect(await second.exit()).toMatchObject({ code: 2, signal: null })
        expect(second.stderr).toMatch(/^peering: DC1 is running already in .*, or use --dir\n$/)
        expect(second.stdout).toEqual([])
      }
      const mark = first.mark
      const one = await first.status('DC1', 'a word later', () => true, mark)
      await first.status('DC1', 'more work done', ({ done }) => done > one.done, mark)
      const summary = await first.end()
      expectConserved(summary)
      expect(summary.total).toMatchObject({ lost: 0, retried: 0, malformed: 0 })
      expect(place.sockets).toEqual([])
    },
  )

  liveTest.concurrent(
    'is free again after a crash that left its socket files',
    async ({ place, expect }) => {
      const first = place.start(`DC1 ${QUICK}`)
      await first.status('DC1', 'work done', ({ done }) => done > 0)
      await first.kill()
      const files = ['cloud', 'localbe', 'localfe', 'monitor', 'state', 'trace'].map(
        s => `DC1-${s}.ipc`,
      )
      expect(place.sockets).toEqual(files)
      const second = place.start(`DC1 ${QUICK}`)
      await second.status('DC1', 'work done', ({ done }) => done > 0)
      expect((await second.end()).total.lost).toBe(0)
      expect(place.sockets).toEqual([])
    },
  )

  liveTest.concurrent('may be used in another directory at the same time', async ({ place }) => {
    const first = place.start(`DC1 ${QUICK} --local inproc`)
    const second = place.run(['DC1', ...QUICK.split(' '), '--json', '--dir', 'other'])
    await first.status('DC1', 'work done', ({ done }) => done > 0)
    await second.status('DC1', 'work done', ({ done }) => done > 0)
    await Promise.all([first.end(), second.end()])
  })
})
