/** The contract of tasks: each is answered once, or said to be lost. */

import { describe, expect } from 'vitest'
import { busyClients, type CloudTest, tasks, UNHARMED } from './words.js'

export function tasksContract(cloudTest: CloudTest, options: { concurrent: boolean }): void {
  describe('tasks', { concurrent: options.concurrent }, () => {
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

    cloudTest.for(['own', 'shared'] as const)(
      'of a worker that dies are done all the same, with sockets that are %s',
      async (workerSockets, { cloudOf }) => {
        // More clients than workers, so that the one that dies is at work.
        const DC1 = { workers: 2, workerThreads: 2, service: '50ms', workerSockets }
        const cloud = cloudOf({ clusters: { DC1 }, load: [busyClients('DC1', 4)] })
        await cloud.start()
        await cloud.until('DC1', 'work', ({ done, busy }) => done > 2 && busy === 2)
        await cloud.killWorker('DC1')
        const { sent } = await cloud.until('DC1', 'its task to come home', ({ home }) => home > 0)
        const after = await cloud.until('DC1', 'all of then', ({ done }) => done > sent + 10)
        expect(after).toMatchObject(UNHARMED)
      },
    )
  })
}
