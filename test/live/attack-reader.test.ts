/** No message ends a process: libzmq may announce one, and then have none to give. */

import { describe } from 'vitest'
import { liveTest, QUICK } from '../support/live.js'
import { rawPart, rawSubscription, Stranger } from '../support/stranger.js'

const TIMES = 10

describe.concurrent('a frame that goes on, and then a subscription already known', () => {
  for (const socket of ['trace', 'state']) {
    liveTest(`is counted on ${socket}, and ends nothing`, async ({ place, expect }) => {
      const dc1 = place.start(`DC1 ${QUICK}`)
      await dc1.status('DC1', 'work done', ({ done }) => done > 0)
      const path = `${place.dir}/DC1-${socket}.ipc`
      const stranger = await Stranger.open(path, 'SUB')
      await stranger.say(rawSubscription('fact'))
      for (let time = 0; time < TIMES; time++) {
        await stranger.say(Buffer.concat([rawPart('\x01fact'), rawSubscription('fact')]))
        await stranger.say(Buffer.concat([rawPart('x'), rawSubscription('fact')]))
      }
      // Parts without an end that come together may be dropped as one.
      const { done } = await dc1.status(
        'DC1',
        'malformed messages',
        ({ malformed }) => malformed > 0,
      )
      await dc1.status('DC1', 'more work done', status => status.done > done)
      stranger.close()
      expect((await dc1.end()).total).toMatchObject({ lost: 0 })
    })
  }
})
