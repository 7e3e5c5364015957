/**
 * The Guide, chapter 3, "Request-Reply Combinations": who can talk to whom.
 *
 * Not tested: that the sockets are building blocks for many problems.
 */

import { describe, expect } from 'vitest'
import { Dealer, Reply, Request, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import { bound, connected, handshake, hears, says, serves } from '../support/sockets.js'
import { Wire } from '../support/wire.js'

describe('Guide, "Request-Reply Combinations"', () => {
  claim('REQ to REP is legal', async () => {
    expect(await handshake(Request, Reply)).toBe('accepted')
  })

  claim('DEALER to REP is legal', async () => {
    expect(await handshake(Dealer, Reply)).toBe('accepted')
  })

  claim('REQ to ROUTER is legal', async () => {
    expect(await handshake(Request, Router)).toBe('accepted')
  })

  claim('DEALER to ROUTER is legal', async () => {
    expect(await handshake(Dealer, Router)).toBe('accepted')
  })

  claim('DEALER to DEALER is legal', async () => {
    expect(await handshake(Dealer, Dealer)).toBe('accepted')
  })

  claim('ROUTER to ROUTER is legal', async () => {
    expect(await handshake(Router, Router)).toBe('accepted')
  })

  claim('REQ to REQ is not', async () => {
    expect(await handshake(Request, Request)).toBe('refused')
  })

  claim('REQ to DEALER is not', async () => {
    expect(await handshake(Request, Dealer)).toBe('refused')
  })

  claim('REP to REP is not', async () => {
    expect(await handshake(Reply, Reply)).toBe('refused')
  })

  claim('REP to ROUTER is not', async () => {
    expect(await handshake(Reply, Router)).toBe('refused')
  })

  claim('with the envelope written by hand, DEALER is on the network what REQ is', async () => {
    const server = await bound(Reply)
    serves(server, () => 'World')
    const [ofReq, ofDealer] = [await Wire.to(server), await Wire.to(server)]
    const req = connected(Request, ofReq)
    await says(req, 'Hello')
    expect(await hears(req)).toBe('World')
    const dealer = connected(Dealer, ofDealer)
    await says(dealer, '| Hello')
    expect(await hears(dealer)).toBe('| World')
    expect([ofDealer.there, ofDealer.back]).toEqual([ofReq.there, ofReq.back])
  })

  claim('with identities kept by hand, ROUTER is on the network what REP is', async () => {
    const wires: Wire[] = []
    for (const Server of [Reply, Router]) {
      const server = await bound<Reply | Router>(Server)
      const wire = await Wire.to(server)
      const client = connected(Request, wire)
      await says(client, 'Hello')
      const request = await hears(server)
      await says(server, request.replace('Hello', 'World'))
      expect(await hears(client)).toBe('World')
      wires.push(wire)
    }
    expect(wires[1]?.back).toEqual(wires[0]?.back)
  })

  claim('servers bind and clients connect, mostly; but it works the other way round', async () => {
    const client = await bound(Request)
    const server = connected(Reply, client)
    await says(client, 'Hello')
    expect(await hears(server)).toBe('Hello')
    await says(server, 'World')
    expect(await hears(client)).toBe('World')
  })
})
