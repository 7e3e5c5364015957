/** The Guide, chapter 3, "The DEALER to REP Combination": a client that does not wait. */

import { describe, expect } from 'vitest'
import { Dealer, Reply } from 'zeromq'
import { claim } from '../support/claim.js'
import { bound, connected, hears, hearsAll, says, serves } from '../support/sockets.js'

describe('Guide, "The DEALER to REP Combination"', () => {
  claim('DEALER can ask several REP servers at a time', async () => {
    const servers = await Promise.all([bound(Reply), bound(Reply)])
    const client = connected(Dealer, servers)
    for (const body of ['one', 'two']) await says(client, `| ${body}`)
    // Both have a request now, and neither has answered.
    expect(await Promise.all(servers.map(hears))).toEqual(['one', 'two'])
  })

  claim('DEALER can send any number of requests before the first reply', async () => {
    const server = await bound(Reply)
    const client = connected(Dealer, server)
    for (let nth = 0; nth < 50; nth++) await says(client, `| ${nth}`)
    serves(server, body => `${body}!`)
    const replies = await hearsAll(client, 50)
    expect(replies).toEqual(Array.from({ length: 50 }, (_, nth) => `| ${nth}!`))
  })

  claim('REP throws away a request that lacks the empty frame', async () => {
    const server = await bound(Reply)
    const client = connected(Dealer, server)
    for (const text of ['no envelope', 'still | none', '| an envelope']) await says(client, text)
    expect(await hears(server)).toBe('an envelope')
  })

  claim('an empty frame and then the body is what REP takes for a request', async () => {
    const server = await bound(Reply)
    await says(connected(Dealer, server), '| Hello')
    expect(await hears(server)).toBe('Hello')
  })

  claim('the first frame of a reply is empty, and the body comes next', async () => {
    const server = await bound(Reply)
    serves(server, () => 'World')
    const client = connected(Dealer, server)
    await says(client, '| Hello')
    const [first, second] = await client.receive()
    expect([first?.length, String(second)]).toEqual([0, 'World'])
  })
})
