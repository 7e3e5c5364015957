/**
 * The Guide, chapter 3, "Invalid Combinations": what happens to those who try. Since ZMTP 3 sockets
 * say on the network what they are, and refuse each other; inside a process nobody asks.
 *
 * Not tested: which side should bind, as far as it is a matter of design.
 */

import { describe, expect } from 'vitest'
import { Dealer, Reply, Request, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import {
  bound,
  boundAgain,
  connected,
  endpointOf,
  handshake,
  happens,
  hears,
  outcome,
  says,
  saysOnceThere,
  serves,
} from '../support/sockets.js'

const REFUSED = 'on a network the handshake refuses it; it is so only inside a process'

describe('Guide, "Invalid Combinations"', () => {
  claim.differs(
    'REQ to REQ could work only if both sent at the same time: each waits for the other',
    REFUSED,
    async () => {
      const one = await bound(Request, {}, 'inproc')
      const other = connected(Request, one)
      for (const socket of [one, other]) await says(socket, 'a request, taken for a reply')
      expect(await hears(one)).toBe('a request, taken for a reply')
      expect(await handshake(Request, Request)).toBe('refused')
    },
  )

  claim.differs(
    'REQ to DEALER would work with one REQ, as DEALER has one to reply to',
    REFUSED,
    async () => {
      const server = await bound(Dealer, {}, 'inproc')
      const client = connected(Request, server)
      await says(client, 'Hello')
      expect(await hears(server)).toBe('| Hello')
      await says(server, '| World')
      expect(await hears(client)).toBe('World')
      expect(await handshake(Request, Dealer)).toBe('refused')
    },
  )

  claim('with a second REQ the DEALER gives one the reply for the other', async () => {
    const server = await bound(Dealer, {}, 'inproc')
    const [first, second] = [connected(Request, server), connected(Request, server)]
    await says(first, 'one')
    await says(second, 'two')
    for (const request of [await hears(server), await hears(server)].toReversed()) {
      await says(server, request.replace('| ', '| reply to '))
    }
    expect(await hears(first)).toBe('reply to two')
    expect(await hears(second)).toBe('reply to one')
  })

  claim('REP to REP: each waits for the other to begin, and neither can', async () => {
    const one = await bound(Reply, {}, 'inproc')
    const other = connected(Reply, one)
    for (const socket of [one, other]) expect(await outcome(socket, 'Hello')).toBe('EFSM')
  })

  claim.differs(
    'ROUTER could ask a REP, if that is connected and its identity is known',
    REFUSED,
    async () => {
      const asks = await bound(Router, {}, 'inproc')
      const answers = connected(Reply, asks, { routingId: 'R' })
      await saysOnceThere(asks, 'R | | Hello')
      expect(await hears(answers)).toBe('Hello')
      await says(answers, 'World')
      expect(await hears(asks)).toBe('R | | World')
      expect(await handshake(Reply, Router)).toBe('refused')
    },
  )

  claim('every connection has a side that binds: two that connect there do not meet', async () => {
    const place = await bound(Router)
    const [one, other] = [connected(Dealer, place), connected(Dealer, place)]
    await says(one, 'for the other?')
    // It is at the one that binds, and nowhere else.
    expect(await hears(place)).toMatch(/ \| for the other\?$/)
    other.receiveTimeout = 0
    await expect(other.receive()).rejects.toMatchObject({ code: 'EAGAIN' })
  })

  claim('clients may come and go at a server that stays', async () => {
    const server = await bound(Reply)
    serves(server, () => 'World')
    for (let visit = 0; visit < 5; visit++) {
      const client = connected(Request, server)
      await says(client, 'Hello')
      expect(await hears(client)).toBe('World')
      client.close()
    }
  })

  claim('a server that went and came back is found again by the clients that stayed', async () => {
    const before = await bound(Reply)
    const client = connected(Dealer, before, { reconnectInterval: 1 })
    await says(client, '| one')
    expect(await hears(before)).toBe('one')
    const isBack = happens(client, 'handshake')
    before.close()
    const after = await boundAgain(Reply, endpointOf(before))
    await isBack
    await says(client, '| two')
    expect(await hears(after)).toBe('two')
  })
})
