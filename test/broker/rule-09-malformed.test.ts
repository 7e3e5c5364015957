/** Broker rule 9: malformed messages are counted and dropped; none throws, none gets anywhere. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Broker } from '../../src/broker/broker.js'
import type { BrokerInlet } from '../../src/broker/contract.js'
import { addressFrames } from '../../src/broker/workers.js'
import type { Envelope } from '../../src/wire/envelope.js'
import { message } from '../support/arbitraries.js'
import { frames, show } from '../support/frames.js'
import { Recorder } from '../support/recorder.js'
import { INLETS, story } from '../support/story.js'

describe('broker', () => {
  test.each<[BrokerInlet, string]>([
    ['localfe', 'c1'],
    ['localfe', 'c1 | hello'],
    ['localfe', 'c1 |'],
    ['localfe', '| hello'],
    ['cloudfe', 'DC2 | c1 | hello'],
    ['cloudfe', 'DC2 | c1 |'],
    ['localbe', 'w1'],
    ['localbe', 'w1 |'],
    ['localbe', 'w1 | READY'],
    ['localbe', 'w1 | x | READY'],
    ['localbe', 'w1 | | ready'],
    ['localbe', 'w1 | | READY | READY'],
    ['localbe', 'w1 | | <02>'],
    ['localbe', 'w1 | | c1 | HELLO'],
    ['localbe', 'w1 | | GONE'],
    ['localbe', 's1 | w1 | READY'],
    ['localbe', 's1 | w1 |'],
    ['localbe', 's1 | w1 | | ready'],
    ['localbe', 's1 | w1 | | GONE | GONE'],
    ['localbe', 's1 | w1 | x | | READY'],
    ['cloudbe', 'DC2'],
    ['cloudbe', 'DC2 | d0.1'],
    ['cloudbe', 'DC2 | d0.1 | HELLO'],
    ['cloudbe', 'DC2 | | d0.1'],
    ['cloudbe', 'DC9 | d0.1 | c1 | | HELLO'],
    ['statefe', 'DC2'],
    ['statefe', 'DC2 |'],
    ['statefe', 'DC2 | -1'],
    ['statefe', 'DC2 | 1.5'],
    ['statefe', 'DC2 | 1e3'],
    ['statefe', 'DC2 | many'],
    ['statefe', 'DC2 | 1000001'],
    ['statefe', 'DC2 | 99999999999999999999'],
    ['statefe', 'DC2 | 3 | 3'],
    ['statefe', 'DC9 | 3'],
    ['statefe', 'DC1 | 3'],
    ['statebe', '<02>'],
    ['statebe', ''],
    ['statebe', '<01> | <01>'],
  ])('drops on %s: %s', (inlet, text) => {
    const cloud = story().worker('w0').ready().after(10)
    cloud.told()
    cloud.gets(inlet, text).seesNothing()
    expect(cloud.noted('malformed')).toBe(inlet)
    expect(cloud.told()).toBe('')
    expect(cloud.state()).toMatchObject({ workers: 1, ready: 1, waiting: 0 })
  })

  test.each(INLETS)('drops on %s what has no frames, as what cannot be passed on has', inlet => {
    const ports = new Recorder()
    const times = { heartbeatMs: 1000, stateTtlMs: 3000, stateIntervalMs: 5 }
    const broker = new Broker({ self: 'DC1', peers: ['DC2'], policy: 'random', ...times }, ports)
    broker.receive(inlet, [], 0)
    expect(ports.facts).toEqual([{ fact: 'malformed', about: inlet, value: 1 }])
    expect(ports.sent).toEqual([])
  })

  test('drops the reply to a delegation that has no delimiter, or no body', () => {
    const cloud = story().peer('DC2').tells(2).client('c1').asks('one').client('c2').asks('two')
    cloud.gets('cloudbe', 'DC2 | d0.1 | c1 | ONE').gets('cloudbe', 'DC2 | d0.2 | c2 |')
    cloud.seesNothing('localfe')
    expect(cloud.state().peers[0]?.outstanding).toBe(2)
    cloud.gets('cloudbe', 'DC2 | d0.1 | c1 | x | | ONE').seesNothing('localfe')
    expect(cloud.state().peers[0]?.outstanding).toBe(1)
    expect(cloud.noted('malformed')).toBe('cloudbe cloudbe cloudbe')
  })

  test('drops what has no body, and its worker is as busy as before', () => {
    const cloud = story().worker('w1').ready().client('c1').asks('one').gets('localbe', 'w1 |')
    expect([cloud.noted('malformed'), cloud.noted('home')]).toEqual(['localbe', ''])
    expect(cloud.state()).toMatchObject({ ready: 0, busyLocal: 1 })
  })

  test('drops a reply without a delimiter where its task has one, and places the task anew', () => {
    const cloud = story().worker('w1').ready().worker('w2').ready().client('c1').asks('one')
    cloud.gets('localbe', 'w1 | | c1 | x | | ONE').seesNothing('localfe')
    expect([cloud.noted('malformed'), cloud.noted('stray')]).toEqual(['localbe', ''])
    expect(cloud.state()).toMatchObject({ ready: 1, busyLocal: 1 })
    cloud.worker('w2').answers('ONE').sees('localfe', 'c1 | | ONE')
  })

  test('gives a task up whose sixth reply makes no sense, be it of workers or of peers', () => {
    const local = story().worker('w1').ready().client('c1').asks('one')
    for (let nth = 0; nth < 6; nth++) local.gets('localbe', 'w1 | | c1 | x | | ONE')
    expect([local.noted('given-up'), local.state().waiting]).toEqual(['w1', 0])
    expect(local.noted('home')).toBe('w1 w1 w1 w1 w1')
    const cloud = story().client('DC1-c1').asks('one')
    for (let nth = 1; nth <= 6; nth++) {
      cloud.peer('DC2').tells(1).gets('cloudbe', `DC2 | d0.${nth} | DC1-c1 | x | | ONE`)
    }
    expect([cloud.noted('given-up'), cloud.state().waiting]).toEqual(['DC2', 0])
    expect(cloud.noted('home')).toBe('DC2 DC2 DC2 DC2 DC2')
    expect(cloud.noted('freed')).toBe(cloud.noted('delegated'))
    expect(cloud.state().peers[0]?.outstanding).toBe(0)
  })

  test.each(['0', '1', '0000003', '1000000'])('believes a capacity of %s', digits => {
    const cloud = story().gets('statefe', `DC2 | ${digits}`)
    expect(cloud.capacityOf('DC2')).toBe(Number(digits))
  })
})

/** A broker with a bit of everything: a ready worker, busy ones, and a task with a peer. */
function livelyBroker() {
  const ports = new Recorder([0])
  const peers = ['DC2', 'DC3']
  const times = { heartbeatMs: 1000, stateTtlMs: 3000, stateIntervalMs: 5 }
  const broker = new Broker({ self: 'DC1', peers, policy: 'random', ...times }, ports)
  const gets = (inlet: BrokerInlet, text: string) => broker.receive(inlet, frames(text), 0)
  broker.start(0)
  gets('statefe', 'DC2 | 2')
  gets('localfe', 'c1 | | one')
  gets('localbe', 'w1 | | READY')
  gets('localfe', 'c2 | | two')
  gets('localbe', 'w2 | | READY')
  gets('cloudfe', 'DC3 | c3 | | three')
  gets('localbe', 'w3 | | READY')
  const asked = [frames('c1 | | one'), frames('c2 | | two'), frames('DC3 | c3 | | three')]
  ports.takeSent()
  return { broker, ports, asked }
}

