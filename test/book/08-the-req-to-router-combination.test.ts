/** The Guide, chapter 3, "The REQ to ROUTER Combination": a server that does not wait. */

import { describe, expect } from 'vitest'
import { Dealer, Request, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import { bound, connected, hears, hearsAll, outcome, says } from '../support/sockets.js'

describe('Guide, "The REQ to ROUTER Combination"', () => {
  claim('ROUTER can have the requests of many REQ clients at a time', async () => {
    const server = await bound(Router)
    const names = Array.from({ length: 20 }, (_, nth) => `C${nth}`)
    const clients = names.map(routingId => connected(Request, server, { routingId }))
    for (const client of clients) await says(client, 'Hello')
    // All of them have come before any is answered.
    const requests = await hearsAll(server, 20)
    expect(new Set(requests)).toEqual(new Set(names.map(name => `${name} | | Hello`)))
    for (const request of requests) await says(server, request.replace('Hello', 'World'))
    expect(new Set(await Promise.all(clients.map(hears)))).toEqual(new Set(['World']))
  })

  claim('as a proxy, ROUTER gives all frames, the identity too, to be passed on', async () => {
    const [frontend, backend] = [await bound(Router), await bound(Dealer)]
    const server = connected(Dealer, backend)
    await says(connected(Request, frontend, { routingId: 'C' }), 'Hello')
    await backend.send(await frontend.receive())
    expect(await hears(server)).toBe('C | | Hello')
  })

  claim('as a server, ROUTER has to know that REQ sends identity, empty frame, data', async () => {
    const server = await bound(Router)
    await says(connected(Request, server, { routingId: 'C' }), 'Hello')
    const [identity, empty, data] = await server.receive()
    expect([String(identity), empty?.length, String(data)]).toEqual(['C', 0, 'Hello'])
  })

  claim('a server that forgets the empty frame leaves its REQ client waiting', async () => {
    const server = await bound(Router, {}, 'inproc')
    const client = connected(Request, server, { routingId: 'C' })
    await says(client, 'Hello')
    await hears(server)
    await says(server, 'C | World')
    expect(await outcome(client, 'next')).toBe('EFSM')
    await says(server, 'C | | World, with an envelope')
    expect(await hears(client)).toBe('World, with an envelope')
  })
})
