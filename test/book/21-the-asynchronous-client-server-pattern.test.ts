/**
 * The Guide, chapter 3, "The Asynchronous Client/Server Pattern": the program asyncsrv.
 *
 * Not tested: that simplicity wins over balance here.
 */

import { describe, expect } from 'vitest'
import { Dealer, Reply, Request, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import {
  bound,
  connected,
  hears,
  hearsAll,
  outcome,
  proxies,
  says,
  serves,
} from '../support/sockets.js'
import { story } from '../support/story.js'

describe('Guide, "The Asynchronous Client/Server Pattern"', () => {
  claim('many clients are served by one server, each with its own replies', async () => {
    const server = await bound(Router)
    serves(server, request => request.replace('ask', 'reply to'))
    const names = ['A', 'B', 'C']
    const clients = names.map(routingId => connected(Dealer, server, { routingId }))
    for (const [nth, client] of clients.entries()) await says(client, `ask ${names[nth]}`)
    expect(await Promise.all(clients.map(hears))).toEqual(names.map(name => `reply to ${name}`))
  })

  claim('a request may have no reply, one, or several', async () => {
    const { client } = await asyncServer(request => {
      const [identity, count] = request.split(' | ')
      return Array.from({ length: Number(count) }, (_, nth) => `${identity} | ${count}.${nth}`)
    })
    for (const count of [0, 1, 3]) await says(client, `${count}`)
    expect(await hearsAll(client, 4)).toEqual(['1.0', '3.0', '3.1', '3.2'])
  })

  claim('a client can send on without waiting for replies', async () => {
    const { client } = await asyncServer(request => request)
    for (let nth = 0; nth < 20; nth++) await says(client, `${nth}`)
    expect((await hearsAll(client, 20)).at(-1)).toBe('19')
  })

  claim('a server can send on without waiting for requests', async () => {
    const server = await bound(Router)
    const client = connected(Dealer, server, { routingId: 'C' })
    await says(client, 'subscribe')
    await hears(server)
    for (let nth = 0; nth < 20; nth++) await says(server, `C | news ${nth}`)
    expect((await hearsAll(client, 20)).at(-1)).toBe('news 19')
  })

  claim('one part at the client is two at the server, two at the worker, one again', async () => {
    const [frontend, backend] = [await bound(Router), await bound(Dealer)]
    const client = connected(Dealer, frontend, { routingId: 'C' })
    const worker = connected(Dealer, backend)
    await says(client, 'Hello')
    const atServer = await hears(frontend)
    await says(backend, atServer)
    const atWorker = await hears(worker)
    await says(worker, atWorker.replace('Hello', 'World'))
    await says(frontend, await hears(backend))
    expect([atServer, atWorker, await hears(client)]).toEqual(['C | Hello', 'C | Hello', 'World'])
  })

  claim('workers need only give the envelope back for replies to find their way', async () => {
    const { client, frontend } = await asyncServer(request => `${request}!`)
    const other = connected(Dealer, frontend, { routingId: 'D' })
    for (const [socket, text] of [
      [client, 'one'],
      [other, 'two'],
    ] as const) {
      await says(socket, text)
      expect(await hears(socket)).toBe(`${text}!`)
    }
  })

  claim('a REP worker could send one reply to a request, no more', async () => {
    const backend = await bound(Dealer)
    const worker = connected(Reply, backend)
    await says(backend, 'C | | Hello')
    await hears(worker)
    expect(await outcome(worker, 'one')).toBe('sent')
    expect(await outcome(worker, 'two')).toBe('EFSM')
  })

  claim('with DEALER to DEALER work can be out of balance: half of it waits for one', async () => {
    const [stuck, free] = [await bound(Dealer), await bound(Dealer)]
    const frontend = await bound(Router)
    proxies(frontend, connected(Dealer, [stuck, free]))
    serves(free, request => request)
    const client = connected(Dealer, frontend, { routingId: 'C' })
    for (let nth = 0; nth < 6; nth++) await says(client, `${nth}`)
    expect(await hearsAll(client, 3)).toEqual(['1', '3', '5'])
    expect(await hearsAll(stuck, 3)).toEqual(['C | 0', 'C | 2', 'C | 4'])
  })

  claim.differs(
    'to send each second in spite of replies one has to poll often',
    'timers of Node and replies have nothing to do with each other',
    async () => {
      const { client } = await asyncServer(request => [request, request, request])
      let sent = 0
      const timer = setInterval(() => says(client, `${sent++}`), 2)
      const replies = await hearsAll(client, 30)
      clearInterval(timer)
      expect(sent).toBeGreaterThanOrEqual(10)
      expect(replies.slice(0, 4)).toEqual(['0', '0', '0', '1'])
    },
  )

  claim('with default identities a client that comes again looks like a new one', async () => {
    const server = await bound(Router)
    expect(new Set(await visits(server)).size).toBe(5)
  })

  claim('so that a server that keeps something for each client runs out of room', async () => {
    const server = await bound(Router)
    const kept = new Map<string, string>()
    for (const identity of await visits(server)) kept.set(identity, 'its conversation')
    expect(kept.size).toBe(5)
  })

  claim('with an identity of its own a client is known again', async () => {
    const server = await bound(Router, { handover: true })
    expect(await visits(server, { routingId: 'C' })).toEqual(['C', 'C', 'C', 'C', 'C'])
  })

  claim('requests can be the heartbeat: who was silent for too long is forgotten', () => {
    const cloud = story().peer('DC2').tells(4)
    expect(cloud.after(2900).capacityOf('DC2')).toBe(4)
    cloud.peer('DC2').tells(4)
    expect(cloud.after(2900).capacityOf('DC2')).toBe(4)
    expect(cloud.after(200).capacityOf('DC2')).toBe(0)
  })
})

/** A proxy, one worker that answers so, and a client. */
async function asyncServer(answer: (request: string) => string | readonly string[]) {
  const [frontend, backend] = [await bound(Router), await bound(Dealer)]
  proxies(frontend, backend)
  serves(connected(Dealer, backend), answer)
  return { frontend, client: connected(Dealer, frontend, { routingId: 'C' }) }
}

/** A client that comes five times; what the server calls it. */
async function visits(server: Router, options: { routingId?: string } = {}): Promise<string[]> {
  const identities: string[] = []
  for (let visit = 0; visit < 5; visit++) {
    const client = connected(Request, server, options)
    await says(client, 'hello')
    identities.push((await hears(server)).split(' | ')[0] ?? '')
    client.close()
  }
  return identities
}
