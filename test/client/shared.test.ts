/** Clients behind one socket: to the broker and to the clients it is as if each had its own. */

import { describe, expect, test } from 'vitest'
import { type ClientFact, Clients } from '../../src/client/client.js'
import { SHARED, Shared } from '../../src/client/shared.js'
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

function start() {
  const recorder = new Recorder<string, ClientFact>()
  const shared = new Shared(recorder, ports => new Clients(OPTIONS, ports))
  shared.start(0)
  return { recorder, shared }
}

describe('clients behind one socket', () => {
  test('send with their names, the number of the request and a delimiter in front', () => {
    const { recorder } = start()
    expect(recorder.shown(SHARED)).toEqual([
      'DC1-c0001/1 | | DC1-c0001#1',
      'DC1-c0002/1 | | DC1-c0002#1',
    ])
  })

  test('get what is for them', () => {
    const { recorder, shared } = start()
    shared.receive(SHARED, frames('DC1-c0002/1||DC1-c0002#1@DC2-w0001'), 7, false)
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
    shared.receive(SHARED, frames(text), 7, false)
    expect(recorder.noted('malformed')).toHaveLength(1)
    expect(recorder.noted('answered')).toEqual([])
  })

  test('do not get an answer to what they have sent again since, as behind REQ', () => {
    const { recorder, shared } = start()
    shared.tick(100)
    shared.receive(SHARED, frames('DC1-c0001/1||DC1-c0001#1@DC2-w0001'), 110, false)
    expect(recorder.noted('answered')).toEqual([])
    shared.receive(SHARED, frames('DC1-c0001/2||DC1-c0001#1@DC2-w0001'), 120, false)
    expect(recorder.noted('answered')).toEqual(['DC2-w0001'])
    expect(recorder.noted('malformed')).toEqual([])
  })

  test('open a new socket once for all of them, where nothing came in by the old one', () => {
    const { recorder, shared } = start()
    shared.tick(100)
    expect(recorder.noted('retried')).toHaveLength(2)
    expect(recorder.reopened).toEqual([SHARED])
  })

  test('have the same deadline, and time out the same', () => {
    const { recorder, shared } = start()
    expect(shared.deadline).toBe(100)
    shared.tick(100)
    expect(recorder.noted('retried')).toHaveLength(2)
  })
})
