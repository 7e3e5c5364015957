/** Who takes tasks and answers none: the tasks are done by others, and all goes on. */

import { describe } from 'vitest'
import { Dealer, Publisher, Request, Router } from 'zeromq'
import type { ClusterStatus } from '../../src/report/cluster-record.js'
import { expectConserved, liveTest, type Program, QUICK } from '../support/live.js'

/** Clients wait for 10 s: what is done without a retry was done within the limit. */
const LIMITED = `${QUICK} --task-timeout 500ms`

const CROWD = 3000

async function goesOn(cluster: Program, { done }: ClusterStatus): Promise<ClusterStatus> {
  const { mark } = cluster
  return cluster.status('DC1', '200 more tasks done', now => now.done > done + 200, mark)
}

describe.concurrent('a stranger that answers nothing', () => {
  liveTest(
    'and is killed with a task keeps neither the task nor its place',
    async ({ place, expect, onTestFinished }) => {
      const dc1 = place.start(`DC1 ${LIMITED} --workers 3 --clients 2`)
      const worker = new Request({ linger: 0 })
      onTestFinished(() => worker.close())
      worker.connect(`ipc://${place.dir}/DC1-localbe.ipc`)
      await worker.send('READY')
      await worker.receive()
      worker.close()
      const then = await dc1.status('DC1', 'its task expired', ({ expired }) => expired === 1)
      await dc1.status('DC1', 'three workers', ({ busy, ready }) => busy + ready === 3, dc1.mark)
      await goesOn(dc1, then)
      const summary = await dc1.end()
      expectConserved(summary)
      expect(summary.total).toMatchObject({ lost: 0, retried: 0, duplicates: 0, expired: 1 })
    },
  )

  liveTest(
    'comes as a crowd that says READY, and costs a few tasks some time',
    async ({ place, expect, onTestFinished }) => {
      const dc1 = place.start(`DC1 ${LIMITED} --workers 5 --clients 20`)
      await dc1.status('DC1', 'work done', ({ done }) => done > 0)
      const crowd = new Dealer({ linger: 0, sendHighWaterMark: 0 })
      onTestFinished(() => crowd.close())
      crowd.connect(`ipc://${place.dir}/DC1-localbe.ipc`)
      for (let nth = 0; nth < CROWD; nth++) await crowd.send([`silent-${nth}`, '', 'READY'])
      const then = await dc1.status(
        'DC1',
        'nearly all of the crowd withheld',
        ({ withheld = 0, suspended }) => suspended > 0 && withheld > CROWD - 100,
      )
      expect(then.busy).toBeLessThanOrEqual(5 + 20)
      const now = await goesOn(dc1, then)
      expect(now.ready).toBeLessThanOrEqual(5)
      const summary = await dc1.end()
      expectConserved(summary)
      expect(summary.total).toMatchObject({ lost: 0, retried: 0, duplicates: 0 })
      expect(summary.total.expired).toBeLessThan(40)
    },
  )

  liveTest(
    'claims to be a peer with a million free workers, and costs its first window',
    async ({ place, expect, onTestFinished }) => {
      const cloud = new Router({ routingId: 'DC2', linger: 0 })
      const state = new Publisher({ linger: 0 })
      await cloud.bind(`ipc://${place.dir}/DC2-cloud.ipc`)
      await state.bind(`ipc://${place.dir}/DC2-state.ipc`)
      const claims = setInterval(() => state.send(['DC2', '1000000']).catch(() => {}), 50)
      onTestFinished(() => {
        clearInterval(claims)
        cloud.close()
        state.close()
      })
      const dc1 = place.start(`DC1 DC2 ${LIMITED} --workers 2 --clients 100`)
      const then = await dc1.status(
        'DC1',
        'a peer that is suspended',
        ({ peers }) => peers.DC2?.suspended === true,
      )
      const now = await goesOn(dc1, then)
      expect(now.peers.DC2?.outstanding).toBeLessThanOrEqual(1)
      const summary = await dc1.end()
      expectConserved(summary)
      expect(summary.total).toMatchObject({ lost: 0, duplicates: 0, local: summary.total.done })
      expect(summary.clusters.DC1?.delegatedTo.DC2).toBeLessThan(64 + 10)
    },
  )
})
