/** Clusters that are killed, stopped and started again; workers that die: no task is lost. */

import { fileURLToPath } from 'node:url'
import { Cluster, type ClusterEvent, clusterPlan, Metrics } from 'peering'
import { describe, expect, onTestFinished } from 'vitest'
import type { Counts, TimedFact } from '../../src/report/counts.js'
import { eventually, expectConserved, liveTest, QUICK } from '../support/live.js'

/** Its tasks must go elsewhere; one that is not answered in 3 s is lost, and said so. */
const OVERLOADED = `--clients 20 --workers 2 ${QUICK} --timeout 3s --retries 0`

/** Its own clients leave its workers to others. */
const SPARE = `--clients 1 --workers 5 ${QUICK} --load closed:60s`

describe.concurrent('a cluster that is killed under load', () => {
  liveTest(
    'is known to be gone at once, and is given work again later',
    async ({ place, expect }) => {
      // Only a connection that goes can tell so soon: silence is believed for a minute.
      const patient = '--state-ttl 60s'
      const dc1 = place.start(`DC1 DC2 DC3 ${OVERLOADED} ${patient}`)
      const dc2 = place.start(`DC2 DC1 DC3 ${SPARE} ${patient}`)
      // What it takes it keeps, so that there is something to come home.
      const victim = place.start(`DC3 DC1 DC2 ${SPARE} ${patient} --service 60s`)
      await dc2.event('peer-up', 'DC3')
      await dc1.status('DC1', 'tasks at DC3', ({ peers }) => Number(peers.DC3?.outstanding) > 0)
      const marks = [dc1.mark, dc2.mark]
      await victim.kill()

      const gone = await dc1.event('peer-gone', 'DC3', marks[0])
      expect(gone.home).toBeGreaterThan(0)
      await dc2.event('peer-gone', 'DC3', marks[1])
      for (const [name, survivor] of Object.entries({ DC1: dc1, DC2: dc2 })) {
        const { peers } = await survivor.status(name, 'a word later', () => true, survivor.mark)
        expect(peers.DC3).toMatchObject({ capacity: 0, ageMs: null, outstanding: 0 })
      }

      const before = await dc1.status('DC1', 'a word before the restart', () => true, dc1.mark)
      const mark = dc1.mark
      const again = place.start(`DC3 DC1 DC2 ${SPARE} ${patient}`)
      await dc1.event('peer-up', 'DC3', mark)
      const delegated = before.peers.DC3?.delegated ?? 0
      await dc1.status(
        'DC1',
        'work for DC3 again, and all of 3 s after the kill',
        ({ peers }, t) => Number(peers.DC3?.delegated) > delegated + 10 && t > gone.t + 3000,
      )

      const survivors = [await dc1.end(), await dc2.end()]
      for (const summary of survivors) {
        expectConserved(summary)
        expect(summary.total).toMatchObject({ lost: 0, duplicates: 0, malformed: 0 })
      }
      expect(survivors[0]?.total.home).toBeGreaterThanOrEqual(gone.home)
      expect((await again.end()).clusters.DC3?.servedFor.DC1).toBeGreaterThan(10)
      expect(place.sockets).toEqual([])
    },
  )
})

describe.concurrent('a cluster that is stopped and continued', () => {
  liveTest(
    'is forgotten meanwhile, and its late replies are dropped',
    async ({ place, expect }) => {
      const dc1 = place.start(`DC1 DC2 ${OVERLOADED}`)
      const sleeper = place.start(`DC2 DC1 ${SPARE} --service 2s`)
      // Within a second from when they went there: more than a second is left until they are done.
      await dc1.status('DC1', 'tasks at DC2', ({ peers }) => Number(peers.DC2?.outstanding) > 0)
      const mark = dc1.mark
      sleeper.child.kill('SIGSTOP')
      const gone = await dc1.event('peer-gone', 'DC2', mark)
      expect(gone.home).toBeGreaterThan(0)
      const { peers } = await dc1.status('DC1', 'a word later', () => true, dc1.mark)
      expect(peers.DC2).toMatchObject({ capacity: 0, ageMs: null, outstanding: 0 })
      sleeper.child.kill('SIGCONT')
      await dc1.event('peer-up', 'DC2', mark)
      await dc1.status(
        'DC1',
        'a late reply for each task that had come home',
        ({ late }) => late >= gone.home,
      )

      const summary = await dc1.end()
      expectConserved(summary)
      expect(summary.total).toMatchObject({ lost: 0, retried: 0, duplicates: 0, malformed: 0 })
      await sleeper.end()
      expect(place.sockets).toEqual([])
    },
  )
})

describe.concurrent('a thread of workers that dies', () => {
  liveTest('is started again, and the tasks it had come home', async ({ place }) => {
    const plan = clusterPlan({
      self: 'DC1',
      dir: place.dir,
      seed: 1,
      // As many as workers: all are at work only if no client waits in vain.
      loads: [
        {
          clients: 8,
          load: { kind: 'closed', think: { kind: 'constant', ms: 1 } },
          retries: 0,
          // A thread may take seconds to start where the cores have other work.
          timeoutMs: 60_000,
        },
      ],
      workers: 8,
      workerThreads: 2,
      service: { kind: 'constant', ms: 20 },
    })
    const deaths: ClusterEvent[] = []
    const failures: string[] = []
    const cluster = await Cluster.start(plan, {
      onEvent: event => deaths.push(event),
      onFailure: reason => failures.push(reason),
    })
    onTestFinished(async () => {
      await cluster.stop()
    })
    const metrics = new Metrics()
    const noted: Counts[] = []
    const count = (fact: TimedFact) =>
      noted.reduce((sum, { times }) => sum + (times[fact]?.length ?? 0), 0)
    const look = async () => {
      const report = await cluster.report()
      metrics.add(report.counts)
      noted.push(report.counts)
      return { ...metrics.totals(), broker: report.broker }
    }
    cluster.begin()
    const allAtWork = () =>
      eventually('work on all workers', async () => {
        const { broker } = await look()
        return broker?.workers === 8 && broker.busyLocal === 8
      })
    await allAtWork()

    cluster.failWorkers(1)
    await eventually('tasks to come home', async () => (await look()).home > 0)
    expect(deaths).toEqual([{ event: 'workers-died', thread: 1, reason: 'Error: told to fail' }])
    await allAtWork()
    cluster.failWorkers()
    await eventually('two more deaths', () => deaths.length === 3)
    await allAtWork()
    await eventually('all workers to be there again', async () => {
      await look()
      return count('hired') === 20
    })
    // Those that ended by an error are counted as those are that end by a fault.
    expect(count('dismissed')).toBe(12)
    expect(count('dropped')).toBeGreaterThan(0)
    const { sent } = await look()
    await eventually('a hundred more tasks', async () => (await look()).sent > sent + 100)

    const last = await cluster.halt()
    metrics.add(last.counts)
    const { done, lost, duplicates, inFlight, sent: all } = metrics.totals()
    expect({ lost, duplicates, all }).toEqual({ lost: 0, duplicates: 0, all: done + inFlight })
    expect(inFlight).toBe(last.inFlight)
    expect(failures).toEqual([])
    await cluster.stop()
    expect(place.sockets).toEqual([])
  })
})

describe('eight clusters in one process', () => {
  liveTest('end all at once, each for good', async ({ place }) => {
    const script = fileURLToPath(new URL('../support/eight-clusters.mjs', import.meta.url))
    const { stdout } = await place.shell('timeout 30 "$@"', [process.execPath, script, place.dir])
    expect(stdout).toBe('ended\n')
    expect(place.sockets).toEqual([])
  })
})
