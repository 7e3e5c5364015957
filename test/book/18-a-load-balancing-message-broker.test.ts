/** The Guide, chapter 3, "A Load Balancing Message Broker": lbbroker, hop by hop. */

import { describe, expect } from 'vitest'
import { Dealer, Reply, Request, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import { bound, connected, hears, hearsAll, outcome, says } from '../support/sockets.js'
import { story } from '../support/story.js'

describe('Guide, "A Load Balancing Message Broker"', () => {
  claim('the client sends one frame, and the frontend reads three', async () => {
    const { atFrontend } = await roundTrip()
    expect(atFrontend).toBe('CLIENT | | Hello')
  })

  claim('the backend is sent five: worker, empty, client, empty, data', async () => {
    const { toBackend } = await roundTrip()
    expect(toBackend).toBe('WORKER | | CLIENT | | Hello')
  })

  claim('the worker gets three of them: the sockets have taken off the first two', async () => {
    const { atWorker } = await roundTrip()
    expect(atWorker).toBe('CLIENT | | Hello')
  })

  claim('on the way back five come in at the backend', async () => {
    const { atBackend } = await roundTrip()
    expect(atBackend).toBe('WORKER | | CLIENT | | World')
  })

  claim('the frontend is sent three, and the client gets one', async () => {
    const { toFrontend, atClient } = await roundTrip()
    expect([toFrontend, atClient]).toEqual(['CLIENT | | World', 'World'])
  })

  claim('the worker must keep the envelope and give it back: else nobody gets the reply', () => {
    const cloud = story().worker('w1').ready().client('c1').asks('Hello')
    cloud.sees('localbe', 'w1 | | c1 | | Hello')
    cloud.gets('localbe', 'w1 | | World').seesNothing('localfe')
    expect(cloud.noted('malformed')).not.toBe('')
  })

  claim('a REP worker would keep the envelope by itself', async () => {
    const backend = await bound(Dealer)
    const worker = connected(Reply, backend)
    await says(backend, 'CLIENT | | Hello')
    expect(await hears(worker)).toBe('Hello')
    await says(worker, 'World')
    expect(await hears(backend)).toBe('CLIENT | | World')
  })

  claim('but no broker can choose it: it says nothing until it is asked', async () => {
    const backend = await bound(Dealer)
    expect(await outcome(connected(Reply, backend), 'READY')).toBe('EFSM')
  })

  claim('any number of clients and workers can connect to it', async () => {
    const [frontend, backend] = [await bound(Router), await bound(Router)]
    const names = Array.from({ length: 30 }, (_, nth) => `${nth}`)
    for (const name of names) {
      await says(connected(Request, frontend, { routingId: `C${name}` }), 'Hello')
      await says(connected(Request, backend, { routingId: `W${name}` }), 'READY')
    }
    const clients = await hearsAll(frontend, 30)
    const workers = await hearsAll(backend, 30)
    expect(new Set(clients)).toEqual(new Set(names.map(name => `C${name} | | Hello`)))
    expect(new Set(workers)).toEqual(new Set(names.map(name => `W${name} | | READY`)))
  })

  claim('the requests of all clients wait in one queue, and the first is the first served', () => {
    const cloud = story()
    for (const nth of [1, 2, 3]) cloud.client(`c${nth}`).asks('work')
    for (const nth of [1, 2, 3]) {
      cloud.worker(`w${nth}`).ready().sees('localbe', `w${nth} | | c${nth} | | work`)
    }
  })

  claim('a reply goes to the client that asked, whoever else waits', () => {
    const cloud = story().worker('w1').ready().worker('w2').ready()
    for (const name of ['c1', 'c2']) cloud.client(name).asks('work')
    cloud.worker('w2').answers('SECOND').sees('localfe', 'c2 | | SECOND')
    cloud.worker('w1').answers('FIRST').sees('localfe', 'c1 | | FIRST')
  })

  claim.differs(
    'while no worker is ready the frontend is not read: requests stay in the socket',
    'ours reads it, so that it can be fair to clients, and drop the tasks of one that is gone',
    () => {
      const cloud = story().client('c1').asks('one').client('c2').asks('two')
      expect(cloud.state().waiting).toBe(2)
      cloud.worker('w1').ready()
      expect(cloud.state().waiting).toBe(1)
    },
  )

  claim('what stays in a socket is not lost: it is there when it is read at last', async () => {
    const [frontend, backend] = [await bound(Router), await bound(Router)]
    const client = connected(Request, frontend, { routingId: 'CLIENT' })
    await says(client, 'Hello')
    // A worker comes only now.
    await says(connected(Request, backend, { routingId: 'WORKER' }), 'READY')
    expect(await hears(backend)).toBe('WORKER | | READY')
    expect(await hears(frontend)).toBe('CLIENT | | Hello')
  })

  claim('the backend is always read', () => {
    const cloud = story().worker('w1').ready().worker('w2').ready()
    expect(cloud.client('c1').asks('work').state()).toMatchObject({ ready: 1, busyLocal: 1 })
    expect(cloud.worker('w3').ready().state()).toMatchObject({ ready: 2, busyLocal: 1 })
  })

  claim('READY is for the broker only, a reply for the client too; both free the worker', () => {
    const cloud = story().worker('w1').ready().seesNothing('localfe')
    cloud.client('c1').asks('one').worker('w1').answers('ONE').sees('localfe', 'c1 | | ONE')
    expect(cloud.state().ready).toBe(1)
  })

  claim('READY may say more, such as a speed, by which a broker can choose', async () => {
    const backend = await bound(Router)
    for (const [name, tasksPerSecond] of [
      ['A', 5],
      ['B', 20],
      ['C', 10],
    ] as const) {
      const worker = connected(Request, backend, { routingId: name })
      await says(worker, `READY | ${tasksPerSecond}`)
    }
    const speedOf = (text: string) => Number(text.split(' | ').at(-1))
    const workers = (await hearsAll(backend, 3)).sort((a, b) => speedOf(b) - speedOf(a))
    expect(workers[0]).toBe('B | | READY | 20')
  })
})

/** The broker's work done by hand, with what is in each message on its way. */
async function roundTrip() {
  const [frontend, backend] = [await bound(Router), await bound(Router)]
  const client = connected(Request, frontend, { routingId: 'CLIENT' })
  const worker = connected(Request, backend, { routingId: 'WORKER' })
  await says(worker, 'READY')
  const [workerIdentity] = (await hears(backend)).split(' | ')

  await says(client, 'Hello')
  const atFrontend = await hears(frontend)
  const toBackend = `${workerIdentity} | | ${atFrontend}`
  await says(backend, toBackend)
  const atWorker = await hears(worker)

  await says(worker, atWorker.replace('Hello', 'World'))
  const atBackend = await hears(backend)
  const toFrontend = atBackend.replace('WORKER | | ', '')
  await says(frontend, toFrontend)
  const atClient = await hears(client)
  return { atFrontend, toBackend, atWorker, atBackend, toFrontend, atClient }
}
