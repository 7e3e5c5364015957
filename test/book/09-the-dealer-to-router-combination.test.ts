/**
 * The Guide, chapter 3, "The DEALER to ROUTER Combination": both sides do not wait.
 *
 * Not tested: that one should be a bit of a protocol designer here, which is advice.
 */

import { describe, expect } from 'vitest'
import { Dealer, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import { bound, connected, hears, hearsAll, says } from '../support/sockets.js'

describe('Guide, "The DEALER to ROUTER Combination"', () => {
  claim('neither waits: requests and replies go past each other', async () => {
    const server = await bound(Router)
    const client = connected(Dealer, server, { routingId: 'C' })
    await says(client, 'one')
    await hears(server)
    for (const text of ['C | a', 'C | b']) await says(server, text)
    for (const text of ['two', 'three']) await says(client, text)
    expect(await hearsAll(client, 2)).toEqual(['a', 'b'])
    expect(await hearsAll(server, 2)).toEqual(['C | two', 'C | three'])
  })

  claim('both have all of the format in their hands, envelope or none', async () => {
    const server = await bound(Router)
    const client = connected(Dealer, server, { routingId: 'C' })
    for (const text of ['no envelope', '| an envelope', 'VERSION 7 | <00> | | anything']) {
      await says(client, text)
      expect(await hears(server)).toBe(`C | ${text}`)
      await says(server, `C | ${text}`)
      expect(await hears(client)).toBe(text)
    }
  })

  claim('where no reply is wanted none is needed', async () => {
    const server = await bound(Router)
    const client = connected(Dealer, server, { routingId: 'C' })
    for (let nth = 0; nth < 20; nth++) await says(client, `log ${nth}`)
    expect(await hearsAll(server, 20)).toHaveLength(20)
  })
})
