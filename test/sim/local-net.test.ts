/** The local flow: what REQ and ROUTER do to envelopes, and what gets lost with a socket. */

import { describe, expect, test } from 'vitest'
import { randomStream } from '../../src/base/random.js'
import { Clock } from '../../src/sim/clock.js'
import { InvariantChecker } from '../../src/sim/invariant-checker.js'
import { Link } from '../../src/sim/link.js'
import { LocalNet } from '../../src/sim/local-net.js'
import { Scribe, scribeIn } from '../support/actors.js'

function cluster(latencyMs = 1) {
  const clock = new Clock()
  const spec = { latency: { kind: 'constant', ms: 0 }, loss: 0 } as const
  const link = new Link(spec, clock, randomStream(1, 'DC1>DC1'))
  const begun: string[] = []
  const broker = scribeIn(clock, 'DC1')
  const client = scribeIn(clock, 'c1')
  const worker = scribeIn(clock, 'w1')
  const verdicts = new InvariantChecker()
  const world = { clock, verdicts, taskBegins: (body: string) => begun.push(body) }
  const net = new LocalNet(broker.actor, world, link)
  net.connectClient('c1', client.actor)
  net.connectWorker('w1', worker.actor)
  net.fromWorker('w1', ['READY'])
  clock.runTo(0)
  link.strike({ latency: { kind: 'constant', ms: latencyMs } })
  broker.scribe.told.length = 0
  return { clock, net, broker, client, worker, begun, verdicts }
}

describe('a request of a client', () => {
  test('comes with its address, its request id and a delimiter', () => {
    const { clock, net, broker } = cluster()
    net.fromClient('c1', ['hello'])
    net.fromClient('c1', ['again'])
    clock.runTo(10)
    expect(broker.scribe.told).toEqual(['1 localfe c1|1||hello', '1 localfe c1|2||again'])
  })

  test('of a client that nobody knows goes nowhere', () => {
    const { clock, net, broker } = cluster()
    net.fromClient('c9', ['hello'])
    clock.runTo(10)
    expect(broker.scribe.told).toEqual([])
  })
})

describe('an answer to a client', () => {
  test('loses its address, its request id and its delimiter', () => {
    const { clock, net, client } = cluster()
    net.fromClient('c1', ['hello'])
    net.fromBroker('localfe', ['c1', '1', '', 'hi'])
    clock.runTo(10)
    expect(client.scribe.told).toEqual(['1 c1 hi'])
  })

  test('to an earlier request is dropped by the request id, and counted', () => {
    const { clock, net, client } = cluster()
    net.fromClient('c1', ['hello'])
    net.fromClient('c1', ['hello'])
    net.fromBroker('localfe', ['c1', '1', '', 'late'])
    net.fromBroker('localfe', ['c1', '2', '', 'good'])
    clock.runTo(10)
    expect(client.scribe.told).toEqual(['1 c1 good'])
    expect(net.stale).toBe(1)
  })

  test('that came before the next request, and is read after it, is dropped as well', () => {
    const { clock, net, client } = cluster()
    net.fromClient('c1', ['hello'])
    client.actor.pause()
    net.fromBroker('localfe', ['c1', '1', '', 'late'])
    clock.runTo(10)
    net.fromClient('c1', ['hello'])
    client.actor.resume()
    expect(client.scribe.told).toEqual([])
    expect(net.stale).toBe(1)
  })

  test('that was under way when its client died does not reach the next of that name', () => {
    const { clock, net, client } = cluster(5)
    net.fromClient('c1', ['hello'])
    net.fromBroker('localfe', ['c1', '1', '', 'old'])
    client.actor.die()
    const next = new Scribe()
    client.actor.start(next)
    clock.runTo(10)
    expect(next.told).toEqual(['0 start'])
  })

  test('without a route comes home', () => {
    const { clock, net, broker, client } = cluster()
    net.fromBroker('localfe', ['c9', '1', '', 'hi'])
    client.actor.die()
    net.fromBroker('localfe', ['c1', '1', '', 'hi'])
    clock.runTo(10)
    expect(broker.scribe.told).toEqual(['0 bounce localfe c9|1||hi', '0 bounce localfe c1|1||hi'])
  })

  test('without a delimiter is dropped by the socket', () => {
    const { clock, net, client } = cluster()
    net.fromClient('c1', ['hello'])
    net.fromBroker('localfe', ['c1', '1', 'hi'])
    clock.runTo(10)
    expect(client.scribe.told).toEqual([])
  })
})

