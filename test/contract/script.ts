/** What a script can do with a cloud, whichever driver it stands on. */

import { describe, expect, onTestFinished, test } from 'vitest'
import type { Cloud } from '../../src/run/cloud.js'
import type { CloudWords } from '../../src/run/words.js'

const THREE: CloudWords = {
  clusters: {
    DC1: { workers: 2, service: '10ms' },
    DC2: { workers: 4, service: '10ms' },
    DC3: { workers: 4, service: '10ms' },
  },
}

const QUICK = { service: '5ms', heartbeat: '200ms', stateTtl: '600ms' }
const LINKED: CloudWords = { clusters: { DC1: QUICK, DC2: QUICK, DC3: QUICK }, links: {} }

/** Of the built package, or of its source. */
type Script = Pick<Cloud, keyof Cloud>
type Open = (mode: 'live' | 'sim', words: CloudWords) => Promise<Script>

/** Registers the tests. */
export function scriptSuite(mode: 'live' | 'sim', open: Open): void {
  const start = async (words: CloudWords = THREE): Promise<Script> => {
    const cloud = await open(mode, words)
    onTestFinished(async () => {
      await cloud.stop()
    })
    return cloud
  }

  describe(`a script's cloud (${mode})`, () => {
    test('is there, and idle, before a load is put on', async () => {
      const cloud = await start()
      expect(cloud.mode).toBe(mode)
      expect(cloud.now).toBeGreaterThanOrEqual(0)
      expect(cloud.status('DC1')).toMatchObject({ sent: 0, workers: 2, busy: 0 })
      expect(cloud.capacityOf('DC3', 'DC1')).toBe(4)
    })

    test('does the tasks of its load, some of them elsewhere', async () => {
      const cloud = await start()
      await cloud.load('DC1', { executor: 'closed', think: '5ms', clients: 6, sockets: 'shared' })
      await cloud.until(() => cloud.status('DC1').cloud > 20)
      await cloud.load('DC2', { executor: 'rate', rate: '50/s', clients: 20 })
      await cloud.until(() => cloud.status('DC2').done > 20)
    })

    test('misses a cluster that is killed, and sees it when it is back', async () => {
      const cloud = await start()
      await cloud.load('DC3', { executor: 'closed', think: '5ms', clients: 2 })
      await cloud.until(() => cloud.status('DC3').done > 0)
      const restart = await cloud.break({ kill: 'DC3' })
      await cloud.until(() => cloud.status('DC1').peers.DC3?.ageMs === null, '5s')
      await expect(cloud.break({ kill: 'DC3' })).rejects.toThrow('DC3 does not run at the moment')
      await expect(cloud.load('DC3', { executor: 'guide' })).rejects.toThrow('does not run')
      const { done } = cloud.status('DC3')
      await restart()
      await cloud.until(() => cloud.capacityOf('DC3', 'DC1') > 0, '10s')
      // Its load is on it again.
      await cloud.until(() => cloud.status('DC3').done > done, '10s')
    })

    test('waits in vain for what does not come, and says so', async () => {
      const cloud = await start()
      const wait = cloud.until(() => cloud.status('DC1').done > 0, '100ms')
      await expect(wait).rejects.toThrow(/^Waited 100ms in vain until .*done > 0/)
    })

    test('waits for a condition that takes its own time, and fails as that does', async () => {
      const cloud = await start()
      let asked = 0
      expect(await cloud.until(async () => ++asked === 3)).toBeGreaterThan(0)
      const no = async () => {
        throw new Error('no')
      }
      await expect(cloud.until(no)).rejects.toThrow(/^no$/)
    })

    test('tells what a fault cost', async () => {
      const cloud = await start({ clusters: LINKED.clusters })
      await cloud.load('DC1', { executor: 'rate', rate: '50/s', clients: 20 })
      await cloud.pass('500ms')
      const restart = await cloud.break({ kill: 'DC3' })
      await cloud.until(() => cloud.status('DC1').peers.DC3?.ageMs === null, '5s')
      await restart()
      await restart()
      const back = await cloud.break({ 'kill-workers': 'DC2', count: 2 })
      await back()
      await cloud.until(() => cloud.capacityOf('DC3', 'DC1') > 0, '10s')
      const { faults } = await cloud.stop()
      expect(faults).toMatchObject([
        {
          words: 'kill DC3',
          atMs: expect.any(Number),
          noticedAfterMs: { DC1: expect.any(Number) },
        },
        { words: 'kill 2 workers of DC2', endMs: expect.any(Number) },
      ])
      const { atMs = 0, endMs } = faults?.[0] ?? {}
      expect(atMs).toBeGreaterThanOrEqual(500)
      expect(endMs).toBeGreaterThan(atMs)
    })

    test('is without the workers that a fault took until it is mended', async () => {
      const cloud = await start()
      const back = await cloud.break({ 'kill-workers': 'DC2', count: 3 })
      // Its broker finds out when it sends to them.
      await cloud.load('DC2', { executor: 'closed', think: '1ms', clients: 8 })
      await cloud.until(() => cloud.status('DC2').home === 3)
      await cloud.pass('1s')
      expect(cloud.status('DC2').busy).toBeLessThan(2)
      await expect(cloud.break({ 'kill-workers': 'DC2', count: 2 })).rejects.toThrow(
        'count: DC2 has 1 worker left there: use at most so many, not 2',
      )
      await back()
      await cloud.until(() => cloud.status('DC2').busy > 2, '10s')
    })

    test('sees a cluster that has left join again', async () => {
      const cloud = await start()
      const join = await cloud.break({ leave: 'DC2' })
      await cloud.until(() => cloud.capacityOf('DC2', 'DC1') === 0, '5s')
      await join()
      await cloud.until(() => cloud.capacityOf('DC2', 'DC1') === 4, '10s')
    })

    test('has links that can be broken, and heal', async () => {
      const cloud = await start(LINKED)
      const heal = await cloud.break({ partition: [['DC1'], ['DC2', 'DC3']] })
      await cloud.until(() => cloud.status('DC1').peers.DC2?.ageMs === null, '5s')
      expect(cloud.capacityOf('DC3', 'DC2')).toBe(5)
      await heal()
      await cloud.until(() => cloud.capacityOf('DC2', 'DC1') === 5, '10s')
    })

    test('has no links unless they were asked for, and refuses to break them', async () => {
      const plain = await start()
      const none = 'There are no links to break: say links: {} where the cloud is opened'
      await expect(plain.break({ slow: 'DC1-DC2', latency: '1s' })).rejects.toThrow(none)
      const peers: readonly string[] = ['DC3']
      const strangers = { DC1: { peers }, DC2: { peers }, DC3: { peers: ['DC1', 'DC2'] } }
      const apart = await start({ clusters: strangers, links: {} })
      await expect(apart.break({ loss: 'DC1>DC2', probability: '5%' })).rejects.toThrow(
        'There is no link DC1>DC2: neither cluster knows the other',
      )
      await apart.break({ loss: 'DC3', probability: 0.5 })
    })

    test.each([
      [{ executor: 'guid' }, 'executor: "guid" is unknown: did you mean "guide"?'],
      [{ executor: 'rate', rate: 5 }, 'rate: Cannot parse rate "5"'],
      [{ executor: 'closed', think: '1s', client: 3 }, 'Unknown key "client"'],
    ])('refuses the load %j', async (words, problem) => {
      const cloud = await start()
      await expect(cloud.load('DC1', words as never)).rejects.toThrow(problem)
    })

    test('refuses a cluster that is not there, and words that are none', async () => {
      const cloud = await start()
      expect(() => cloud.status('DC9')).toThrow('There is no cluster DC9: use one of DC1, DC2, DC3')
      await expect(cloud.break({ kil: 'DC1' } as never)).rejects.toThrow('Unknown fault "kil"')
      await expect(cloud.pass('10')).rejects.toThrow('Cannot parse duration "10"')
      await expect(open(mode, { clusters: { DC1: { worker: 1 } as never } })).rejects.toThrow(
        'Unknown key "worker"',
      )
    })

    test('is over once it was stopped, and can be stopped again', async () => {
      const cloud = await open(mode, THREE)
      const restart = await cloud.break({ kill: 'DC3' })
      const report = await cloud.stop()
      expect(await cloud.stop()).toBe(report)
      await cloud[Symbol.asyncDispose]()
      await restart()
      const stopped = 'The cloud was stopped: open another one'
      await expect(cloud.pass('1s')).rejects.toThrow(stopped)
      await expect(cloud.break({ kill: 'DC1' })).rejects.toThrow(stopped)
      await expect(cloud.load('DC1', { executor: 'guide' })).rejects.toThrow(stopped)
      await expect(cloud.until(() => true)).rejects.toThrow(stopped)
      expect(cloud.total()).toEqual(report.total)
    })

    test('puts on a load from a time, and until another', async () => {
      const cloud = await start()
      await cloud.pass('100ms')
      const rate = { executor: 'rate', rate: '1000/s', arrivals: 'even', clients: 200 } as const
      // A thread for these clients has to start first, on a machine that may be busy.
      await cloud.load('DC1', { ...rate, from: '1s', until: '1200ms', sockets: 'shared' })
      await cloud.until(() => cloud.total().done > 150)
      await cloud.pass('300ms')
      expect(cloud.total().sent).toBeGreaterThan(150)
      expect(cloud.total().sent).toBeLessThanOrEqual(201)
    })

    test('ends with a report in which each task is accounted for', async () => {
      const cloud = await open(mode, THREE)
      await cloud.load('DC1', { executor: 'rate', rate: '100/s', clients: 50 })
      await cloud.pass('1500ms')
      const { total, verdict, series } = await cloud.stop()
      expect(total.sent).toBeGreaterThan(50)
      expect(total).toMatchObject({ done: total.sent, lost: 0, inFlight: 0 })
      expect(verdict).toBe('pass')
      expect(series.map(({ t }) => t < 1000)).toContain(false)
    })
  })
}
