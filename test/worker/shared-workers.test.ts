/** Workers behind one socket: to the broker and to the workers it is as if each had its own. */

import { describe, expect, test } from 'vitest'
import { SHARED_WORKERS, SharedWorkers } from '../../src/worker/shared-workers.js'
import { type WorkerFact, WorkerPool } from '../../src/worker/worker.js'
import { Scribe } from '../support/actors.js'
import { Driver } from '../support/driver.js'
import { frames } from '../support/frames.js'
import { Recorder } from '../support/recorder.js'

const OPTIONS = { names: ['w1', 'w2'], service: { kind: 'constant', ms: 100 } } as const

const READY_AGAIN = ['w1 | | READY', 'w3 | | READY', 'w2 | | READY']

function start() {
  const recorder = new Recorder<string, WorkerFact | 'malformed'>()
  let pool: WorkerPool | undefined
  const shared = new SharedWorkers(['w1', 'w2', 'w3'], recorder, ports => {
    pool = new WorkerPool(OPTIONS, ports)
    return pool
  })
  const driver = new Driver(shared)
  const kill = (name: string) => shared.leave(name) && pool?.stopWorker(name)
  const hire = (name: string) => pool?.startWorker(name, 0)
  return { recorder, driver, kill, hire, shown: () => recorder.shown(SHARED_WORKERS).slice(2) }
}

describe('workers behind one socket', () => {
  test('each say READY, with a name and a delimiter in front', () => {
    const { recorder } = start()
    expect(recorder.shown(SHARED_WORKERS)).toEqual(['w1 | | READY', 'w2 | | READY'])
  })

  test('all say READY by a new socket when one that waits has reason to', () => {
    const pools = { ...OPTIONS, names: ['w1', 'w2', 'w3'], isShared: true }
    const recorder = new Recorder<string, WorkerFact>()
    const shared = new SharedWorkers(pools.names, recorder, ports => new WorkerPool(pools, ports))
    const driver = new Driver(shared)
    driver.after(29_950).gets(SHARED_WORKERS, 'w2 | | c1 | 7 | | hello').after(60)
    expect(recorder.reopened).toEqual([SHARED_WORKERS])
    expect(recorder.shown(SHARED_WORKERS).slice(3)).toEqual(['w1 | | READY', 'w3 | | READY'])
  })

  test('all say READY with the first that has reason to, and none where that has a task', () => {
    const pools = { ...OPTIONS, names: ['w1', 'w2', 'w3'], isShared: true }
    const recorder = new Recorder<string, WorkerFact>()
    const shared = new SharedWorkers(pools.names, recorder, ports => new WorkerPool(pools, ports))
    const driver = new Driver(shared)
    for (const name of pools.names) driver.gets(SHARED_WORKERS, `${name} | | c1 | | hello`)
    driver.after(10_000).gets(SHARED_WORKERS, 'w2 | | c1 | | hello').after(20_000)
    expect(recorder.reopened).toEqual([])
    driver.after(100)
    expect(recorder.reopened).toEqual([SHARED_WORKERS])
    expect(recorder.shown(SHARED_WORKERS).slice(-3)).toEqual(READY_AGAIN)
  })

  test('doubt where their broker has no ready worker', () => {
    const { driver, recorder, shown } = start()
    driver.after(200).gets('state', 'DC1 | 0').after(2000)
    expect(shown()).toEqual(['w1 | | READY', 'w2 | | READY'])
    expect(recorder.noted('malformed')).toEqual([])
  })

  test('draw from the chance of their socket', () => {
    const service = { kind: 'choice', ofMs: [10, 20, 30, 40] } as const
    const recorder = new Recorder<string, WorkerFact>([0.5, 0.9])
    const pools = { names: ['w1', 'w2'], service }
    const shared = new SharedWorkers(pools.names, recorder, ports => new WorkerPool(pools, ports))
    const driver = new Driver(shared)
    driver.gets(SHARED_WORKERS, 'w1 | | c1 | | one').gets(SHARED_WORKERS, 'w2 | | c2 | | two')
    expect(recorder.valuesOf('began')).toEqual([30, 40])
  })

  test('are told of a send that came home, each of its own', () => {
    const recorder = new Recorder<string, WorkerFact>()
    const scribe = new Scribe()
    const shared = new SharedWorkers(['w1'], recorder, () => scribe)
    shared.bounce(SHARED_WORKERS, frames('w1 | | c1 | | hello'), 7)
    expect(scribe.told).toEqual(['7 bounce w1 c1||hello'])
  })

  test('get a message of one frame too', () => {
    const { driver, shown } = start()
    driver.gets(SHARED_WORKERS, 'w2 | | hello').after(100)
    expect(shown()).toEqual(['w2 | | hello'])
  })

  test('each do what is for them', () => {
    const { driver, shown, recorder } = start()
    driver.gets(SHARED_WORKERS, 'w2 | | c1 | 7 | | hello').after(100)
    expect(shown()).toEqual(['w2 | | c1 | 7 | | hello'])
    expect(recorder.noted('finished')).toEqual(['w2'])
  })

  test.each(['', 'w1', 'w1 |', 'w1 | x | c1 | | hello', 'w9 | | c1 | | hello'])(
    'are not told of %j, which is malformed',
    text => {
      const { driver, shown, recorder } = start()
      driver.gets(SHARED_WORKERS, text).after(100)
      expect(recorder.noted('malformed')).toEqual(['shared'])
      expect(shown()).toEqual([])
    },
  )

  test('send back what comes for one that has ended, and only for that', () => {
    const { driver, shown, recorder, kill } = start()
    kill('w1')
    driver.gets(SHARED_WORKERS, 'w1 | | c1 | | one').gets(SHARED_WORKERS, 'w2 | | c2 | | two')
    driver.after(100)
    expect(shown()).toEqual(['w1 | | GONE', 'w2 | | c2 | | two'])
    expect(recorder.noted('began')).toEqual(['w2'])
  })

  test('send back what comes for one that has not been there yet', () => {
    const { driver, shown, recorder } = start()
    driver.gets(SHARED_WORKERS, 'w3 | | c1 | | one').after(100)
    expect(shown()).toEqual(['w3 | | GONE'])
    expect(recorder.noted('malformed')).toEqual([])
  })

  test('are there again when they say READY', () => {
    const { driver, shown, kill, hire } = start()
    kill('w1')
    hire('w1')
    driver.gets(SHARED_WORKERS, 'w1 | | c1 | | one').after(100)
    expect(shown()).toEqual(['w1 | | READY', 'w1 | | c1 | | one'])
  })

  test('end once, and not before they are there', () => {
    const { driver, recorder, kill } = start()
    expect([kill('w9'), kill('w1'), kill('w1')]).toEqual([false, undefined, false])
    expect(recorder.noted('dismissed')).toEqual(['w1'])
    driver.gets(SHARED_WORKERS, 'w9 | | c1 | | hello')
    expect(recorder.noted('malformed')).toEqual([SHARED_WORKERS])
  })

  test('drop a task that was for their earlier life, when the next one comes', () => {
    const { driver, shown, recorder } = start()
    driver.gets(SHARED_WORKERS, 'w1 | | c1 | | one').after(50)
    driver.gets(SHARED_WORKERS, 'w1 | | c2 | | two').after(1000)
    expect(shown()).toEqual(['w1 | | c2 | | two'])
    expect(recorder.noted('dropped')).toEqual(['w1'])
  })
})