describe('a task for a worker', () => {
  test('loses the address and the delimiter, and its beginning is told', () => {
    const { clock, net, worker, begun } = cluster()
    net.fromBroker('localbe', ['w1', '', 'c1', '1', '', 'hello'])
    clock.runTo(10)
    expect(worker.scribe.told).toEqual(['1 w1 c1|1||hello'])
    expect(begun).toEqual(['hello'])
  })

  test('is the second one that it holds only if it has not answered since', () => {
    const { clock, net, verdicts } = cluster()
    const assign = () => {
      net.fromBroker('localbe', ['w1', '', 'c1', '1', '', 'hello'])
      clock.runTo(clock.now + 10)
    }
    assign()
    net.fromWorker('w1', ['c1', '1', '', 'hi'])
    assign()
    expect(verdicts.isBroken).toBe(false)
    assign()
    expect(verdicts.all().find(({ name }) => name === 'no worker holds two tasks')).toMatchObject({
      verdict: 'false',
      broken: { t: 21, what: 'w1' },
    })
  })

  test('for a dead worker comes home, the very array that was sent', () => {
    const { clock, net, broker, worker } = cluster()
    worker.actor.die()
    net.fromBroker('localbe', ['w1', '', 'c1', '1', '', 'hello'])
    clock.runTo(10)
    expect(broker.scribe.told).toEqual(['0 bounce localbe w1||c1|1||hello'])
  })

  test('for a worker that is back comes home until its READY is read', () => {
    const { clock, net, broker, worker } = cluster()
    worker.actor.die()
    const next = new Scribe()
    worker.actor.start(next)
    net.fromWorker('w1', ['READY'])
    net.fromBroker('localbe', ['w1', '', 'c1', '1', '', 'early'])
    clock.runTo(1)
    net.fromBroker('localbe', ['w1', '', 'c1', '1', '', 'hello'])
    clock.runTo(10)
    expect(broker.scribe.told).toEqual(['0 bounce localbe w1||c1|1||early', '1 localbe w1||READY'])
    expect(next.told).toEqual(['0 start', '2 w1 c1|1||hello'])
  })

  test('that was under way when its worker died does not reach the next of that name', () => {
    const { clock, net, worker, begun } = cluster(5)
    net.fromBroker('localbe', ['w1', '', 'c1', '1', '', 'hello'])
    worker.actor.die()
    const next = new Scribe()
    worker.actor.start(next)
    clock.runTo(10)
    expect(next.told).toEqual(['0 start'])
    expect(begun).toEqual([])
  })

  test('begins when a paused worker goes on', () => {
    const { clock, net, worker, begun } = cluster()
    worker.actor.pause()
    net.fromBroker('localbe', ['w1', '', 'c1', '1', '', 'hello'])
    clock.runTo(10)
    expect(begun).toEqual([])
    worker.actor.resume()
    expect(begun).toEqual(['hello'])
    expect(worker.scribe.told).toEqual(['10 w1 c1|1||hello'])
  })
})

test("a worker's word comes with its address and a delimiter", () => {
  const { clock, net, broker } = cluster()
  net.fromWorker('w1', ['READY'])
  clock.runTo(10)
  expect(broker.scribe.told).toEqual(['1 localbe w1||READY'])
})

describe('a name that a stranger has taken', () => {
  test('keeps its owner from all, until a new socket has it back', () => {
    const { clock, net, broker, worker } = cluster()
    net.steal('w1')
    net.fromWorker('w1', ['READY'])
    net.fromBroker('localbe', ['w1', '', 'c1', '', 'taken'])
    clock.runTo(10)
    expect([...broker.scribe.told, ...worker.scribe.told]).toEqual([])
    net.leave('w1')
    net.fromBroker('localbe', ['w1', '', 'c1', '', 'home'])
    clock.runTo(20)
    expect(broker.scribe.told.splice(0)).toEqual(['10 bounce localbe w1||c1||home'])
    net.reopen('w1')
    net.fromWorker('w1', ['READY'])
    clock.runTo(30)
    net.fromBroker('localbe', ['w1', '', 'c1', '', 'hello'])
    clock.runTo(40)
    expect(worker.scribe.told).toEqual(['31 w1 c1||hello'])
  })

  test('is of its new socket, and not of a stranger who goes afterwards', () => {
    const { clock, net, client } = cluster()
    net.steal('c1')
    net.reopen('c1')
    net.leave('c1')
    net.fromClient('c1', ['hello'])
    net.fromBroker('localfe', ['c1', '1', '', 'hi'])
    clock.runTo(10)
    expect(client.scribe.told).toEqual(['1 c1 hi'])
  })

  test('loses what was on its way to the old socket', () => {
    const { clock, net, worker } = cluster()
    net.fromBroker('localbe', ['w1', '', 'c1', '', 'hello'])
    net.reopen('w1')
    clock.runTo(10)
    expect(worker.scribe.told).toEqual([])
  })
})
