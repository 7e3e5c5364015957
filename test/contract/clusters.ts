/** The contract of clusters that come and go. */

import { describe, expect } from 'vitest'
import {
  busyClients,
  type CloudTest,
  isForgotten,
  LACONIC,
  peer1,
  peer2,
  peer3,
  tasks,
  UNHARMED,
} from './words.js'

export function clustersContract(cloudTest: CloudTest, options: { concurrent: boolean }): void {
  describe('a cluster', { concurrent: options.concurrent }, () => {
    cloudTest('that starts later is found', async ({ cloudOf }) => {
      const clusters = { DC1: { workers: 0 }, DC2: { workers: 2, service: '10ms' } }
      const cloud = cloudOf({ clusters, load: [busyClients('DC1', 4)] })
      await cloud.start('DC1')
      const alone = await cloud.until('DC1', 'all wait', ({ waiting }) => waiting === 4)
      expect(alone.done).toBe(0)
      await cloud.start('DC2')
      expect(await cloud.until('DC1', 'answers', ({ done }) => done > 10)).toMatchObject(UNHARMED)
    })

    cloudTest('that is killed loses no task of others', async ({ cloudOf }) => {
      // What DC3 takes it keeps, and silence is no sign: only the connection that goes is one.
      const [DC1, DC2, DC3] = [{ workers: 0 }, { service: '10ms' }, { service: '60s' }]
      const cloud = cloudOf({
        broker: LACONIC,
        clusters: { DC1, DC2, DC3 },
        load: [tasks('DC1', 3)],
      })
      await cloud.start('DC1', 'DC3')
      await cloud.until('DC1', 'three at DC3', status => peer3(status).outstanding === 3)
      await cloud.kill('DC3')
      const gone = await cloud.until('DC1', 'DC3 gone', status => isForgotten(peer3(status)))
      expect(gone).toMatchObject({ home: 3, waiting: 3 })
      await cloud.start('DC2')
      const status = await cloud.until('DC1', 'all three done', ({ done }) => done === 3)
      expect(status).toMatchObject({ ...UNHARMED, sent: 3, inFlight: 0 })
    })

    cloudTest('that was killed is given work again when it is back', async ({ cloudOf }) => {
      const clusters = { DC1: { workers: 0 }, DC2: { workers: 2, service: '10ms' } }
      const cloud = cloudOf({ clusters, load: [busyClients('DC1', 4)] })
      await cloud.start()
      await cloud.until('DC1', 'work', ({ done }) => done > 5)
      await cloud.kill('DC2')
      const { done } = await cloud.until('DC1', 'DC2 gone', status => isForgotten(peer2(status)))
      const { served } = peer1(await cloud.status('DC2'))
      await cloud.start('DC2')
      const status = await cloud.until('DC1', 'work again', now => now.done > done + 5)
      expect(status).toMatchObject(UNHARMED)
      expect(peer1(await cloud.status('DC2')).served).toBeGreaterThan(served)
    })
  })
}
