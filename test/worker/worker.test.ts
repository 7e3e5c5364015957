/** A worker: says READY, works on one task at a time, and echoes what it was sent. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Distribution } from '../../src/base/distribution.js'
import { randomStream } from '../../src/base/random.js'
import { textOf } from '../../src/wire/envelope.js'
import { signed } from '../../src/wire/task.js'
import { type WorkerFact, WorkerPool } from '../../src/worker/worker.js'
import { request } from '../support/arbitraries.js'
import { Driver } from '../support/driver.js'
import { frames } from '../support/frames.js'
import { Recorder } from '../support/recorder.js'

const NO_TIME = { kind: 'constant', ms: 0 } as const

function pool(service: Distribution = { kind: 'constant', ms: 100 }, names = ['DC1-w0001']) {
  const ports = new Recorder<string, WorkerFact>(randomStream(1, 'worker'))
  return { ports, driver: new Driver(new WorkerPool({ names, service }, ports)) }
}

/** A worker by itself, whose broker publishes that it has no ready worker, where no chance is. */
function idleWorker() {
  const ports = new Recorder<string, WorkerFact>([0])
  const driver = new Driver(new WorkerPool({ names: ['w1'], service: NO_TIME }, ports))
  return { ports, driver, doubts: () => driver.gets('state', 'DC1 | 0') }
}

