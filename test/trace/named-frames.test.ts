/** The names of frames: what the protocol says, and what the broker takes a message for. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BrokerInlet } from '../../src/broker/contract.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { simulate } from '../../src/sim/simulate.js'
import { kindsOf, namedFrames } from '../../src/trace/named-frames.js'
import { isMessage, type MessageEvent, traceFrames } from '../../src/trace/trace.js'
import { message } from '../support/arbitraries.js'
import { frames } from '../support/frames.js'
import { busyWith, FAULTS } from '../support/scenarios.js'
import { INLETS, story } from '../support/story.js'

const event = (socket: string, text: string, dir: MessageEvent['dir'] = 'in'): MessageEvent => ({
  ...{ t: 0, at: 'DC1', socket, dir },
  frames: traceFrames(frames(text)),
})

describe('the frames of a message', () => {
  test.each<[string, string, string]>([
    ['localfe', 'c1 | | hello', 'client delimiter body'],
    ['localfe', 'c1 | <006b8b45> | | hello', 'client requestId delimiter body'],
    ['localfe', 's1 | DC1-c0001/7 | | hello', 'client sharedRequest delimiter body'],
    ['localfe', 'c1 | x | y | | hello | you', 'client address address delimiter body body'],
    ['localfe', 'c1 | hello', 'client malformed'],
    ['localbe', 'w1 | | READY', 'worker delimiter ready'],
    ['localbe', 'w1 | | <01>', 'worker delimiter ready'],
    ['localbe', 'w1 | | c1 | | HELLO', 'worker delimiter client delimiter body'],
    ['localbe', 'w1 | | c1 | 1 | | HELLO', 'worker delimiter client requestId delimiter body'],
    [
      'localbe',
      'w1 | | DC2 | dk2a.1 | c1 | 1 | | HELLO',
      'worker delimiter peer delegationId client requestId delimiter body',
    ],
    ['localbe', 's1 | w1 | | READY', 'socket worker delimiter ready'],
    ['localbe', 's1 | w1 | | GONE', 'socket worker delimiter gone'],
    ['localbe', 's1 | w1 | | c1 | | HELLO', 'socket worker delimiter client delimiter body'],
    ['localbe', 'w1 | | GONE', 'worker delimiter malformed'],
    ['localbe', 's1 | w1 | | ready', 'socket worker delimiter malformed'],
    ['localbe', 'w1 | | ready', 'worker delimiter malformed'],
    ['localbe', 'w1 | READY', 'worker malformed'],
    [
      'cloudfe',
      'DC2 | dk2a.1 | c1 | 1 | | hello',
      'peer delegationId client requestId delimiter body',
    ],
    ['cloudfe', 'DC2 | clien | | hello', 'peer client delimiter body'],
    ['cloudfe', 'DC2 | | clien | | hello', 'peer delimiter body body body'],
    ['cloudbe', 'DC2 | d0.1 | c1 | | HELLO', 'peer delegationId client delimiter body'],
    ['cloudbe', 'DC2 | | d0.1 | c1 | | HELLO', 'peer delimiter delegationId client delimiter body'],
    ['cloudbe', 'DC2 | d0.1 | HELLO', 'peer delegationId malformed'],
    ['statefe', 'DC2 | 3', 'cluster capacity'],
    ['statefe', 'DC2 | many', 'malformed malformed'],
    ['statebe', '<01>', 'subscription'],
    ['statebe', '<02>', 'malformed'],
    ['req', 'READY', 'ready'],
    ['req', 'DC1-c0001#3', 'body'],
    ['req', 'DC2 | d0.1 | c1 | | hello', 'peer delegationId client delimiter body'],
    ['req', 'DC1-c0001/7 | | hello', 'sharedRequest delimiter body'],
  ])('of %s are named by the protocol: %s', (socket, text, kinds) => {
    expect(kindsOf(event(socket, text)).join(' ')).toBe(kinds)
  })

  test('that tell of state are named, where they leave', () => {
    expect(kindsOf(event('statebe', 'DC1 | 3', 'out'))).toEqual(['cluster', 'capacity'])
  })

  test('each have a name, whatever comes on whatever socket', () => {
    const sockets = fc.constantFrom(...INLETS, 'req', 'frontend')
    fc.assert(
      fc.property(sockets, message, (socket, frames) => {
        const names = namedFrames({ ...event(socket, ''), frames: traceFrames(frames) })
        expect(names.map(({ name }) => name !== '')).toEqual(frames.map(() => true))
      }),
    )
  })

  test('are malformed where the broker finds them so', () => {
    const requests = fc.constantFrom<BrokerInlet>('localfe', 'cloudfe', 'statebe')
    fc.assert(
      fc.property(requests, message, (inlet, frames) => {
        fc.pre(frames.length > 1 || (frames.length > 0 && inlet === 'statebe'))
        const cloud = story()
        cloud.broker.receive(inlet, frames, 1)
        const kinds = kindsOf({ ...event(inlet, ''), frames: traceFrames(frames) })
        expect(kinds.includes('malformed')).toBe(cloud.noted('malformed') === inlet)
      }),
    )
  })

  test.each(['kill', 'partition'])('of a simulated cloud are all well known: %s', async fault => {
    const kinds = new Set<string>()
    const plan = readScenario(busyWith(FAULTS[fault] ?? ''), 'test.yaml')
    await simulate(plan, {
      trace: event => {
        if (isMessage(event)) for (const kind of kindsOf(event)) kinds.add(kind)
      },
    })
    expect([...kinds].sort()).toEqual([
      ...['body', 'capacity', 'client', 'cluster', 'delegationId', 'delimiter', 'peer'],
      ...['ready', 'requestId', 'subscription', 'worker'],
    ])
  })
})
