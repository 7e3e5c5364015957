/**
 * The Guide, chapter 3, "Federation Versus Peering": brokers that know of each other.
 *
 * Not tested: what else federation would be good for.
 */

import { describe, expect } from 'vitest'
import { Dealer, Request, Router, Subscriber, XPublisher } from 'zeromq'
import { claim } from '../support/claim.js'
import { Cloud } from '../support/cloud.js'
import {
  bound,
  connected,
  endpointOf,
  hears,
  hearsAll,
  outcome,
  says,
  saysOnceThere,
} from '../support/sockets.js'
import { story } from '../support/story.js'

/** XPUB, a PUB that sees who subscribes: here it sees each of them, also to what others have. */
const EACH = { verbosity: 'allSubs' } as const

describe('Guide, "Federation Versus Peering"', () => {
  claim('a broker can say that it has capacity, and be given several tasks at once', () => {
    const cloud = story().peer('DC2').tells(3)
    for (const name of ['c1', 'c2', 'c3']) cloud.client(name).asks('work')
    expect(cloud.state().peers[0]?.outstanding).toBe(3)
  })

  claim('peers that are not in lock-step use all workers of each other', () => {
    const cloud = new Cloud({ DC1: { clients: 4, workers: 0 }, DC2: { clients: 0, workers: 4 } })
    cloud.start().after(500)
    expect(cloud.get('DC2').broker.state(cloud.now)).toMatchObject({ ready: 0, busyCloud: 4 })
  })

  claim('a broker can say that it is full, and is given no more', () => {
    const cloud = story().peer('DC2').tells(3).peer('DC2').tells(0)
    cloud.client('c1').asks('work').seesNothing()
  })

  claim('it need not be perfect: a task that comes too much is done as soon as possible', () => {
    const cloud = story()
      .worker('w1')
      .ready()
      .peer('DC2')
      .asks('c1', 'one')
      .peer('DC3')
      .asks('c2', 'two')
    cloud.sees('localbe', 'w1 | | DC2 | c1 | | one').seesNothing()
    cloud.worker('w1').answers('ONE').sees('localbe', 'w1 | | DC3 | c2 | | two')
    expect(cloud.noted('overcommit')).toBe('DC3')
  })

  claim('all brokers are of the same code: each does for another what that does for it', () => {
    const plans = { DC1: { clients: 4 }, DC2: { clients: 4 }, DC3: { clients: 0, workers: 4 } }
    const cloud = new Cloud(plans).start().after(30_000)
    const served = new Set(cloud.get('DC3').facts.noted('served'))
    expect(served).toEqual(new Set(['DC1', 'DC2']))
    const roles = new Cloud({ DC1: { workers: 0 }, DC2: {} }).start().after(5000)
    const mirrored = new Cloud({ DC2: { workers: 0 }, DC1: {} }).start().after(5000)
    const swap = (line: string) => line.replace(/DC[12]/g, name => (name === 'DC1' ? 'DC2' : 'DC1'))
    const plain = (line: string) => line.replace(/ d[a-z\d]+\.(?=\d)/, ' d')
    expect(mirrored.logOf('DC1', 'cloudfe').map(swap).map(plain)).toEqual(
      roles.logOf('DC2', 'cloudfe').map(plain),
    )
  })

  claim('each of N brokers has N - 1 peers, and tells all of them', () => {
    const names = ['DC1', 'DC2', 'DC3', 'DC4']
    const plans = Object.fromEntries(names.map(name => [name, { clients: 0, workers: 2 }]))
    const cloud = new Cloud(plans).start()
    for (const name of names) {
      const { peers } = cloud.get(name).broker.state(cloud.now)
      expect(peers.map(({ capacity }) => capacity)).toEqual([2, 2, 2])
      expect(peers.map(peer => peer.name)).toEqual(names.filter(other => other !== name))
    }
  })

  claim('the state is just a number, told regularly', () => {
    const cloud = new Cloud({ DC1: { clients: 0, workers: 3 }, DC2: {} }).start().after(10_000)
    const told = cloud.logOf('DC1', 'statebe')
    expect(told.length).toBeGreaterThanOrEqual(10)
    expect(told.every(line => /^DC1 \| \d+$/.test(line))).toBe(true)
  })

  claim('two sockets tell requests from replies, so that the envelope need not', () => {
    const frames = 'DC2 | d0.1 | c1 | | work'
    const asked = story().worker('w1').ready().gets('cloudfe', frames)
    asked.sees('localbe', `w1 | | ${frames}`)
    const answered = story().peer('DC2').tells(1).client('c1').asks('work').gets('cloudbe', frames)
    answered.sees('localfe', 'c1 | | work')
  })

  claim('delegation is asynchronous: replies come in any order, and each finds its client', () => {
    const cloud = story().peer('DC2').tells(3)
    for (const name of ['c1', 'c2', 'c3']) cloud.client(name).asks('work')
    for (const nth of [3, 1, 2]) {
      cloud.peer('DC2').answers(`${nth}`, `d0.${nth}`).sees('localfe', `c${nth} | | ${nth}`)
    }
  })

  claim('a socket may be bound and connected to others at the same time', async () => {
    const other = await bound(Router, { routingId: 'OTHER' })
    const both = await bound(Router, { routingId: 'BOTH' })
    const endpoint = endpointOf(both)
    both.connect(endpointOf(other))
    const client = connected(Dealer, { endpoint }, { routingId: 'C' })
    await says(client, 'for who is bound')
    expect(await hears(both)).toBe('C | for who is bound')
    await saysOnceThere(both, 'OTHER | from who is connected')
    expect(await hears(other)).toBe('BOTH | from who is connected')
  })

  claim('in a federation a broker is ready for the other like a worker', async () => {
    const otherBackend = await bound(Router, { routingId: 'DC2' })
    const ourFrontend = connected(Router, otherBackend, { routingId: 'DC1' })
    await saysOnceThere(ourFrontend, 'DC2 | | READY')
    expect(await hears(otherBackend)).toBe('DC1 | | READY')
    await says(otherBackend, 'DC1 | | CLIENT | | work')
    expect(await hears(ourFrontend)).toBe('DC2 | | CLIENT | | work')
  })

  claim('a federated broker does one task at a time, however many workers it has', async () => {
    const otherBackend = await bound(Router)
    // As a REQ worker would; that is all that the other knows of us.
    const lockStep = connected(Request, otherBackend, { routingId: 'DC1' })
    const idleWorkers = 4
    let taken = 0
    while (taken < idleWorkers && (await outcome(lockStep, 'READY')) === 'sent') taken++
    expect(taken).toBe(1)
    expect(await hears(otherBackend)).toBe('DC1 | | READY')
  })

  claim('state goes by PUB and SUB: one word reaches all peers', async () => {
    const statebe = await bound(XPublisher, EACH)
    const peers = ['DC2', 'DC3', 'DC4'].map(() => listener(statebe))
    await hearsAll(statebe, 3)
    await says(statebe, 'DC1 | 5')
    expect(await Promise.all(peers.map(hears))).toEqual(['DC1 | 5', 'DC1 | 5', 'DC1 | 5'])
  })

  claim('one SUB hears all PUB sockets that it is connected to', async () => {
    const peers = await Promise.all([bound(XPublisher, EACH), bound(XPublisher, EACH)])
    const statefe = listener(...peers)
    for (const [nth, peer] of peers.entries()) {
      await hears(peer)
      await says(peer, `DC${nth + 2} | 3`)
      expect(await hears(statefe)).toBe(`DC${nth + 2} | 3`)
    }
  })

  claim.differs(
    'state that is told when it changes is enough for a peer to know it',
    'PUB keeps nothing for who comes later, so that ours tells each newcomer, and every second',
    async () => {
      const statebe = await bound(XPublisher, EACH)
      await says(statebe, 'DC1 | 5')
      const late = listener(statebe)
      await hears(statebe)
      await says(statebe, 'DC1 | 4')
      expect(await hears(late)).toBe('DC1 | 4')
      expect(story().worker('w1').ready().after(10).peer('DC3').subscribes().told()).toMatch(/1$/)
    },
  )

  claim('DEALER could not delegate: it cannot say which peer a task is for', async () => {
    const peers = await Promise.all([bound(Router), bound(Router)])
    const cloudbe = connected(Dealer, peers, { routingId: 'DC1' })
    for (const nth of [1, 2]) await says(cloudbe, `second | task ${nth}`)
    // One of the two is where nobody wanted it.
    expect(await hears(peers[0])).toBe('DC1 | second | task 1')
    expect(await hears(peers[1])).toBe('DC1 | second | task 2')
  })

  claim('REQ could not: it has one task under way', async () => {
    const cloudbe = connected(Request, await bound(Router))
    expect(await outcome(cloudbe, 'task 1')).toBe('sent')
    expect(await outcome(cloudbe, 'task 2')).toBe('EFSM')
  })

  claim('ROUTER can: to the peer that is meant, and several tasks at once', async () => {
    const peers = await Promise.all(['DC2', 'DC3'].map(routingId => bound(Router, { routingId })))
    const cloudbe = connected(Router, peers, { routingId: 'DC1' })
    for (const nth of [1, 2]) await saysOnceThere(cloudbe, `DC3 | task ${nth}`)
    await saysOnceThere(cloudbe, 'DC2 | task 3')
    expect(await hearsAll(peers[1] as Router, 2)).toEqual(['DC1 | task 1', 'DC1 | task 2'])
    expect(await hears(peers[0] as Router)).toBe('DC1 | task 3')
  })
})

function listener(...publishers: XPublisher[]): Subscriber {
  const statefe = connected(Subscriber, publishers)
  statefe.subscribe()
  return statefe
}
