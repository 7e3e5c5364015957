/**
 * The Guide, chapter 3, "Establishing the Details": what the cloud is made of.
 *
 * Not tested: who orders it and why; that the network between clusters is good.
 */

import { describe, expect } from 'vitest'
import { Router } from 'zeromq'
import { claim } from '../support/claim.js'
import { Cloud } from '../support/cloud.js'
import { bound, connected, hears, says, saysOnceThere } from '../support/sockets.js'
import { story } from '../support/story.js'
import { Wire } from '../support/wire.js'

const ALL = ['DC1', 'DC2', 'DC3']

describe('Guide, "Establishing the Details"', () => {
  claim('any worker can do any task: of any client, of any cluster', () => {
    const cloud = new Cloud({ DC1: { clients: 3, workers: 0 }, DC2: { workers: 2 }, DC3: {} })
    cloud.start().after(20_000)
    const signers = new Set(cloud.get('DC1').clientFacts.noted('answered'))
    expect(signers).toEqual(new Set(['DC2-w0001', 'DC2-w0002', 'DC3-w0001']))
  })

  claim('a task is handed to a free worker without delay', () => {
    const cloud = new Cloud({ DC1: { clients: 2, workers: 2 } }).start().after(30_000)
    expect(new Set(cloud.get('DC1').clientFacts.valuesOf('answered'))).toEqual(new Set([1000]))
  })

  claim('clients come and go as they like, and are told of nothing', () => {
    const cloud = story().worker('w1').ready()
    for (const name of ['c1', 'c2', 'c3']) {
      cloud.client(name).asks('hello').worker('w1').answers('HELLO')
      cloud.sees('localfe', `${name} | | HELLO`)
    }
    expect(cloud.noted('malformed')).toBe('')
  })

  claim('a cluster can join at any time, and brings its workers', () => {
    const cloud = new Cloud({ DC1: { workers: 0 }, DC2: {}, DC3: {} }).start('DC1').after(5000)
    expect(cloud.get('DC1').clientFacts.noted('answered')).toEqual([])
    cloud.start('DC2').after(5000)
    expect(cloud.get('DC1').clientFacts.noted('answered')).toContain('DC2-w0001')
  })

  claim('a cluster can leave at any time: what it had to do is done elsewhere', () => {
    const cloud = new Cloud({ DC1: { workers: 0 }, DC2: { clients: 0 }, DC3: { clients: 0 } })
    cloud.start('DC1', 'DC2').after(500)
    expect(cloud.get('DC2').workerFacts.noted('began')).toEqual(['DC2-w0001'])
    cloud.kill('DC2').start('DC3').after(5000)
    const { clientFacts } = cloud.get('DC1')
    expect(new Set(clientFacts.noted('answered'))).toEqual(new Set(['DC3-w0001']))
    expect(clientFacts.noted('retried')).toEqual([])
  })

  claim('a cluster without free workers has its tasks done in the cloud', () => {
    const cloud = new Cloud({ DC1: { clients: 4 }, DC2: { clients: 0, workers: 3 } }).start()
    cloud.after(20_000)
    const { facts, clientFacts } = cloud.get('DC1')
    expect(facts.noted('delegated').length).toBeGreaterThan(50)
    expect(new Set(clientFacts.valuesOf('answered'))).toEqual(new Set([1000]))
  })

  claim('a client sends one task at a time and waits for its reply', () => {
    const cloud = new Cloud({ DC1: { clients: 1, workers: 5 } }).start()
    for (let step = 0; step < 100; step++) {
      expect(cloud.after(77).get('DC1').clients.inFlight).toBeLessThanOrEqual(1)
    }
  })

  claim('a client that gets no reply in time sends the same task again', () => {
    const cloud = new Cloud({ DC1: { workers: 0, timeoutMs: 2000 } }).start().after(2500)
    expect(cloud.logOf('DC1', 'client')).toEqual(['DC1-c0001#1 ....', 'DC1-c0001#1 ....'])
  })

  claim('a worker does one task at a time', () => {
    const cloud = new Cloud(Object.fromEntries(ALL.map(name => [name, { clients: 5 }]))).start()
    cloud.after(20_000)
    for (const name of ALL) {
      const facts = cloud.get(name).workerFacts.facts.map(({ fact }) => fact)
      const steps = facts.filter(fact => fact !== 'hired')
      expect(steps.filter((_, nth) => nth % 2 === 0)).not.toContain('finished')
      expect(steps.filter((_, nth) => nth % 2 === 1)).not.toContain('began')
    }
  })

  claim('a worker that crashed and was started again works as before', () => {
    const cloud = story().worker('w1').ready().client('c1').asks('one')
    cloud.worker('w1').ready().worker('w1').answers('ONE').sees('localfe', 'c1 | | ONE')
  })

  claim('a task of a kilobyte costs the wire little more than a kilobyte', () => {
    const cloud = new Cloud({ DC1: { workers: 0, bodyBytes: 1000 }, DC2: {} }).start().after(5000)
    const [request = ''] = cloud.logOf('DC1', 'cloudbe')
    const [reply = ''] = cloud.logOf('DC1', 'localfe')
    for (const message of [request, reply]) {
      expect(message.length).toBeGreaterThan(1000)
      expect(message.length).toBeLessThan(1060)
    }
  })

  claim('several hundred workers in each of a dozen clusters are not too many for a broker', () => {
    const names = Array.from({ length: 12 }, (_, nth) => `DC${nth + 1}`)
    const cloud = story({ peers: names.slice(1) })
    for (let nth = 0; nth < 500; nth++) cloud.worker(`w${nth}`).ready()
    for (const name of names.slice(1)) cloud.peer(name).tells(500)
    for (let nth = 0; nth < 12 * 500; nth++) cloud.client(`c${nth}`).asks('work')
    expect(cloud.everySent('localbe')).toHaveLength(500)
    expect(cloud.everySent('cloudbe')).toHaveLength(11 * 500)
    expect(cloud.state().waiting).toBe(0)
  })

  claim('2,500 clients at ten requests a second, 1,000 bytes each way, make 400 Mb/s', () => {
    expect(bitsPerSecond({ clients: 2500, bodyBytes: 1000 })).toBe(400e6)
  })

  claim('that is no problem for a network of 1 Gb/s, with the envelopes too', async () => {
    const bytes = await bytesOnWire(1000)
    expect(bytes).toBeGreaterThan(2 * 1000)
    expect(2500 * 10 * bytes * 8).toBeLessThan(0.5e9)
  })

  claim.differs(
    'the whole of the cloud that the client describes would work over plain TCP of 1 Gb/s',
    'a dozen clusters of a thousand clients are not 2,500 clients but 12,000',
    () => {
      expect(bitsPerSecond({ clients: 12 * 1000, bodyBytes: 1000 })).toBe(1.92e9)
      // Even so each cluster by itself has room to spare.
      expect(bitsPerSecond({ clients: 1000, bodyBytes: 1000 })).toBe(160e6)
    },
  )
})

/** What requests and replies come to, ten of each a second for each client. */
function bitsPerSecond({ clients, bodyBytes }: { clients: number; bodyBytes: number }): number {
  return clients * 10 * bodyBytes * 2 * 8
}

/** One task of that many bytes and its reply, between brokers, framing and all. */
async function bytesOnWire(bodyBytes: number): Promise<number> {
  const cloudfe = await bound(Router, { routingId: 'DC2' })
  const wire = await Wire.to(cloudfe)
  const cloudbe = connected(Router, wire, { routingId: 'DC1' })
  const envelope = 'd0.1 | DC1-c0001 | |'
  await saysOnceThere(cloudbe, `DC2 | ${envelope} ${'x'.repeat(bodyBytes)}`)
  await says(cloudfe, await hears(cloudfe))
  await hears(cloudbe)
  return wire.frameBytes
}