/** Whether the first frames of a message are those of another, up to and with its delimiter. */
const isReplyTo = (reply: Envelope, asked: Envelope) => {
  const addresses = show(
    asked.slice(
      0,
      asked.findIndex((part, at) => at > 0 && !part.length),
    ),
  )
  return show(reply).startsWith(`${addresses} |`)
}

describe.each(INLETS)('whatever comes in on %s', inlet => {
  // 100 runs of 100 messages are 10,000 messages for each of the six.
  const messages = fc.array(message, { minLength: 100, maxLength: 100 })

  test('never throws, and moves nothing that was not asked for', () => {
    fc.assert(
      fc.property(messages, incoming => {
        const { broker, ports, asked } = livelyBroker()
        const open = [...asked]
        for (const [nth, received] of incoming.entries()) {
          const facts = ports.facts.length
          broker.receive(inlet, received, nth)
          broker.tick(nth)
          const isMalformed = ports.facts.slice(facts).some(({ fact }) => fact === 'malformed')
          if (!isMalformed && (inlet === 'localfe' || inlet === 'cloudfe')) open.push(received)
          for (const { outlet, message: sent } of ports.takeSent()) {
            if (outlet === 'statebe') continue
            if (outlet === 'localbe' || outlet === 'cloudbe') {
              // A worker's address may be two frames; a peer's name and an id are two anyway.
              const head = outlet === 'localbe' ? addressFrames(sent) + 1 : 2
              expect(open).toContainEqual(sent.slice(head))
            } else {
              const request = open.findIndex(open => isReplyTo(sent, open))
              expect(request, show(sent)).toBeGreaterThanOrEqual(0)
              open.splice(request, 1)
            }
          }
          if (broker.deadline <= nth) throw new Error('The deadline stays after a tick')
        }
      }),
    )
  }, 20_000)
})
