/**
 * The contract: what is true of a cloud, whoever drives it. One suite, run in virtual time by
 * `test/sim/contract.test.ts` and on real sockets by `test/live/contract.test.ts`. It waits for what
 * it wants to see, and never for time.
 */

import { describe, expect, test } from 'vitest'
import { POLICY_NAMES } from '../../src/broker/policy.js'
import type { ClusterStatus } from '../../src/report/cluster-record.js'
import type { ScenarioPlan } from '../../src/scenario/scenario-plan.js'
import { ContractCloud, type Drive, type Sections } from './contract-cloud.js'

/** Brokers that speak often, and are believed for longer than a busy machine is silent. */
const TALKATIVE = { heartbeat: '200ms', stateTtl: '5s' }

/** Brokers that speak only when there is something to say. */
const LACONIC = { heartbeat: '60s', stateTtl: '0s' }

/** Nothing went wrong on the way. */
const UNHARMED = { lost: 0, retried: 0, duplicates: 0, malformed: 0 }

const NO_PEER = { capacity: 0, ageMs: null, outstanding: 0, delegated: 0, served: 0 }

const POLICIES = POLICY_NAMES.filter(policy => policy !== 'local-only')

/** Clients that send again at once. */
const busyClients = (at: string | string[], clients: number) => {
  return { at, executor: 'closed', clients, think: '1ms' }
}

/** So many tasks, soon after the start, and no more. */
const tasks = (at: string | string[], count: number, options: Sections = {}) => {
  const stages = [{ hold: `${10 * count + 5}ms` }]
  const even = { executor: 'ramping-rate', start: '100/s', arrivals: 'even', stages }
  return { at, ...even, clients: count, ...options }
}

const peer = (name: string) => (status: ClusterStatus) => status.peers[name] ?? NO_PEER
const peer1 = peer('DC1')
const peer2 = peer('DC2')
const peer3 = peer('DC3')

const isForgotten = ({ ageMs, capacity, outstanding }: typeof NO_PEER | ReturnType<typeof peer2>) =>
  ageMs === null && capacity === 0 && outstanding === 0

