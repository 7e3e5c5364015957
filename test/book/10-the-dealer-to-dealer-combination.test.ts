/**
 * The Guide, chapter 3, "The DEALER to DEALER Combination": a worker that answers as it likes.
 *
 * Not tested: that it is tricky, and seldom needed.
 */

import { describe, expect } from 'vitest'
import { Dealer, Reply, Request, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import { bound, connected, hears, hearsAll, outcome, proxies, says } from '../support/sockets.js'

describe('Guide, "The DEALER to DEALER Combination"', () => {
  claim('DEALER can take the place of REP where it has one peer', async () => {
    const worker = await bound(Dealer)
    const client = connected(Dealer, worker)
    await says(client, '| Hello')
    expect(await hears(worker)).toBe('| Hello')
    await says(worker, '| World')
    expect(await hears(client)).toBe('| World')
  })

  claim('with two peers it cannot: replies go round, whoever asked', async () => {
    const worker = await bound(Dealer, {}, 'inproc')
    const [asks, asksNothing] = [connected(Dealer, worker), connected(Dealer, worker)]
    await says(asks, 'Hello')
    await hears(worker)
    for (const reply of ['one', 'two']) await says(worker, reply)
    expect([await hears(asks), await hears(asksNothing)]).toEqual(['one', 'two'])
  })

  claim('a DEALER worker may send any number of replies, where REP sends one', async () => {
    const worker = await bound(Dealer)
    const client = connected(Dealer, worker)
    await says(client, 'Hello')
    await hears(worker)
    for (const nth of [1, 2, 3]) await says(worker, `part ${nth}`)
    expect(await hearsAll(client, 3)).toEqual(['part 1', 'part 2', 'part 3'])
    const strict = await bound(Reply)
    await says(connected(Request, strict), 'Hello')
    await hears(strict)
    await says(strict, 'part 1')
    expect(await outcome(strict, 'part 2')).toBe('EFSM')
  })

  claim('without the envelope that came with the request a reply reaches nobody', async () => {
    const [frontend, backend] = [await bound(Router), await bound(Dealer)]
    proxies(frontend, backend)
    const client = connected(Dealer, frontend, { routingId: 'C' })
    const worker = connected(Dealer, backend)
    await says(client, 'Hello')
    expect(await hears(worker)).toBe('C | Hello')
    await says(worker, 'World, without an envelope')
    await says(worker, 'C | World')
    expect(await hears(client)).toBe('World')
  })
})
