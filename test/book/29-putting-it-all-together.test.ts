/**
 * The Guide, chapter 3, "Putting it All Together": the whole cloud, under the Guide's own load.
 *
 * Not tested: how long it took to write, and that there is more to be made of it.
 */

import { describe, expect } from 'vitest'
import { Router } from 'zeromq'
import { scheduleOf } from '../../src/client/load.js'
import { claim } from '../support/claim.js'
import { Cloud, type ClusterOptions } from '../support/cloud.js'
import {
  bound,
  boundAgain,
  connected,
  endpointOf,
  happens,
  hears,
  saysOnceThere,
} from '../support/sockets.js'
import { story } from '../support/story.js'

/** As the Guide's peering3: ten clients that send in bursts, five workers that take 0 or 1 s. */
const GUIDE: ClusterOptions = {
  clients: 10,
  workers: 5,
  load: { kind: 'guide' },
  service: { kind: 'choice', ofMs: [0, 1000] },
}

describe('Guide, "Putting it All Together"', () => {
  claim('with no worker free, only what came from clients goes out, and to peers', () => {
    const busy = story().worker('w1').ready().peer('DC2').tells(2).peer('DC3').asks('c1', 'one')
    busy.peer('DC3').asks('c2', 'two').client('c3').asks('three')
    busy.sees('localbe', 'w1 | | DC3 | c1 | | one').sees('cloudbe', 'DC2 | d0.1 | c3 | | three')
    expect(busy.state().waiting).toBe(1)
  })

  claim('what came from a peer is done here: it is never sent on', () => {
    const cloud = new Cloud({ DC1: GUIDE, DC2: GUIDE, DC3: { ...GUIDE, workers: 20 } }).start()
    cloud.after(60_000)
    for (const name of ['DC1', 'DC2', 'DC3']) {
      const sentOn = cloud.logOf(name, 'cloudbe').filter(line => !line.includes(`| ${name}-c`))
      expect(sentOn).toEqual([])
    }
  })

  claim('bursts that are too much for one cluster spill over to others', () => {
    const cloud = new Cloud({ DC1: GUIDE, DC2: GUIDE, DC3: GUIDE }).start().after(60_000)
    for (const name of ['DC1', 'DC2', 'DC3']) {
      const { clientFacts, facts } = cloud.get(name)
      const away = clientFacts.noted('answered').filter(worker => !worker.startsWith(name))
      expect(away.length).toBeGreaterThan(0)
      expect(facts.noted('returned')).toHaveLength(away.length)
    }
  })

  claim('every task is answered, once, and nobody waits ten seconds', () => {
    const cloud = new Cloud({ DC1: GUIDE, DC2: GUIDE, DC3: GUIDE }).start().after(120_000)
    for (const { clients, clientFacts } of cloud.clusters.values()) {
      const [sent, done] = [clientFacts.noted('sent'), clientFacts.noted('answered')]
      expect(sent.length).toBe(done.length + clients.inFlight)
      for (const trouble of ['lost', 'duplicate', 'malformed'] as const) {
        expect(clientFacts.noted(trouble)).toEqual([])
      }
    }
  })

  claim.differs(
    'all peers together have one capacity, which is what the last of them said',
    'ours has one for each peer; with the rule of the Guide one that is full hides the others',
    () => {
      const told = (policy: 'guide' | 'weighted') =>
        story({ policy }).peer('DC2').tells(9).peer('DC3').tells(0).client('c1').asks('work')
      expect(told('guide').seesNothing().state().waiting).toBe(1)
      told('weighted').sees('cloudbe', 'DC2 | d0.1 | c1 | | work')
    },
  )

  claim.differs(
    'the peer for a task is any of them, by chance',
    'ours chooses by capacity; with the rule of the Guide a task may go to one that is full',
    () => {
      const told = (policy: 'guide' | 'weighted') =>
        story({ policy }).peer('DC3').tells(0).peer('DC2').tells(1).client('c1').asks('work')
      told('guide').sees('cloudbe', 'DC3 | d0.1 | c1 | | work')
      told('weighted').sees('cloudbe', 'DC2 | d0.1 | c1 | | work')
    },
  )

  claim.differs(
    'the capacity of a peer stays as told until it speaks again',
    'ours takes one off with each task that it gives: a burst would all go to one free worker',
    () => {
      const given = (policy: 'guide' | 'weighted') => {
        const cloud = story({ policy }).peer('DC2').tells(1)
        for (const name of ['c1', 'c2', 'c3']) cloud.client(name).asks('work')
        return cloud.everySent('cloudbe').length
      }
      expect([given('guide'), given('weighted')]).toEqual([3, 1])
    },
  )

  claim('what a peer had when it died is gone: ROUTER keeps nothing, and is silent', async () => {
    const cloudfe = await bound(Router, { routingId: 'DC2' })
    const cloudbe = connected(Router, cloudfe, { routingId: 'DC1', reconnectInterval: 1 })
    await saysOnceThere(cloudbe, 'DC2 | task 1')
    expect(await hears(cloudfe)).toBe('DC1 | task 1')
    const isBack = happens(cloudbe, 'handshake')
    cloudfe.close()
    const again = await boundAgain(Router, endpointOf(cloudfe), { routingId: 'DC2' })
    await isBack
    await saysOnceThere(cloudbe, 'DC2 | task 2')
    expect(await hears(again)).toBe('DC1 | task 2')
  })

  claim.differs(
    'a cluster that dies takes along the tasks that it was given',
    'ours keeps each until its reply: they come home, and are done elsewhere',
    () => {
      const cloud = new Cloud({ DC1: { ...GUIDE, workers: 1 }, DC2: GUIDE, DC3: GUIDE }).start()
      cloud.after(20_000).kill('DC2').after(40_000)
      const { clientFacts, facts } = cloud.get('DC1')
      expect(facts.noted('home').length).toBeGreaterThan(0)
      expect(clientFacts.noted('lost')).toEqual([])
      expect(facts.noted('late')).toEqual([])
    },
  )

  claim.differs(
    'a client that has no reply after ten seconds says that its task is lost, and ends',
    'ours asks again, three times, before it says so, and goes on',
    () => {
      const cloud = new Cloud({ DC1: { workers: 0 } }).start().after(45_000)
      const { clientFacts } = cloud.get('DC1')
      expect(clientFacts.noted('retried')).toHaveLength(3)
      expect(clientFacts.noted('lost')).toHaveLength(1)
      expect(clientFacts.noted('sent')).toHaveLength(2)
    },
  )

  claim('a client sleeps for less than five seconds, then sends less than fifteen tasks', () => {
    const bursts = (random: number) => {
      const options = { load: { kind: 'guide' }, share: 1, phase: 0 } as const
      const { next } = scheduleOf(options, 0, () => random)
      return Array.from({ length: 15 }, () => next(0, 0))
    }
    // The longest sleep and the largest burst: of the fifteen the last belongs to another burst.
    expect(bursts(0.999)).toEqual([4000, ...Array(13).fill(0), 4000])
    expect(bursts(0.5).slice(0, 8)).toEqual([2000, ...Array(6).fill(0), 2000])
  })

  claim('a client checks that a reply is the one to its task', () => {
    const cloud = new Cloud({ DC1: { workers: 0 } }).start().after(500)
    const { clients, clientFacts } = cloud.get('DC1')
    for (const task of ['DC1-c0001#2', 'DC1-c0002#1', 'DC1-c0001#1']) {
      expect(clientFacts.noted('answered')).toEqual([])
      clients.receive('DC1-c0001', [`${task}@w1`], cloud.now)
    }
    expect(clientFacts.noted('malformed')).toHaveLength(2)
    expect(clientFacts.noted('answered')).toEqual(['w1'])
  })
})
