/**
 * The Guide, chapter 3, "ROUTER Error Handling": what becomes of messages for nobody.
 *
 * Not tested: that silence is hard on those who learn.
 */

import { describe, expect } from 'vitest'
import { Dealer, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import { bound, connected, hears, outcome, reading, says } from '../support/sockets.js'

const QUICKLY = { interval: 1, timeout: 10_000 }

describe('Guide, "ROUTER Error Handling"', () => {
  claim('ROUTER drops what it can send to nobody, and says nothing', async () => {
    const { router, peer } = await meeting()
    expect(await outcome(router, 'NOBODY | hello')).toBe('sent')
    expect(await outcome(router, 'A | hello')).toBe('sent')
    expect(await hears(peer)).toBe('hello')
  })

  claim('a first frame that is no identity is taken for one, and all is lost', async () => {
    const { router, peer } = await meeting()
    expect(await outcome(router, '| A | the identity is second')).toBe('sent')
    await says(router, 'A | the identity is first')
    expect(await hears(peer)).toBe('the identity is first')
  })

  claim('what is for a peer that has gone is dropped as silently', async () => {
    const { router, peer } = await meeting({ mandatory: true })
    await departure(router, peer)
    router.mandatory = false
    expect(await outcome(router, 'A | are you there?')).toBe('sent')
  })

  claim('with `mandatory` a send to nobody fails with EHOSTUNREACH', async () => {
    const { router } = await meeting({ mandatory: true })
    expect(await outcome(router, 'NOBODY | hello')).toBe('EHOSTUNREACH')
  })

  claim('so does one to a peer that has gone', async () => {
    const { router, peer } = await meeting({ mandatory: true })
    expect(await outcome(router, 'A | are you there?')).toBe('sent')
    await departure(router, peer)
    expect(await outcome(router, 'A | are you there?')).toBe('EHOSTUNREACH')
  })

  claim('the error is of that one message: the socket goes on', async () => {
    const { router, peer } = await meeting({ mandatory: true })
    const sends = ['A | one', 'NOBODY | two', 'A | three'].map(text => outcome(router, text))
    expect(await Promise.all(sends)).toEqual(['sent', 'EHOSTUNREACH', 'sent'])
    expect([await hears(peer), await hears(peer)]).toEqual(['one', 'three'])
  })

  claim('a message for a peer whose queue is full is dropped in silence too', async () => {
    const { router, peer } = await meeting({ sendHighWaterMark: 1 }, 'inproc')
    for (let nth = 0; nth < 10; nth++) expect(await outcome(router, `A | ${nth}`)).toBe('sent')
    const heard: string[] = []
    for (let text = await reading(peer); text !== 'EAGAIN'; text = await reading(peer)) {
      heard.push(text)
    }
    expect(heard[0]).toBe('0')
    expect(heard.length).toBeLessThan(10)
  })

  claim.differs(
    '`mandatory` answers with EHOSTUNREACH where a message cannot be sent',
    'where the peer is there but its queue is full, the answer is EAGAIN',
    async () => {
      const { router } = await meeting({ sendHighWaterMark: 1, mandatory: true }, 'inproc')
      const outcomes = new Set<string>()
      for (let nth = 0; nth < 10; nth++) outcomes.add(await outcome(router, `A | ${nth}`))
      expect(outcomes).toEqual(new Set(['sent', 'EAGAIN']))
    },
  )
})

/** A ROUTER that knows its peer A, whose own queue is short. */
async function meeting(
  options: { mandatory?: boolean; sendHighWaterMark?: number } = {},
  transport: 'tcp' | 'inproc' = 'tcp',
) {
  const router = await bound(Router, options, transport)
  const peer = connected(Dealer, router, { routingId: 'A', receiveHighWaterMark: 1 })
  await says(peer, 'hello')
  await hears(router)
  return { router, peer }
}

/** The router needs a moment to see that its peer has gone. */
async function departure(router: Router, peer: Dealer): Promise<void> {
  peer.close()
  await expect.poll(() => outcome(router, 'A | still there?'), QUICKLY).toBe('EHOSTUNREACH')
}
