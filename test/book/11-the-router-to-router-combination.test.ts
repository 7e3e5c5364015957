/**
 * The Guide, chapter 3, "The ROUTER to ROUTER Combination": everyone to everyone.
 *
 * Not tested: that it should be left to those who know zeromq well.
 */

import { describe, expect } from 'vitest'
import { Router } from 'zeromq'
import { claim } from '../support/claim.js'
import {
  bound,
  connected,
  endpointOf,
  happens,
  hears,
  opened,
  outcome,
  says,
  saysOnceThere,
} from '../support/sockets.js'

describe('Guide, "The ROUTER to ROUTER Combination"', () => {
  claim('each of N can talk to each of N, once all have names', async () => {
    const names = ['DC1', 'DC2', 'DC3']
    const inboxes = await Promise.all(names.map(routingId => bound(Router, { routingId })))
    for (const [nth, routingId] of names.entries()) {
      for (const [other, inbox] of inboxes.entries()) {
        if (other === nth) continue
        const outbox = connected(Router, inbox, { routingId })
        await saysOnceThere(outbox, `${names[other]} | hello of ${routingId}`)
        expect(await hears(inbox)).toBe(`${routingId} | hello of ${routingId}`)
      }
    }
  })

  claim('it is difficult: without names neither knows how to begin', async () => {
    const server = await bound(Router, { mandatory: true })
    const client = opened(Router, { mandatory: true })
    const meeting = happens(client, 'handshake')
    client.connect(endpointOf(server))
    await meeting
    expect(await outcome(client, 'server | hello')).toBe('EHOSTUNREACH')
    expect(await outcome(server, 'client | hello')).toBe('EHOSTUNREACH')
  })

  claim('one that knows a name may begin, whichever of them connected', async () => {
    const server = await bound(Router, { routingId: 'S' })
    const client = connected(Router, server, { routingId: 'C' })
    await saysOnceThere(server, 'C | the server begins')
    expect(await hears(client)).toBe('S | the server begins')
    await says(client, 'S | the client answers')
    expect(await hears(server)).toBe('C | the client answers')
  })

  claim('what is sent before the two have met is lost', async () => {
    const server = await bound(Router, { routingId: 'S' })
    const client = opened(Router, { routingId: 'C' })
    expect(await outcome(client, 'S | too early')).toBe('sent')
    client.connect(endpointOf(server))
    await saysOnceThere(client, 'S | in time')
    expect(await hears(server)).toBe('C | in time')
  })
})
