/** The Guide, chapter 3, "Prototyping the Local and Cloud Flows": tasks that find a worker. */

import { describe, expect } from 'vitest'
import { Router } from 'zeromq'
import { claim } from '../support/claim.js'
import { bound, connected, hears, outcome, says, saysOnceThere } from '../support/sockets.js'
import { story } from '../support/story.js'

describe('Guide, "Prototyping the Local and Cloud Flows"', () => {
  claim.differs(
    'the frontends are read only when there is somewhere to send what they hold',
    'ours are always read: what waits is in the broker, where whoever requests it has its turn',
    () => {
      const cloud = story().client('c1').asks('one').peer('DC2').asks('c2', 'two').after(500)
      expect(cloud.seesNothing().state().waiting).toBe(2)
      cloud.worker('w1').ready().worker('w2').ready()
      expect(cloud.state().waiting).toBe(0)
    },
  )

  claim.differs(
    'sockets are queues already: the broker keeps none of its own',
    'a queue in a socket has no bound for a client that connects often, and outlives its client',
    () => {
      const cloud = story()
      for (let nth = 0; nth < 20_000; nth++) cloud.client('c1').asks('work')
      expect(cloud.state().waiting).toBe(16_384)
      expect(cloud.noted('overflow').split(' ')).toHaveLength(20_000 - 16_384)
    },
  )

  claim('the backends are always read: they bring what makes room', () => {
    const cloud = story().client('c1').asks('one').peer('DC2').tells(1)
    cloud.sees('cloudbe', 'DC2 | d0.1 | c1 | | one')
    cloud.peer('DC2').answers('ONE').sees('localfe', 'c1 | | ONE')
  })

  claim('a message of a worker is its READY or a reply, and either leaves it free', () => {
    const cloud = story().worker('w1').ready()
    expect(cloud.state().ready).toBe(1)
    cloud.client('c1').asks('one')
    expect(cloud.state().ready).toBe(0)
    cloud.worker('w1').answers('ONE')
    expect(cloud.state().ready).toBe(1)
  })

  claim('a broker says its own name on both cloud sockets, so that replies find back', async () => {
    const cloudfe = await bound(Router, { routingId: 'DC2' })
    const cloudbe = connected(Router, cloudfe, { routingId: 'DC1' })
    await saysOnceThere(cloudbe, 'DC2 | CLIENT | | work')
    const task = await hears(cloudfe)
    expect(task).toBe('DC1 | CLIENT | | work')
    await says(cloudfe, task)
    expect(await hears(cloudbe)).toBe('DC2 | CLIENT | | work')
  })

  claim('brokers must be connected before they delegate: else the task is gone', async () => {
    const cloudbe = connected(Router, [], { routingId: 'DC1' })
    expect(await outcome(cloudbe, 'DC2 | CLIENT | | work')).toBe('sent')
    cloudbe.mandatory = true
    expect(await outcome(cloudbe, 'DC2 | CLIENT | | work')).toBe('EHOSTUNREACH')
  })

  claim('a task is done at home while that is possible, and in the cloud otherwise', () => {
    const cloud = story().worker('w1').ready().peer('DC2').tells(5)
    cloud.client('c1').asks('one').sees('localbe', 'w1 | | c1 | | one')
    cloud.client('c2').asks('two').sees('cloudbe', 'DC2 | d0.1 | c2 | | two')
  })

  claim('the name of the peer stays in the envelope while a worker is at its task', () => {
    const cloud = story().worker('w1').ready().peer('DC2').asks('c9', 'work')
    cloud.sees('localbe', 'w1 | | DC2 | c9 | | work')
    cloud.worker('w1').answers('DONE').sees('cloudfe', 'DC2 | c9 | | DONE')
  })

  claim.differs(
    'a reply is for a peer if its first frame is the name of one',
    'ours remembers whose task each worker has, so that a client may be named as a peer',
    () => {
      const cloud = story().worker('w1').ready().client('DC2').asks('one')
      cloud.worker('w1').answers('ONE').sees('localfe', 'DC2 | | ONE').seesNothing('cloudfe')
    },
  )

  claim.differs(
    'one frontend is served before the other',
    'ours reads them in turn: a busy cluster must not starve those whom it promised capacity',
    () => {
      const cloud = story()
      for (const nth of [1, 2]) {
        cloud.client(`c${nth}`).asks('here').peer('DC2').asks(`c${nth}`, 'there')
      }
      const order = ['w1', 'w2', 'w3', 'w4'].map(name => {
        cloud.worker(name).ready()
        return String(cloud.everySent('localbe').at(-1)?.at(-1))
      })
      expect(order).toEqual(['here', 'there', 'here', 'there'])
    },
  )
})
