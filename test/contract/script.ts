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
      await cloud.until(() => cloud.capacityOf('DC3', 'DC1') === 4, '5s')
      expect(cloud.status('DC1')).toMatchObject({ sent: 0, workers: 2, busy: 0 })
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
