/** Clients behind one socket: to the broker and to the clients it is as if each had its own. */

import { describe, expect, test } from 'vitest'
import { type ClientFact, Clients } from '../../src/client/client.js'
import { ClientMultiplexer, MULTIPLEXED } from '../../src/client/multiplexer.js'
import type { Ports } from '../../src/wire/machine.js'
import { Scribe } from '../support/actors.js'
import { frames } from '../support/frames.js'
import { Recorder } from '../support/recorder.js'

const OPTIONS = {
  names: ['DC1-c0001', 'DC1-c0002'],
  load: { kind: 'closed', think: { kind: 'constant', ms: 0 } },
  share: 1,
  phase: 0,
  timeoutMs: 100,
  retries: 1,
  bodyBytes: 1,
} as const

/** Sends one request when it starts, as a client that is called c1. */
class Sender extends Scribe {
  readonly #ports: Ports

  constructor(ports: Ports) {
    super()
    this.#ports = ports
  }

  override start(now: number): void {
    super.start(now)
    this.#ports.send('c1', ['work'])
  }
}

function start() {
  const recorder = new Recorder<string, ClientFact>()
  const shared = new ClientMultiplexer(recorder, ports => new Clients(OPTIONS, ports))
  shared.start(0)
  return { recorder, shared }
}

describe('clients behind one socket', () => {
  test('send with their names, the number of the request and a delimiter in front', () => {
    const { recorder } = start()
    expect(recorder.shown(MULTIPLEXED)).toEqual([
      'DC1-c0001/1 | | DC1-c0001#1',
      'DC1-c0002/1 | | DC1-c0002#1',
    ])
  })

  test('get what is for them', () => {
    const { recorder, shared } = start()
    shared.receive(MULTIPLEXED, frames('DC1-c0002/1||DC1-c0002#1@DC2-w0001'), 7)
    expect(recorder.noted('answered')).toEqual(['DC2-w0001'])
    expect(recorder.valuesOf('answered')).toEqual([7])
    expect(shared.clients.inFlight).toBe(2)
  })

  test.each([
    '',
    'DC1-c0001/1',
    'DC1-c0001/1|x|DC1-c0001#1',
    'DC1-c0001/1|',
    'DC9-c0001/1||DC1-c0001#1@DC2-w0001',
  ])('are not told of %j, which is malformed', text => {
    const { recorder, shared } = start()
    shared.receive(MULTIPLEXED, frames(text), 7)
    expect(recorder.noted('malformed')).toEqual(['shared'])
    expect(recorder.noted('answered')).toEqual([])
  })

  test('do not get an answer to what they have sent again since, as behind REQ', () => {
    const { recorder, shared } = start()
    shared.tick(100)
    shared.receive(MULTIPLEXED, frames('DC1-c0001/1||DC1-c0001#1@DC2-w0001'), 110)
    expect(recorder.noted('answered')).toEqual([])
    shared.receive(MULTIPLEXED, frames('DC1-c0001/2||DC1-c0001#1@DC2-w0001'), 120)
    expect(recorder.noted('answered')).toEqual(['DC2-w0001'])
    expect(recorder.noted('malformed')).toEqual([])
  })

  test('open a new socket once for all of them, where nothing came in by the old one', () => {
    const { recorder, shared } = start()
    shared.tick(100)
    expect(recorder.noted('retried')).toHaveLength(2)
    expect(recorder.reopened).toEqual([MULTIPLEXED])
  })

  test('keep a socket by which anything came in since, whoever it was for', () => {
    const { recorder, shared } = start()
    shared.receive(MULTIPLEXED, frames('nonsense'), 50)
    shared.tick(100)
    expect(recorder.noted('retried')).toHaveLength(2)
    expect(recorder.reopened).toEqual([])
  })

  test('keep a socket that is new since they sent, and by which something came in', () => {
    const load = { kind: 'rate', perSecond: 1000 / 60, arrivals: 'even' } as const
    const recorder = new Recorder<string, ClientFact>()
    const shared = new ClientMultiplexer(
      recorder,
      ports => new Clients({ ...OPTIONS, load }, ports),
    )
    shared.start(0)
    for (const at of [60, 100]) shared.tick(at)
    expect(recorder.noted('retried')).toEqual(['DC1-c0001#1'])
    shared.receive(MULTIPLEXED, frames('nonsense'), 120)
    shared.tick(160)
    expect(recorder.noted('retried')).toEqual(['DC1-c0001#1', 'DC1-c0002#1'])
    expect(recorder.reopened).toEqual([MULTIPLEXED])
  })

  test('draw from the chance of their socket', () => {
    const recorder = new Recorder<string, ClientFact>([0.5])
    const load = { kind: 'closed', think: { kind: 'choice', ofMs: [10, 20, 30, 40] } } as const
    const shared = new ClientMultiplexer(
      recorder,
      ports => new Clients({ ...OPTIONS, load }, ports),
    )
    shared.start(0)
    expect(shared.deadline).toBe(30)
  })

  test('are called as if each had a socket of its own', () => {
    const recorder = new Recorder<string, ClientFact>()
    const shared = new ClientMultiplexer(recorder, ports => new Sender(ports))
    shared.start(0)
    shared.receive(MULTIPLEXED, frames('c1/1||one|two'), 5)
    shared.receive(MULTIPLEXED, frames('c1/1||one'), 6)
    shared.bounce(MULTIPLEXED, frames('c1/1||work'), 7)
    expect(shared.clients.told).toEqual(['0 start', '5 c1 one|two', '6 c1 one', '7 bounce c1 work'])
  })

  test('have the same deadline, and time out the same', () => {
    const { recorder, shared } = start()
    expect(shared.deadline).toBe(100)
    shared.tick(100)
    expect(recorder.noted('retried')).toHaveLength(2)
  })
})
