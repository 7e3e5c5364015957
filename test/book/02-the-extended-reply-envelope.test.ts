/**
 * The Guide, chapter 3, "The Extended Reply Envelope": REQ and REP with proxies between them.
 *
 * Not tested: how identities were made in older versions; what they cost where there are many hops.
 */

import { describe, expect } from 'vitest'
import { Dealer, Proxy as NativeProxy, Reply, Request, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import {
  bound,
  connected,
  endpointOf,
  happens,
  hears,
  hearsAll,
  opened,
  outcome,
  proxies,
  reading,
  says,
} from '../support/sockets.js'
import { Wire } from '../support/wire.js'

describe('Guide, "The Extended Reply Envelope"', () => {
  claim('ROUTER puts an identity before a request: three frames come out of it', async () => {
    const router = await bound(Router)
    await says(connected(Request, router, { routingId: 'ABC' }), 'Hello')
    expect(await hears(router)).toBe('ABC | | Hello')
  })

  claim('a proxy sends these frames on to REP as they are', async () => {
    const { behind } = await helloThroughProxies(1)
    expect(behind.there).toEqual(['ABC | | Hello'])
  })

  claim('REP takes off the whole envelope, address and all', async () => {
    const { heardByServer } = await helloThroughProxies(1)
    expect(heardByServer).toBe('Hello')
  })

  claim('REP puts the envelope that it kept around its reply', async () => {
    const { behind } = await helloThroughProxies(1)
    expect(behind.back).toEqual(['ABC | | World'])
  })

  claim('ROUTER takes the identity off a reply, and sends the two other frames', async () => {
    const { before } = await helloThroughProxies(1)
    expect(before.back).toEqual(['| World'])
  })

  claim('REQ takes the empty frame off, and its user gets the body', async () => {
    const { heardByClient } = await helloThroughProxies(1)
    expect(heardByClient).toBe('World')
  })

  claim('any number of proxies can be between, each with one more address', async () => {
    const envelopes = ['|', 'ABC | |', 'P1 | ABC | |', 'P2 | P1 | ABC | |']
    for (const [hops, envelope] of envelopes.entries()) {
      const { before, behind, heardByClient } = await helloThroughProxies(hops)
      expect(behind.there).toEqual([`${envelope} Hello`])
      expect(behind.back).toEqual([`${envelope} World`])
      expect(before.back).toEqual(['| World'])
      expect(heardByClient).toBe('World')
    }
  })

  claim('a proxy never looks at the payload: any bytes, any number of frames', async () => {
    const [frontend, backend] = [await bound(Router), await bound(Dealer)]
    proxies(frontend, backend)
    const client = connected(Request, frontend)
    const server = connected(Reply, backend)
    await says(client, '<00ff> | | <f0> | text')
    expect(await hears(server)).toBe('<00ff> | | <f0> | text')
  })

  claim("libzmq's own proxy does the same", async () => {
    const [frontend, backend] = [await bound(Router), await bound(Dealer)]
    const wire = await Wire.to(frontend)
    const proxy = new NativeProxy(frontend, backend)
    const isOver = proxy.run()
    const client = connected(Request, wire)
    const server = connected(Reply, backend)
    await says(client, 'Hello')
    expect(await hears(server)).toBe('Hello')
    await says(server, 'World')
    expect(await hears(client)).toBe('World')
    expect([wire.there, wire.back]).toEqual([['| Hello'], ['| World']])
    proxy.terminate()
    await isOver
  })

  claim('ROUTER tells its connections apart: three REQ sockets, three identities', async () => {
    const router = await bound(Router)
    for (const body of ['1', '2', '3']) await says(connected(Request, router), body)
    const identities = (await hearsAll(router, 3)).map(text => text.split(' | ')[0])
    expect(new Set(identities).size).toBe(3)
  })

  claim('ROUTER reads from all its peers in turn', async () => {
    // Inside a process all that is said is there before any of it is read.
    const router = await bound(Router, {}, 'inproc')
    for (const routingId of ['A', 'B', 'C']) {
      const peer = connected(Dealer, router, { routingId })
      for (const nth of [1, 2, 3]) await says(peer, `${nth}`)
    }
    const heard = await hearsAll(router, 9)
    expect(heard.map(text => text.slice(0, 1)).join('')).toBe('ABCABCABC')
  })

  claim('REP has one exchange at a time: neither two reads nor two replies in a row', async () => {
    const server = await bound(Reply)
    const client = connected(Request, server)
    await says(client, 'Hello')
    await hears(server)
    expect(await reading(server)).toBe('EFSM')
    await says(server, 'World')
    expect(await outcome(server, 'World')).toBe('EFSM')
  })

  claim.differs(
    'REQ looks whether the first frame of a reply is empty',
    'where it is not, REQ does not only drop the reply but ends the connection',
    async () => {
      const router = await bound(Router)
      const client = opened(Request, { routingId: 'ABC' })
      const isRefused = happens(client, 'disconnect')
      client.connect(endpointOf(router))
      await says(client, 'Hello')
      await hears(router)
      await says(router, 'ABC | no delimiter | World')
      expect(await isRefused).toBe('disconnect')
    },
  )
})

/** REQ, so many pairs of ROUTER and DEALER, and REP; spies behind the first and before the last. */
async function helloThroughProxies(hops: number) {
  const server = await bound(Reply)
  const behind = await Wire.to(server)
  let next: Wire | Router = behind
  // From the server's side back to the client's, so that each has somewhere to connect to.
  for (let hop = hops; hop > 0; hop--) {
    const frontend: Router = await bound(Router)
    proxies(frontend, connected(Dealer, next, { routingId: `P${hop}` }))
    next = frontend
  }
  const before = next === behind ? behind : await Wire.to(next as Router)
  const client = connected(Request, before, { routingId: 'ABC' })
  await says(client, 'Hello')
  const heardByServer = await hears(server)
  await says(server, 'World')
  return { before, behind, heardByServer, heardByClient: await hears(client) }
}
