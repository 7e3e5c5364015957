/** One stranger costs a cluster some memory, and not as much as he likes. */

import { describe } from 'vitest'
import { liveTest, type Place, QUICK } from '../support/live.js'
import { memoryMiB, rawPart, rawSubscription, Stranger } from '../support/stranger.js'

/** A cluster of this size has 105 MiB, and may have 441; what is freed last comes on top. */
const MEMORY_MAX_MIB = 800

/** What a stranger says to a socket, over and over. */
interface Flood {
  readonly socket: string
  readonly type: string
  readonly times: number
  readonly bytes: (time: number) => Buffer
  /** Whether it ends the stranger's connection. */
  readonly isCut: boolean
}

const PART = Buffer.concat(Array.from({ length: 16 }, () => rawPart(Buffer.alloc(65_536))))

const FLOODS: Record<string, Flood> = {
  'a message of 1,500 MiB that has no end': {
    socket: 'localfe',
    type: 'REQ',
    times: 1500,
    bytes: () => PART,
    isCut: true,
  },
  '100,000 topics of 300 bytes': {
    socket: 'trace',
    type: 'SUB',
    times: 200,
    bytes: time =>
      Buffer.concat(
        Array.from({ length: 500 }, (_, index) => {
          const number = (time * 500 + index).toString(36)
          return rawSubscription(number.padStart(300, `q${number}`))
        }),
      ),
    isCut: true,
  },
  'subscriptions of 100 KB': {
    socket: 'state',
    type: 'SUB',
    times: 400,
    bytes: time => rawSubscription(`${time}`.padStart(100_000, `${time}`)),
    isCut: true,
  },
  'three messages of 200,000 frames': {
    socket: 'localfe',
    type: 'DEALER',
    times: 3,
    bytes: () => Buffer.concat([...Array(200_000).fill(rawPart('x')), Buffer.from([0, 0])]),
    isCut: false,
  },
}

describe('the memory of a cluster is bounded', () => {
  for (const [what, flood] of Object.entries(FLOODS)) {
    liveTest(`under ${what}`, async ({ place, expect }) => {
      const peakMiB = await underFlood(place, flood)
      expect(peakMiB).toBeLessThan(MEMORY_MAX_MIB)
    })
  }
})

/** The most memory that the cluster had; afterwards it works on. */
async function underFlood(place: Place, flood: Flood): Promise<number> {
  const dc1 = place.start(`DC1 ${QUICK} --timeout 1s`)
  await dc1.status('DC1', 'work done', ({ done }) => done > 0)
  let peakMiB = 0
  const watch = setInterval(() => {
    peakMiB = Math.max(peakMiB, memoryMiB(dc1.pid))
  }, 20)
  try {
    const stranger = await Stranger.open(`${place.dir}/DC1-${flood.socket}.ipc`, flood.type)
    for (let time = 0; time < flood.times && !stranger.isGone; time++) {
      await stranger.say(flood.bytes(time))
    }
    if (flood.isCut) await stranger.gone
    const { done } = await dc1.status('DC1', 'a word later', () => true, dc1.mark)
    await dc1.status('DC1', 'more work done', status => status.done > done + 100)
    stranger.close()
    await dc1.end()
  } finally {
    clearInterval(watch)
  }
  return peakMiB
}
