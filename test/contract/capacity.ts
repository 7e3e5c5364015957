/** The contract of capacity: when it is told, and for how long it is believed. */

import { describe, expect } from 'vitest'
import type { ClusterStatus } from '../../src/report/cluster-record.js'
import {
  busyClients,
  type CloudTest,
  isForgotten,
  LACONIC,
  peer1,
  peer2,
  tasks,
  UNHARMED,
} from './words.js'

export function capacityContract(cloudTest: CloudTest, options: { concurrent: boolean }): void {
  describe('capacity', { concurrent: options.concurrent }, () => {
    const clusters = { DC1: { workers: 2 }, DC2: { workers: 3 } }

    cloudTest('is told at the start, to those that were there and by them', async ({ cloudOf }) => {
      const cloud = cloudOf({ broker: LACONIC, clusters })
      await cloud.start('DC1')
      await cloud.start('DC2')
      await cloud.until('DC1', 'DC2 known', status => peer2(status).capacity === 3)
      await cloud.until('DC2', 'DC1 known', status => peer1(status).capacity === 2)
    })

    cloudTest('is told when it changes', async ({ cloudOf }) => {
      const DC2 = { workers: 1, service: '50ms' }
      const load = [{ ...busyClients('DC2', 1), think: '50ms' }]
      const cloud = cloudOf({ broker: LACONIC, clusters: { DC1: {}, DC2 }, load })
      await cloud.start()
      for (const free of [1, 0, 1, 0]) {
        await cloud.until('DC1', `${free} free`, status => peer2(status).capacity === free)
      }
    })

    cloudTest('is told by heartbeat, change or not', async ({ cloudOf }) => {
      const cloud = cloudOf({ clusters })
      await cloud.start()
      // Nothing changes in an idle cloud, so that only a heartbeat makes an old word young again.
      const isOld = (status: ClusterStatus) => Number(peer2(status).ageMs) > 100
      for (const word of ['a second word', 'a third word']) {
        await cloud.until('DC1', 'an old word', isOld)
        await cloud.until('DC1', word, status => !isOld(status))
      }
    })

    cloudTest(
      'of who is silent for too long is forgotten, and believed again',
      async ({ cloudOf }) => {
        const broker = { heartbeat: '200ms', stateTtl: '600ms' }
        const DC2 = { workers: 3, service: '2500ms' }
        const load = [tasks('DC1', 3)]
        const cloud = cloudOf({ broker, clusters: { DC1: { workers: 0 }, DC2 }, load })
        await cloud.start()
        await cloud.until('DC1', 'three at DC2', status => peer2(status).outstanding === 3)
        await cloud.pause('DC2')
        const gone = await cloud.until('DC1', 'DC2 forgotten', status => isForgotten(peer2(status)))
        expect(gone.home).toBe(3)
        await cloud.resume('DC2')
        // It does them a second time; what it says of the first comes too late.
        const status = await cloud.until('DC1', 'all three done', ({ done }) => done === 3)
        expect(status).toMatchObject({ ...UNHARMED, sent: 3, late: 3, inFlight: 0 })
      },
    )

    cloudTest('is believed for ever with a state TTL of 0', async ({ cloudOf }) => {
      const broker = { heartbeat: '200ms', stateTtl: '0s' }
      const cloud = cloudOf({ broker, clusters })
      await cloud.start()
      await cloud.until('DC1', 'DC2 known', status => peer2(status).capacity === 3)
      await cloud.pause('DC2')
      const status = await cloud.until('DC1', 'silence', now => Number(peer2(now).ageMs) > 800)
      expect(peer2(status).capacity).toBe(3)
    })
  })
}
