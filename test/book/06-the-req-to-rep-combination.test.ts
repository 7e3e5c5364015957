/** The Guide, chapter 3, "The REQ to REP Combination": who begins. */

import { describe, expect } from 'vitest'
import { Reply, Request } from 'zeromq'
import { claim } from '../support/claim.js'
import { bound, connected, hears, outcome, reading, says } from '../support/sockets.js'

describe('Guide, "The REQ to REP Combination"', () => {
  claim('REQ has to begin: before its request there is nothing for it to read', async () => {
    const client = connected(Request, await bound(Reply))
    expect(await reading(client)).toBe('EFSM')
    expect(await outcome(client, 'Hello')).toBe('sent')
  })

  claim('REP cannot speak to a REQ that has asked nothing', async () => {
    const server = await bound(Reply)
    const client = connected(Request, server)
    expect(await outcome(server, 'unasked')).toBe('EFSM')
    await says(client, 'Hello')
    await hears(server)
    expect(await outcome(server, 'asked')).toBe('sent')
  })

  claim.differs(
    'a call out of turn gives the error EFSM',
    'zeromq.js waits for the turn to come, by default without end: EFSM comes at the timeout',
    async () => {
      const server = await bound(Reply, { sendTimeout: 20 })
      const start = performance.now()
      await expect(server.send('unasked')).rejects.toMatchObject({ code: 'EFSM' })
      expect(performance.now() - start).toBeGreaterThan(15)
    },
  )
})