/** @param concurrent whether the tests run at once, as they do where they wait for a real clock. */
export function contractOf(newDrive: (plan: ScenarioPlan) => Drive, concurrent: boolean): void {
  const cloudTest = test.extend('cloudOf', ({ onTestFinished }) => {
    const clouds: ContractCloud[] = []
    onTestFinished(async () => {
      for (const cloud of clouds) await cloud.end()
    })
    return (sections: Sections): ContractCloud => {
      const cloud = new ContractCloud({ broker: TALKATIVE, ...sections }, newDrive)
      clouds.push(cloud)
      return cloud
    }
  })

  describe('tasks', { concurrent }, () => {
    cloudTest('are each answered once', async ({ cloudOf }) => {
      const cluster = { workers: 2, service: 'exp:20ms' }
      const clusters = { DC1: cluster, DC2: cluster, DC3: cluster }
      const cloud = cloudOf({ clusters, load: [tasks(Object.keys(clusters), 40)] })
      await cloud.start()
      for (const name of Object.keys(clusters)) {
        await cloud.until(name, 'all answers', ({ done }) => done >= 40)
      }
      for (const name of Object.keys(clusters)) {
        const status = await cloud.status(name)
        expect(status).toMatchObject({ ...UNHARMED, sent: 40, done: 40, inFlight: 0 })
      }
    })

    cloudTest('are done, lost or in flight, each of them', async ({ cloudOf }) => {
      const impatient = { ...busyClients('DC1', 10), timeout: '200ms', retries: 0 }
      const clusters = { DC1: { workers: 1, service: '50ms' } }
      const cloud = cloudOf({ clusters, load: [impatient] })
      await cloud.start()
      // That they add up is checked at every look.
      await cloud.until('DC1', 'all three', ({ done, lost, inFlight }) => {
        return done > 0 && lost > 10 && inFlight > 0
      })
    })

    cloudTest('are sent again in vain, and then lost', async ({ cloudOf }) => {
      const load = [tasks('DC1', 2, { timeout: '100ms', retries: 2 })]
      const cloud = cloudOf({ clusters: { DC1: { workers: 0 } }, load })
      await cloud.start()
      const status = await cloud.until('DC1', 'both lost', ({ lost }) => lost === 2)
      expect(status).toMatchObject({ sent: 2, retried: 4, done: 0, inFlight: 0, duplicates: 0 })
    })

    cloudTest('take at least as long as their service', async ({ cloudOf }) => {
      const clusters = {
        DC1: { workers: 1, service: '30ms' },
        DC2: { workers: 2, service: '30ms' },
      }
      const cloud = cloudOf({ clusters, load: [busyClients('DC1', 6)] })
      await cloud.start()
      await cloud.until('DC1', 'both ways', ({ local, cloud }) => local > 10 && cloud > 10)
      expect(Math.min(...cloud.latenciesMs)).toBeGreaterThanOrEqual(30)
    })

    cloudTest('of a worker that dies are done all the same', async ({ cloudOf }) => {
      // More clients than workers, so that the one that dies is at work.
      const DC1 = { workers: 2, workerThreads: 2, service: '50ms' }
      const cloud = cloudOf({ clusters: { DC1 }, load: [busyClients('DC1', 4)] })
      await cloud.start()
      await cloud.until('DC1', 'work', ({ done, busy }) => done > 2 && busy === 2)
      await cloud.killWorker('DC1')
      const { sent } = await cloud.until('DC1', 'its task to come home', ({ home }) => home > 0)
      const after = await cloud.until('DC1', 'all of then', ({ done }) => done > sent + 10)
      expect(after).toMatchObject(UNHARMED)
    })
  })

  describe('spill-over', { concurrent }, () => {
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
      // Both believe DC2 to have a free worker, and send to it at once; DC3 could help.
      const poor = { workers: 0, peers: ['DC2'] }
      const DC2 = { workers: 1, service: '10ms' }
      const clusters = { A: poor, B: poor, DC2, DC3: { workers: 5, peers: ['DC2'] } }
      const cloud = cloudOf({ clusters, load: [busyClients(['A', 'B'], 4)] })
      await cloud.start()
      await cloud.until('DC2', 'DC3 known', status => peer3(status).capacity === 5)
      const status = await cloud.until('DC2', 'too much', ({ overcommit }) => overcommit > 3)
      expect(peer3(status).delegated).toBe(0)
      expect((await cloud.status('DC3')).peers.DC2?.served).toBe(0)
    })
  })

  describe('capacity', { concurrent }, () => {
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
      for (const word of ['a word', 'another word', 'a third word']) {
        const heard = await cloud.until('DC1', word, status => peer2(status).ageMs !== null)
        const { ageMs } = peer2(
          await cloud.until('DC1', 'age', status => {
            return Number(peer2(status).ageMs) > Number(peer2(heard).ageMs) + 50
          }),
        )
        await cloud.until('DC1', word, status => Number(peer2(status).ageMs) < Number(ageMs))
      }
    })

    cloudTest(
      'of who is silent for too long is forgotten, and believed again',
      async ({ cloudOf }) => {
        const broker = { heartbeat: '200ms', stateTtl: '600ms' }
        const DC2 = { workers: 3, service: '1500ms' }
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

  describe('a cluster', { concurrent }, () => {
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
      // What DC3 takes it keeps, so that there is something to come home.
      const [DC1, DC2, DC3] = [{ workers: 0 }, { service: '10ms' }, { service: '60s' }]
      const cloud = cloudOf({ clusters: { DC1, DC2, DC3 }, load: [tasks('DC1', 3)] })
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
      await cloud.start('DC2')
      const status = await cloud.until('DC1', 'work again', now => now.done > done + 5)
      expect(status).toMatchObject(UNHARMED)
      expect((await cloud.status('DC2')).peers.DC1?.served).toBeGreaterThan(5)
    })
  })
}