describe('a worker', () => {
  test('says READY first, and once', () => {
    const { ports, driver } = pool(undefined, ['w1', 'w2'])
    driver.after(200).gets('state', 'DC1 | 2').after(10_000)
    expect(ports.noted('hired')).toEqual(['w1', 'w2'])
    expect(ports.sent).toEqual([
      { outlet: 'w1', message: ['READY'] },
      { outlet: 'w2', message: ['READY'] },
    ])
  })

  test('that waits while its broker has no ready worker says READY again, by a new socket', () => {
    const { ports, driver } = pool()
    driver.after(99).gets('state', 'DC1 | 0').after(5000)
    expect(ports.reopened, 'its READY was under way').toEqual([])
    driver.gets('state', 'DC1 | 0').gets('state', 'DC1 | 0').after(2000)
    expect(ports.reopened).toEqual(['DC1-w0001'])
    expect(ports.shown('DC1-w0001')).toEqual(['READY', 'READY'])
  })

  test.each([
    [99, 0],
    [100, 1],
  ])('that said READY %i ms before has reason to doubt, or none: %i', (ms, count) => {
    const { ports, driver, doubts } = idleWorker()
    driver.after(1000).gets('w1', 'c1 | | hello').after(ms)
    doubts().after(2000)
    expect(ports.reopened).toHaveLength(count)
  })

  test('doubts once for each READY, and twice as long each time, up to four seconds', () => {
    const { ports, driver, doubts } = idleWorker()
    const readyAt: number[] = []
    for (let at = 50; at <= 12_000; at += 50) {
      driver.after(50)
      if (ports.reopened.length > readyAt.length) readyAt.push(at)
      if (at % 150 === 0) doubts()
    }
    // Each doubt begins with the first word of the broker that comes 100 ms after the READY.
    expect(readyAt).toEqual([150 + 1000, 1350 + 2000, 3450 + 4000, 7650 + 4000])
  })

  test('that has doubted waits in peace as long as before', () => {
    const { ports, driver, doubts } = idleWorker()
    driver.after(200)
    doubts().after(1000)
    expect(ports.reopened).toHaveLength(1)
    driver.after(29_999)
    expect(ports.reopened).toHaveLength(1)
    driver.after(1)
    expect(ports.reopened).toHaveLength(2)
  })

  test('says READY again only for itself where each has a socket', () => {
    const { ports, driver } = pool(NO_TIME, ['w1', 'w2'])
    driver.after(10_000).gets('w2', 'c1 | | hello').after(20_000)
    expect(ports.reopened).toEqual(['w1'])
    driver.after(10_000)
    expect(ports.reopened).toEqual(['w1', 'w2'])
  })

  test('that gets a task in time has nothing to say', () => {
    const { ports, driver } = pool()
    driver.after(200).gets('state', 'DC1 | 0').after(900)
    driver.gets('DC1-w0001', 'c1 | | hello').after(5000)
    expect(ports.reopened).toEqual([])
  })

  test('that works does not mind', () => {
    const { ports, driver } = pool({ kind: 'constant', ms: 10_000 })
    driver.gets('DC1-w0001', 'c1 | | hello').after(500).gets('state', 'DC1 | 0').after(9000)
    expect(ports.reopened).toEqual([])
  })

  test('says READY again after 30 s in vain, and later more rarely', () => {
    const { ports, driver } = pool()
    driver.after(29_999)
    expect(ports.reopened).toEqual([])
    driver.after(1 + 60_000 + 120_000)
    expect(ports.reopened.length).toBe(3)
    driver.after(3_600_000)
    expect(ports.reopened.length).toBe(3 + 6)
  })

  test('counts what is no state of its broker', () => {
    const { ports, driver } = pool()
    driver.machine.receive('state', [], 0)
    expect(ports.noted('malformed')).toEqual(['state'])
  })

  test('answers when its service time is over, and not before', () => {
    const { ports, driver } = pool()
    driver.gets('DC1-w0001', 'c1 | | hello').after(99)
    expect(ports.shown('DC1-w0001')).toEqual(['READY'])
    driver.after(1)
    expect(ports.shown('DC1-w0001')).toEqual(['READY', 'c1 | | hello'])
    expect(ports.valuesOf('began')).toEqual([100])
    expect(ports.noted('finished')).toEqual(['DC1-w0001'])
  })

  test('answers at once where the service takes no time', () => {
    const { ports, driver } = pool({ kind: 'constant', ms: 0 })
    driver.gets('DC1-w0001', 'c1 | | hello')
    expect(ports.shown('DC1-w0001')).toEqual(['READY', 'c1 | | hello'])
  })

  test('answers each after its own time, whoever began first', () => {
    const service: Distribution = { kind: 'choice', ofMs: [100, 300] }
    const ports = new Recorder<string, WorkerFact>([0.9, 0.1])
    const driver = new Driver(new WorkerPool({ names: ['w1', 'w2'], service }, ports))
    driver.gets('w1', 'c1 | | one').gets('w2', 'c2 | | two').after(1000)
    expect(ports.noted('finished')).toEqual(['w2', 'w1'])
  })

  test('counts what has no frames as malformed, and is free again', () => {
    const { ports, driver } = pool()
    driver.machine.receive('DC1-w0001', [], 0)
    driver.after(1000)
    expect(ports.noted('malformed')).toEqual(['DC1-w0001'])
    expect(ports.noted('began')).toEqual([])
    expect(ports.sent.at(-1)).toEqual({ outlet: 'DC1-w0001', message: [''] })
  })

  test('signs our own tasks, and keeps their length where there is room', () => {
    const { ports, driver } = pool()
    driver.gets('DC1-w0001', 'DC1-c0001 | | DC1-c0001#7 ...............').after(100)
    expect(ports.shown('DC1-w0001')[1]).toBe('DC1-c0001 | | DC1-c0001#7@DC1-w0001 .....')
  })

  test.each([
    ['of C, from a client', 'c1 | | 0A3F'],
    ['of C, from a peer', 'DC2 | c1 | | 0A3F'],
    ['of Python, from a client', 'c1 | | HELLO'],
    ['of Python, from a peer', 'DC2 | | c1 | | HELLO'],
    ['with an empty body', 'c1 | |'],
    ['with a body of bytes', 'c1 | | <00ff10>'],
  ])("echoes what is the Guide's own as it came: %s", (_, text) => {
    const { ports, driver } = pool()
    driver.gets('DC1-w0001', text).after(100)
    expect(ports.sent.at(-1)?.message).toEqual(frames(text))
  })

  test('leaves all frames as they came, whatever they are, but the body of a task of ours', () => {
    fc.assert(
      fc.property(request, message => {
        const { ports, driver } = pool({ kind: 'constant', ms: 0 })
        driver.machine.receive('DC1-w0001', message, 0)
        const echo = ports.sent.at(-1)?.message ?? []
        expect(echo).toHaveLength(message.length)
        const body = signed(textOf(message.at(-1)), 'DC1-w0001') ?? message.at(-1)
        for (const [index, frame] of [...message.slice(0, -1), body].entries()) {
          expect(echo[index]).toBe(frame)
        }
      }),
      // Chance made a body of ours out of letters once: the second frame behind the delimiter.
      { examples: [[['c1', '', 'first', 'c1#1']]] },
    )
  })

  test('that ends drops the task that it has in hand, if it has one', () => {
    const { ports, driver } = pool(undefined, ['w1', 'w2'])
    driver.gets('w1', 'c1 | | hello').after(50)
    for (const name of ['w1', 'w2']) driver.machine.stopWorker(name)
    driver.after(1000)
    expect(ports.noted('dropped')).toEqual(['w1'])
    expect(ports.noted('dismissed')).toEqual(['w1', 'w2'])
    expect(ports.noted('finished')).toEqual([])
  })

  test('has nothing to say where its send comes home', () => {
    const { ports, driver } = pool()
    driver.machine.bounce()
    expect(ports.shown('DC1-w0001')).toEqual(['READY'])
  })
})
