/** A client: one task at a time, sent again when no answer comes, and at last called lost. */

import { describe, expect, test } from 'vitest'
import type { Random } from '../../src/base/random.js'
import { NEVER } from '../../src/base/time.js'
import { type ClientFact, type ClientOptions, Clients } from '../../src/client/client.js'
import { Driver } from '../support/driver.js'
import { Recorder } from '../support/recorder.js'

const OPTIONS: ClientOptions = {
  names: ['DC1-c0001'],
  load: { kind: 'closed', think: { kind: 'constant', ms: 100 } },
  share: 1,
  phase: 0,
  timeoutMs: 1000,
  retries: 2,
  bodyBytes: 1,
}

function clients(options: Partial<ClientOptions> = {}, random?: Random) {
  const ports = new Recorder<string, ClientFact>(random)
  return { ports, driver: new Driver(new Clients({ ...OPTIONS, ...options }, ports)) }
}

describe('a client', () => {
  test('sends one task at a time, each under an id of its own', () => {
    const { ports, driver } = clients()
    driver.after(500).gets('DC1-c0001', 'DC1-c0001#1@DC1-w0001').after(500)
    expect(ports.shown('DC1-c0001')).toEqual(['DC1-c0001#1', 'DC1-c0001#2'])
    expect(ports.noted('sent')).toEqual(['DC1-c0001#1', 'DC1-c0001#2'])
  })

  test.each([
    ['DC1-c0001#1@w1', 'duplicate'],
    ['DC1-c0001#9@w1', 'duplicate'],
    ['DC1-c0001#9', 'duplicate'],
    ['DC1-c0001#2.1@w1', 'duplicate'],
    ['DC1-c0001#3.3@w1', 'malformed'],
    ['DC1-c0001#4.1@w1', 'malformed'],
  ] as const)('of a third life takes %s for no answer, but for a %s', (stale, fact) => {
    const { ports, driver } = clients({ life: 3 })
    driver.after(100).gets('DC1-c0001', 'DC1-c0001#3.1@w1').after(100)
    driver.gets('DC1-c0001', stale)
    expect(ports.noted('answered')).toEqual(['w1'])
    expect(ports.noted(fact)).toEqual(['DC1-c0001'])
    driver.gets('DC1-c0001', 'DC1-c0001#3.2@w2')
    expect(ports.noted('answered')).toEqual(['w1', 'w2'])
    expect(ports.noted('sent')).toEqual(['DC1-c0001#3.1', 'DC1-c0001#3.2'])
  })

  test('sends again by a new socket where nothing came in by the old one', () => {
    const { ports, driver } = clients()
    driver.after(100).gets('DC1-c0001', 'garbage').after(1000)
    expect(ports.noted('retried')).toEqual(['DC1-c0001#1'])
    expect(ports.reopened).toEqual([])
    driver.after(1000)
    expect(ports.noted('retried')).toEqual(['DC1-c0001#1', 'DC1-c0001#1'])
    expect(ports.reopened).toEqual(['DC1-c0001'])
  })

  test('has a new socket for its next task, too, where it never tries again', () => {
    const { ports, driver } = clients({ retries: 0 })
    driver.after(1100)
    expect(ports.noted('lost')).toEqual(['DC1-c0001#1'])
    expect(ports.reopened).toEqual(['DC1-c0001'])
  })

  test('rests when its load has ended', () => {
    const { ports, driver } = clients({ untilMs: 150 })
    driver.after(110).gets('DC1-c0001', 'DC1-c0001#1@DC1-w0001')
    driver.after(10_000)
    expect(driver.machine.deadline).toBe(NEVER)
    expect(ports.noted('sent')).toEqual(['DC1-c0001#1'])
  })

  test('counts from when its load began, where it is started later than that', () => {
    const load = { kind: 'replay', atMs: [0, 40] } as const
    const { ports, driver } = clients({ load, startedAt: -5 })
    driver.after(10).gets('DC1-c0001', 'DC1-c0001#1@DC1-w0001').after(100)
    expect(ports.noted('sent')).toEqual(['DC1-c0001#1', 'DC1-c0001#2'])
    expect([...ports.valuesOf('accepted'), ...ports.valuesOf('answered')]).toEqual([5, 15])
  })

  test('sends nothing if it is to cease before it begins', () => {
    const ports = new Recorder<string, ClientFact>()
    const machine = new Clients({ ...OPTIONS, load: { kind: 'replay', atMs: [0, 40] } }, ports)
    machine.stopLoad()
    new Driver(machine).after(100)
    expect(ports.noted('sent')).toEqual([])
  })

  test('that is to cease sends nothing new, and tries again what it has sent', () => {
    const { ports, driver } = clients({ names: ['a', 'b'] })
    driver.after(100).gets('a', 'a#1').machine.stopLoad()
    driver.after(2000).gets('b', 'b#1').after(10_000)
    expect(ports.noted('sent')).toEqual(['a#1', 'b#1'])
    expect(ports.noted('retried')).toEqual(['b#1', 'b#1'])
    expect(ports.noted('answered')).toHaveLength(2)
    expect(driver.machine.deadline).toBe(NEVER)
  })

  test('is behind where it was free and sends more than 100 ms late', () => {
    const ports = new Recorder<string, ClientFact>()
    const machine = new Clients(OPTIONS, ports)
    machine.start(0)
    machine.tick(200)
    expect(ports.noted('behind')).toEqual([])
    machine.receive('DC1-c0001', ['DC1-c0001#1'], 200)
    machine.tick(401)
    expect(ports.noted('behind')).toEqual(['DC1-c0001'])
    expect(ports.valuesOf('behind')).toEqual([101])
    expect(ports.valuesOf('sent')).toEqual([100, 101])
  })

  test('knows when the task that it waits for was intended, and of no other', () => {
    const { driver } = clients()
    const at = (name: string, body: string) => driver.machine.intendedAt(name, body)
    expect(at('DC1-c0001', 'DC1-c0001#1')).toBeUndefined()
    driver.after(130)
    expect(at('DC1-c0001', 'DC1-c0001#1')).toBe(100)
    expect(at('DC1-c0001', 'DC1-c0001#2')).toBeUndefined()
    expect(at('DC1-c0002', 'DC1-c0001#1')).toBeUndefined()
  })

  test('leaves what should have been sent meanwhile overdue, until it is to cease', () => {
    const { driver } = clients({ load: { kind: 'rate', perSecond: 10, arrivals: 'even' } })
    driver.after(350)
    expect([driver.machine.overdue(350), driver.machine.inFlight]).toEqual([3, 1])
    driver.machine.stopLoad()
    expect(driver.machine.overdue(350)).toBe(0)
  })

  test('has the deadline of what comes first: its next task, or the end of its patience', () => {
    const { driver } = clients({ names: ['a', 'b'] })
    expect(driver.machine.deadline).toBe(100)
    driver.after(100)
    expect(driver.machine.deadline).toBe(1100)
    driver.after(50).gets('a', 'a#1')
    expect(driver.machine.deadline).toBe(250)
  })

  test('sends bodies as long as it is told', () => {
    const { ports, driver } = clients({ bodyBytes: 16 })
    driver.after(100)
    expect(ports.shown('DC1-c0001')).toEqual(['DC1-c0001#1 ....'])
  })

  test('knows who did its task, and how long it took', () => {
    const { ports, driver } = clients()
    driver.after(130).gets('DC1-c0001', 'DC1-c0001#1@DC2-w0003')
    expect(ports.noted('answered')).toEqual(['DC2-w0003'])
    expect(ports.valuesOf('answered')).toEqual([30])
  })

  test('takes an answer that nobody signed', () => {
    const { ports, driver } = clients()
    driver.after(100).gets('DC1-c0001', 'DC1-c0001#1')
    expect(ports.noted('answered')).toEqual([''])
  })

  test('counts a second answer to an earlier task as a duplicate', () => {
    const { ports, driver } = clients()
    driver.after(100).gets('DC1-c0001', 'DC1-c0001#1@DC1-w0001').after(100)
    driver.gets('DC1-c0001', 'DC1-c0001#1@DC1-w0002')
    expect(ports.noted('duplicate')).toEqual(['DC1-c0001'])
    expect(ports.noted('malformed')).toEqual([])
  })

  test.each(['DC1-c0002#1@DC1-w0001', 'HELLO', 'DC1-c0001#12', 'DC1-c0001#1x', ''])(
    'counts as malformed, and waits on, where the answer is to something else: %j',
    answer => {
      const { ports, driver } = clients()
      driver.after(100).gets('DC1-c0001', answer)
      expect(ports.noted('malformed')).toEqual(['DC1-c0001'])
      driver.gets('DC1-c0001', 'DC1-c0001#1@DC1-w0001')
      expect(ports.noted('answered')).toEqual(['DC1-w0001'])
    },
  )

  test('counts what has no frames as malformed, also when it waits for nothing', () => {
    const { ports, driver } = clients()
    driver.machine.receive('DC1-c0001', [], 0)
    driver.after(100)
    driver.machine.receive('DC1-c0001', [], 100)
    expect(ports.noted('malformed')).toEqual(['DC1-c0001', 'DC1-c0001'])
    expect(ports.noted('duplicate')).toEqual([])
  })

  test('counts a second answer as a duplicate', () => {
    const { ports, driver } = clients()
    driver.after(100).gets('DC1-c0001', 'DC1-c0001#1@DC1-w0001')
    driver.gets('DC1-c0001', 'DC1-c0001#1@DC1-w0002')
    expect(ports.noted('duplicate')).toEqual(['DC1-c0001'])
    expect(ports.noted('answered')).toEqual(['DC1-w0001'])
  })

  test('minds no message for a name that is none of its own', () => {
    const { ports, driver } = clients()
    driver.after(100).gets('DC1-c0002', 'DC1-c0002#1')
    expect(ports.noted('answered')).toEqual([])
  })
})

