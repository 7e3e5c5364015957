/** The Guide, chapter 3, "Architecture of a Single Cluster": a broker between them. */

import { describe, expect } from 'vitest'
import { Request, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import { Cloud } from '../support/cloud.js'
import { bound, connected, outcome } from '../support/sockets.js'
import { story } from '../support/story.js'

describe('Guide, "Architecture of a Single Cluster"', () => {
  claim('work is spread by idleness: where there is little to do, each gets its share', () => {
    const cloud = new Cloud({ DC1: { clients: 2, workers: 4 } }).start().after(100_000)
    const began = cloud.get('DC1').workerFacts.noted('began')
    for (const name of ['DC1-w0001', 'DC1-w0002', 'DC1-w0003', 'DC1-w0004']) {
      const share = began.filter(worker => worker === name).length / began.length
      expect(share).toBeCloseTo(0.25, 1)
    }
  })

  claim('workers are all alike: no request names one or a service', () => {
    const seen = ['w1', 'w2'].map(name => {
      const cloud = story().worker(name).ready().client('c1').asks('hello')
      return cloud.everySent('localbe')[0]?.slice(1)
    })
    expect(seen[0]).toEqual(seen[1])
  })

  claim('workers have no name for a client: the reply tells it nothing of who did the work', () => {
    const replies = ['w1', 'w2'].map(name => {
      const cloud = story().worker(name).ready().client('c1').asks('hello')
      return cloud.worker(name).answers('HELLO').everySent('localfe')
    })
    expect(replies[0]).toEqual(replies[1])
  })

  claim('clients and workers meet only in the broker, so either may be added alone', () => {
    const cloud = story().worker('w1').ready().worker('w2').ready()
    cloud.client('c1').asks('one').client('c2').asks('two')
    cloud.worker('w3').ready().client('c3').asks('three')
    cloud.sees('localbe', 'w1 | | c1 | | one').sees('localbe', 'w2 | | c2 | | two')
    cloud.sees('localbe', 'w3 | | c3 | | three')
  })

  claim('the broker guarantees no delivery: a reply that is lost is not asked for', () => {
    const cloud = story().worker('w1').ready().client('c1').asks('one')
    cloud.sees('localbe', 'w1 | | c1 | | one').after(1_000_000).seesNothing()
    expect(cloud.state()).toMatchObject({ busyLocal: 1 })
  })

  claim('clients and workers are synchronous: a REQ has one thing under way', async () => {
    const broker = await bound(Router)
    for (const name of ['client', 'worker']) {
      const socket = connected(Request, broker, { routingId: name })
      expect(await outcome(socket, 'one')).toBe('sent')
      expect(await outcome(socket, 'two')).toBe('EFSM')
    }
  })
})
