/** The contract of spill-over: when tasks are delegated, and when they are not. */

import { describe, expect } from 'vitest'
import { POLICY_NAMES } from '../../src/broker/policy.js'
import { busyClients, type CloudTest, peer1, peer2, peer3, tasks, UNHARMED } from './words.js'

const POLICIES = POLICY_NAMES.filter(policy => policy !== 'local-only')

export function spillOverContract(cloudTest: CloudTest, options: { concurrent: boolean }): void {
  describe('spill-over', { concurrent: options.concurrent }, () => {
    cloudTest('happens when a cluster has too much to do', async ({ cloudOf }) => {
      const spare = { workers: 3, service: '20ms' }
      const clusters = { DC1: { workers: 1, service: '20ms' }, DC2: spare, DC3: spare }
      const cloud = cloudOf({ clusters, load: [busyClients('DC1', 12)] })
      await cloud.start()
      const status = await cloud.until('DC1', 'most done elsewhere', status => {
        const delegated = Math.min(peer2(status).delegated, peer3(status).delegated)
        return status.cloud > status.local && delegated > 10
      })
      expect(status).toMatchObject(UNHARMED)
      await cloud.until('DC2', 'work for DC1', status => peer1(status).served > 10)
      await cloud.until('DC3', 'work for DC1', status => peer1(status).served > 10)
    })

    cloudTest('does not happen while a worker is ready', async ({ cloudOf }) => {
      const spare = { workers: 4, service: '10ms' }
      const load = [{ ...busyClients('DC1', 2), think: '5ms' }]
      const cloud = cloudOf({ clusters: { DC1: spare, DC2: spare }, load })
      await cloud.start()
      await cloud.until('DC1', 'DC2 known', status => peer2(status).capacity === 4)
      const status = await cloud.until('DC1', 'work done', ({ done }) => done > 50)
      expect(status.cloud).toBe(0)
      expect(peer2(status).delegated).toBe(0)
    })

    cloudTest('does not happen with local-only', async ({ cloudOf }) => {
      const DC1 = { workers: 1, service: '10ms', policy: 'local-only' }
      const cloud = cloudOf({ clusters: { DC1, DC2: {} }, load: [busyClients('DC1', 6)] })
      await cloud.start()
      const { done } = await cloud.until('DC1', 'DC2 known', status => peer2(status).capacity === 5)
      const status = await cloud.until('DC1', 'work done', now => now.done > done + 20)
      expect(status.waiting).toBeGreaterThan(0)
      expect(status.cloud).toBe(0)
      expect(peer2(status).delegated).toBe(0)
    })

    cloudTest('happens with each policy', async ({ cloudOf }) => {
      const poor = POLICIES.map((policy, index) => {
        return [`P${index}`, { workers: 0, policy, peers: ['RICH'] }] as const
      })
      const names = poor.map(([name]) => name)
      const RICH = { workers: 5, service: '10ms' }
      const clusters = { RICH, ...Object.fromEntries(poor) }
      const cloud = cloudOf({ clusters, load: [busyClients(names, 2)] })
      await cloud.start()
      for (const [name, { policy }] of poor) {
        const status = await cloud.until(name, `work by ${policy}`, ({ done }) => done > 5)
        expect(status).toMatchObject({ ...UNHARMED, local: 0 })
      }
    })

    cloudTest('stops there: what a peer sent is never delegated again', async ({ cloudOf }) => {
      // DC2's own tasks may go to DC3, also while those of A and B wait for its only worker.
      const poor = { workers: 0, peers: ['DC2'] }
      const DC2 = { workers: 1, service: '10ms' }
      const clusters = { A: poor, B: poor, DC2, DC3: { workers: 5, service: '10ms' } }
      const cloud = cloudOf({ clusters, load: [busyClients(['A', 'B'], 4), tasks('DC2', 60)] })
      await cloud.start()
      await cloud.until('DC2', 'too much to do', ({ overcommit }) => overcommit > 3)
      await cloud.until('DC2', 'all of its own done', ({ done }) => done === 60)
      const status = await cloud.status('DC2')
      expect(status.cloud).toBeGreaterThan(0)
      expect(peer3(status).delegated).toBe(status.cloud)
    })
  })
}
