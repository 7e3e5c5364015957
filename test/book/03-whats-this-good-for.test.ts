/**
 * The Guide, chapter 3, "What's This Good For?": what ROUTER does, seen from its user.
 *
 * Not tested: that the uses of strict request-reply are few, which is a judgement.
 */

import { describe, expect } from 'vitest'
import { Dealer, Request, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import { bound, connected, hears, hearsAll, outcome, says } from '../support/sockets.js'

describe('Guide, "What\'s This Good For?"', () => {
  claim('each message that ROUTER gives says which peer it came from', async () => {
    const router = await bound(Router)
    for (const routingId of ['A', 'B']) {
      await says(connected(Dealer, router, { routingId }), `of ${routingId}`)
      expect(await hears(router)).toBe(`${routingId} | of ${routingId}`)
    }
  })

  claim('a table by identity finds out who is new', async () => {
    const router = await bound(Router)
    const peers = ['A', 'B'].map(routingId => connected(Dealer, router, { routingId }))
    const known = new Map<string, number>()
    for (const nth of [0, 1, 0, 0, 1]) {
      await says(peers[nth] as Dealer, 'hello')
      const [identity = ''] = (await hears(router)).split(' | ')
      known.set(identity, (known.get(identity) ?? 0) + 1)
    }
    expect([...known]).toEqual([
      ['A', 3],
      ['B', 2],
    ])
  })

  claim('ROUTER sends to any peer whenever its user likes, as long as it knows whom', async () => {
    const router = await bound(Router)
    const peers = ['A', 'B'].map(routingId => connected(Dealer, router, { routingId }))
    for (const peer of peers) await says(peer, 'I am here')
    await hearsAll(router, 2)
    for (const text of ['B | one', 'A | two', 'B | three']) await says(router, text)
    expect(await hears(peers[0] as Dealer)).toBe('two')
    expect(await hearsAll(peers[1] as Dealer, 2)).toEqual(['one', 'three'])
  })

  claim('ROUTER knows nothing of the empty frame: only of the identity', async () => {
    const router = await bound(Router)
    const peer = connected(Dealer, router, { routingId: 'A' })
    for (const text of ['no delimiter', '| | two of them', 'one | at the end |']) {
      await says(peer, text)
      expect(await hears(router)).toBe(`A | ${text}`)
      await says(router, `A | ${text}`)
      expect(await hears(peer)).toBe(text)
    }
  })

  claim('a REQ whose server forgets it can do nothing more', async () => {
    const server = await bound(Router)
    const client = connected(Request, server)
    await says(client, 'one')
    await hears(server)
    expect(await outcome(client, 'one, again')).toBe('EFSM')
  })

  claim.differs(
    'strict request-reply has no easy way back from a crashed server',
    'since libzmq 4 a REQ that is `relaxed` may ask again, and `correlate` keeps the answers apart',
    async () => {
      const server = await bound(Router)
      const client = connected(Request, server, { relaxed: true, correlate: true, routingId: 'C' })
      await says(client, 'one')
      const [, firstId] = (await hears(server)).split(' | ')
      await says(client, 'one, again')
      const [, secondId] = (await hears(server)).split(' | ')
      await says(server, `C | ${firstId} | | too late`)
      await says(server, `C | ${secondId} | | in time`)
      expect(await hears(client)).toBe('in time')
    },
  )
})
