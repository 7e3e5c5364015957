/**
 * The Guide, chapter 3, "The Simple Reply Envelope": what REQ and REP do unseen.
 *
 * Not tested: that an envelope is a safe package, which says what it is for.
 */

import { describe, expect } from 'vitest'
import { Dealer, Reply, Request, Router } from 'zeromq'
import { bodyStart, DELIMITER } from '../../src/wire/envelope.js'
import { claim } from '../support/claim.js'
import { bound, connected, hears, says } from '../support/sockets.js'
import { Wire } from '../support/wire.js'

describe('Guide, "The Simple Reply Envelope"', () => {
  claim('an envelope is addresses, then an empty frame; behind it is the body', () => {
    for (const addresses of [['c1'], ['DC1', 'c1'], ['DC1', 'DC2', 'c1']]) {
      const message = [...addresses, DELIMITER, 'work']
      expect(message.slice(bodyStart(message))).toEqual(['work'])
    }
  })

  claim('REQ puts an empty frame before what it sends, and no address', async () => {
    const { wire } = await helloWorld()
    expect(wire.there).toEqual(['| Hello'])
  })

  claim('REP takes that frame off, so that its user sees the body alone', async () => {
    const { heardByServer } = await helloWorld()
    expect(heardByServer).toBe('Hello')
  })

  claim('a spy on the network sees two frames each way: an empty one and the body', async () => {
    const { wire } = await helloWorld()
    expect([wire.there, wire.back]).toEqual([['| Hello'], ['| World']])
  })

  claim('neither program ever sees the envelope that was on the network', async () => {
    const { heardByServer, heardByClient } = await helloWorld()
    expect([heardByServer, heardByClient]).toEqual(['Hello', 'World'])
  })

  claim('a request has one reply: another one to it is thrown away', async () => {
    const server = await bound(Router)
    const client = connected(Request, server, { routingId: 'C' })
    for (const nth of [1, 2]) {
      await says(client, `request ${nth}`)
      await hears(server)
      for (const reply of ['first', 'second']) await says(server, `C | | ${reply} to ${nth}`)
      expect(await hears(client)).toBe(`first to ${nth}`)
    }
  })

  claim('a body may be of several frames', async () => {
    const server = await bound(Reply)
    const client = connected(Request, server)
    await says(client, 'one | two | three')
    expect(await hears(server)).toBe('one | two | three')
  })

  claim.differs(
    'a body may be of no frames at all',
    'libzmq takes a delimiter for one only if something follows, and REP drops such a request',
    async () => {
      const server = await bound(Reply)
      const client = connected(Dealer, server)
      await says(client, '')
      await says(client, ' | a body')
      expect(await hears(server)).toBe('a body')
    },
  )
})

/** REQ asks and REP answers, with a spy between them. */
async function helloWorld() {
  const server = await bound(Reply)
  const wire = await Wire.to(server)
  const client = connected(Request, wire)
  await says(client, 'Hello')
  const heardByServer = await hears(server)
  await says(server, 'World')
  return { wire, heardByServer, heardByClient: await hears(client) }
}
