/** The Guide, chapter 3, "Recap of Request-Reply Sockets": the four of them, one by one. */

import { describe, expect } from 'vitest'
import { Dealer, Reply, Request, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import {
  bound,
  connected,
  endpointOf,
  hears,
  hearsAll,
  outcome,
  reading,
  says,
  serves,
} from '../support/sockets.js'
import { Wire } from '../support/wire.js'

describe('Guide, "Recap of Request-Reply Sockets"', () => {
  claim('REQ sends one request, then waits for one reply, and so on', async () => {
    const server = await bound(Reply)
    const client = connected(Request, server)
    serves(server, body => `${body}!`)
    for (const body of ['one', 'two']) {
      expect(await reading(client)).toBe('EFSM')
      await says(client, body)
      expect(await outcome(client, body)).toBe('EFSM')
      client.receiveTimeout = 10_000
      expect(await hears(client)).toBe(`${body}!`)
    }
  })

  claim('REQ that is connected to several peers asks them in turn', async () => {
    const servers = await Promise.all([bound(Reply), bound(Reply), bound(Reply)])
    for (const [nth, server] of servers.entries()) serves(server, () => `of ${nth}`)
    const client = connected(Request, servers)
    const heard: string[] = []
    for (let turn = 0; turn < 6; turn++) {
      await says(client, 'who?')
      heard.push(await hears(client))
    }
    expect(heard).toEqual(['of 0', 'of 1', 'of 2', 'of 0', 'of 1', 'of 2'])
  })

  claim('REQ takes a reply only from the peer that it asked', async () => {
    const [asked, other] = [await bound(Router), await bound(Router)]
    const client = connected(Request, [asked, other], { routingId: 'C' })
    serves(asked, () => 'C | | from the one that was asked')
    await says(client, 'one')
    await hears(client)
    // Now it is the turn of the other, and then of the first again.
    await says(client, 'two')
    await hears(other)
    await says(other, 'C | | from the other')
    await hears(client)
    await says(other, 'C | | unasked')
    await says(client, 'three')
    expect(await hears(client)).toBe('from the one that was asked')
  })

  claim('REP keeps all identities up to the empty frame, and hands on what follows', async () => {
    const server = await bound(Reply)
    const client = connected(Dealer, server)
    await says(client, 'A | B | C | | one | two')
    expect(await hears(server)).toBe('one | two')
    await says(server, 'three | four')
    expect(await hears(client)).toBe('A | B | C | | three | four')
  })

  claim('REP that is connected to several peers reads from each in turn', async () => {
    const server = await bound(Reply, {}, 'inproc')
    const clients = ['a', 'b'].map(() => connected(Dealer, server))
    for (const [nth, client] of clients.entries()) {
      for (const round of [1, 2]) await says(client, ` | ${'ab'[nth]}${round}`)
    }
    const heard: string[] = []
    for (let turn = 0; turn < 4; turn++) {
      heard.push(await hears(server))
      await says(server, 'done')
    }
    expect(heard).toEqual(['a1', 'b1', 'a2', 'b2'])
  })

  claim('REP answers the peer whose request it read last, and no other', async () => {
    const server = await bound(Reply)
    const clients = [connected(Request, server), connected(Request, server)]
    for (const [nth, client] of clients.entries()) await says(client, `${nth}`)
    for (let turn = 0; turn < 2; turn++) await says(server, `to ${await hears(server)}`)
    for (const [nth, client] of clients.entries()) expect(await hears(client)).toBe(`to ${nth}`)
  })

  claim('DEALER neither adds nor takes off anything', async () => {
    const server = await bound(Dealer)
    const wire = await Wire.to(server)
    const client = connected(Dealer, wire)
    for (const text of ['one', 'A | B', '| two', 'A | | three']) {
      await says(client, text)
      expect(await hears(server)).toBe(text)
      expect(wire.there.at(-1)).toBe(text)
    }
  })

  claim('DEALER deals out what it sends, like PUSH', async () => {
    const peers = await Promise.all([bound(Dealer), bound(Dealer), bound(Dealer)])
    const dealer = connected(Dealer, peers)
    for (let nth = 0; nth < 6; nth++) await says(dealer, `${nth}`)
    const heard = await Promise.all(peers.map(peer => hearsAll(peer, 2)))
    expect(heard).toEqual([
      ['0', '3'],
      ['1', '4'],
      ['2', '5'],
    ])
  })

  claim('DEALER reads from all its peers in turn, like PULL', async () => {
    const dealer = await bound(Dealer, {}, 'inproc')
    for (const name of ['a', 'b', 'c']) {
      const peer = connected(Dealer, dealer)
      for (const nth of [1, 2]) await says(peer, `${name}${nth}`)
    }
    expect(await hearsAll(dealer, 6)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2'])
  })

  claim('DEALER waits for nothing: it sends and reads as its user likes', async () => {
    const server = await bound(Router)
    const client = connected(Dealer, server, { routingId: 'C' })
    for (let nth = 0; nth < 100; nth++) await says(client, `${nth}`)
    expect((await hearsAll(server, 100)).at(-1)).toBe('C | 99')
    for (const text of ['C | a', 'C | b']) await says(server, text)
    expect(await hearsAll(client, 2)).toEqual(['a', 'b'])
  })

  claim('ROUTER takes the first frame of what is sent as the address, and keeps it', async () => {
    const router = await bound(Router)
    const wire = await Wire.to(router)
    const peer = connected(Dealer, wire, { routingId: 'A' })
    await says(peer, 'hello')
    await hears(router)
    await says(router, 'A | B | C')
    expect(await hears(peer)).toBe('B | C')
    expect(wire.back).toEqual(['B | C'])
  })

  claim('ROUTER is asynchronous: many may wait, and are answered in any order', async () => {
    const router = await bound(Router)
    const names = ['A', 'B', 'C', 'D']
    const clients = names.map(routingId => connected(Request, router, { routingId }))
    for (const client of clients) await says(client, 'work')
    await hearsAll(router, 4)
    for (const name of names.toReversed()) await says(router, `${name} | | for ${name}`)
    const replies = await Promise.all(clients.map(hears))
    expect(replies).toEqual(names.map(name => `for ${name}`))
  })

  claim('what one ROUTER calls a peer says nothing to another', async () => {
    const routers = [await bound(Router), await bound(Router)] as const
    const peer = connected(Dealer, routers)
    for (const body of ['one', 'two']) await says(peer, body)
    const [first = '', second = ''] = (await Promise.all(routers.map(hears))).map(
      text => text.split(' | ')[0],
    )
    expect(endpointOf(routers[0])).not.toBe(endpointOf(routers[1]))
    expect(first).not.toBe(second)
    routers[1].mandatory = true
    expect(await outcome(routers[1], `${first} | hello`)).toBe('EHOSTUNREACH')
  })
})