describe('a task without an answer', () => {
  test('is sent again after each timeout, and lost after its retries', () => {
    const { ports, driver } = clients()
    driver.after(100 + 3 * 1000 - 1)
    expect(ports.shown('DC1-c0001')).toEqual(['DC1-c0001#1', 'DC1-c0001#1', 'DC1-c0001#1'])
    expect(ports.noted('retried')).toEqual(['DC1-c0001#1', 'DC1-c0001#1'])
    expect(ports.noted('lost')).toEqual([])
    driver.after(1)
    expect(ports.noted('lost')).toEqual(['DC1-c0001#1'])
    expect(ports.noted('sent')).toEqual(['DC1-c0001#1'])
  })

  test('makes way for the next when it is lost', () => {
    const { ports, driver } = clients({ retries: 0 })
    driver.after(100 + 1000 + 100)
    expect(ports.shown('DC1-c0001')).toEqual(['DC1-c0001#1', 'DC1-c0001#2'])
  })

  test('has its latency from the first time it was sent', () => {
    const { ports, driver } = clients()
    driver.after(100 + 1500).gets('DC1-c0001', 'DC1-c0001#1@DC1-w0001')
    expect(ports.valuesOf('answered')).toEqual([1500])
  })

  test('is seen to by its timeout also where the send came home', () => {
    const { ports, driver } = clients()
    driver.after(100).machine.bounce()
    driver.after(1000)
    expect(ports.noted('retried')).toEqual(['DC1-c0001#1'])
  })

  test('times out by its own clock, among many', () => {
    const names = ['a', 'b', 'c']
    const { ports, driver } = clients({
      names,
      load: { kind: 'rate', perSecond: 10, arrivals: 'even' },
    })
    driver.after(250).gets('b', 'b#1').after(1000)
    expect(ports.noted('retried')).toEqual(['a#1', 'c#1'])
  })
})

describe('all clients', () => {
  test('have as many tasks in flight as were sent and are neither answered nor lost', () => {
    const names = ['a', 'b', 'c', 'd']
    const { ports, driver } = clients({ names, retries: 0, load: { kind: 'guide' } }, chance())
    for (let step = 0; step < 300; step++) {
      driver.after(97)
      const task = ports.noted('sent').at(-1 - (step % 3)) ?? ''
      const [name = ''] = task.split('#')
      if (step % 2 && name) driver.gets(name, task)
      const [sent, done, lost] = [ports.noted('sent'), ports.noted('answered'), ports.noted('lost')]
      expect(driver.machine.inFlight).toBe(sent.length - done.length - lost.length)
    }
    expect(ports.noted('answered').length).toBeGreaterThan(20)
    expect(ports.noted('lost').length).toBeGreaterThan(20)
  })
})

/** Numbers that wander through [0, 1) and never repeat soon. */
function chance(): Random {
  let drawn = 0
  return () => (drawn++ * 0.618033988749895) % 1
}
