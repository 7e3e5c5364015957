/** The Guide's own programs beside ours: as peers, as workers, as clients. */

import { describe, expect } from 'vitest'
import { Request } from 'zeromq'
import { type Dialect, GuidePeer } from '../support/guide-peer.js'
import { eventually, expectConserved, liveTest, QUICK } from '../support/live.js'

/** Now and then more to do than workers, else workers to spare. Guide peers tell only changes. */
const UNEVEN = `${QUICK} --clients 8 --workers 4 --load closed:exp:40ms --state-ttl 0s`

const NAMINGS: readonly { dialect: Dialect; template: string }[] = [
  { dialect: 'C', template: 'ipc://{dir}/{cluster}-{socket}.ipc' },
  { dialect: 'Python', template: 'ipc://{dir}/{cluster}-{socket}.ipc' },
  // What Python 3 makes of a name that is bytes.
  { dialect: 'Python', template: "ipc://{dir}/b'{cluster}'-{socket}.ipc" },
]

describe.concurrent("a peer that speaks the Guide's", () => {
  liveTest.for(NAMINGS)(
    '$dialect at $template gives us tasks and takes ours, and none is lost',
    async ({ dialect, template }, { place, expect, onTestFinished }) => {
      const dc1 = place.run([
        'DC1',
        'DC2',
        ...UNEVEN.split(' '),
        '--json',
        '--dir',
        place.dir,
        '--endpoints',
        template,
      ])
      await dc1.status('DC1', 'work done', ({ done }) => done > 0)
      const peer = await GuidePeer.start({
        dialect,
        self: 'DC2',
        peer: 'DC1',
        endpointOf: (cluster, socket) =>
          template
            .replace('{dir}', place.dir)
            .replace('{cluster}', cluster)
            .replace('{socket}', socket),
        workers: 2,
        clients: 6,
      })
      onTestFinished(() => peer.close())
      await eventually(
        () => `30 tasks each way; it gave ${peer.returned} and took ${peer.served}`,
        () => peer.returned >= 30 && peer.served >= 30,
      )
      peer.stopClients()
      await eventually('its last tasks to be answered', () => peer.waiting === 0)
      // Afterwards it may have replies for a peer that is no longer there.
      expect(peer.faults).toEqual([])
      const summary = await dc1.end()

      expect(peer.returned).toBe(peer.delegated)
      expectConserved(summary)
      expect(summary.total).toMatchObject({
        lost: 0,
        retried: 0,
        duplicates: 0,
        malformed: 0,
        late: 0,
        home: 0,
      })
      const { cloud = 0, delegatedTo, servedFor } = summary.clusters.DC1 ?? {}
      expect(servedFor).toEqual({ DC2: peer.returned })
      expect(cloud).toBeGreaterThanOrEqual(30)
      expect(cloud).toBeLessThanOrEqual(peer.served)
      expect(delegatedTo?.DC2).toBeGreaterThanOrEqual(peer.served)
    },
  )
})

describe.concurrent('sockets of other programs at our own broker', () => {
  liveTest('work for it, whether they say READY or \\x01', async ({ place }) => {
    const dc1 = place.start(`DC1 --clients 8 --workers 1 ${QUICK} --service 200ms`)
    await dc1.status('DC1', 'work done', ({ done }) => done > 0)
    const mark = dc1.mark
    const done = { READY: 0, '\x01': 0 }
    const workers = Object.keys(done).map(ready => {
      const socket = new Request({ linger: 0 })
      socket.connect(`ipc://${place.dir}/DC1-localbe.ipc`)
      const work = async () => {
        await socket.send(ready)
        for (;;) {
          const message = await socket.receive()
          done[ready as 'READY']++
          await socket.send(message)
        }
      }
      // It works until its socket is closed.
      work().catch(() => {})
      return socket
    })
    await dc1.status('DC1', 'work for three', ({ tasksPerSecond }) => tasksPerSecond > 100, mark)
    const summary = await dc1.end()
    for (const worker of workers) worker.close()
    expect(Math.min(...Object.values(done))).toBeGreaterThan(20)
    expectConserved(summary)
    expect(summary.total).toMatchObject({ lost: 0, retried: 0, malformed: 0 })
  })

  liveTest('are answered as its own clients are', async ({ place }) => {
    const dc1 = place.start(`DC1 --clients 1 --workers 2 ${QUICK}`)
    await dc1.status('DC1', 'work done', ({ done }) => done > 0)
    const client = new Request({ linger: 0 })
    client.connect(`ipc://${place.dir}/DC1-localfe.ipc`)
    for (const body of ['hello', '', 'x'.repeat(5000), 'ÿ']) {
      await client.send(body)
      expect((await client.receive()).map(String)).toEqual([body])
    }
    await client.send(['several', '', 'frames'])
    expect((await client.receive()).map(String)).toEqual(['several', '', 'frames'])
    client.close()
    expect((await dc1.end()).total).toMatchObject({ lost: 0, malformed: 0 })
  })
})
