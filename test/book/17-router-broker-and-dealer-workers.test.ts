/**
 * The Guide, chapter 3, "ROUTER Broker and DEALER Workers": the program rtdealer.
 *
 * Not tested: which of the formats one should prefer.
 */

import { describe, expect } from 'vitest'
import { Dealer, Reply, Request, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import { bound, connected, hears, hearsAll, outcome, proxies, says } from '../support/sockets.js'
import { Wire } from '../support/wire.js'

describe('Guide, "ROUTER Broker and DEALER Workers"', () => {
  claim('REQ sends an empty frame before its data, DEALER does not', async () => {
    const broker = await bound(Router)
    for (const Worker of [Request, Dealer]) {
      const wire = await Wire.to(broker)
      await says(connected<Request | Dealer>(Worker, wire), 'READY')
      await hears(broker)
      expect(wire.there).toEqual([Worker === Request ? '| READY' : 'READY'])
    }
  })

  claim('REQ sends one message and then needs a reply; DEALER does not', async () => {
    const broker = await bound(Router)
    const [req, dealer] = [connected(Request, broker), connected(Dealer, broker)]
    const twice = async (worker: Request | Dealer) => [
      await outcome(worker, 'one'),
      await outcome(worker, 'two'),
    ]
    expect(await twice(req)).toEqual(['sent', 'EFSM'])
    expect(await twice(dealer)).toEqual(['sent', 'sent'])
  })

  claim('in a strict exchange the broker cannot tell which of the two its worker is', async () => {
    const broker = await bound(Router)
    const traffic: string[][] = []
    for (const Worker of [Request, Dealer]) {
      const wire = await Wire.to(broker)
      const isReq = Worker === Request
      const worker = connected<Request | Dealer>(Worker, wire, { routingId: isReq ? 'R' : 'D' })
      // A DEALER writes and reads the empty frame itself.
      const empty = isReq ? '' : '| '
      await says(worker, `${empty}READY`)
      const [identity] = (await hears(broker)).split(' | ')
      await says(broker, `${identity} | | work`)
      expect(await hears(worker)).toBe(`${empty}work`)
      await says(worker, `${empty}done`)
      expect(await hears(broker)).toBe(`${identity} | | done`)
      traffic.push([...wire.there, ...wire.back])
    }
    expect(traffic[0]).toEqual(['| READY', '| done', '| work'])
    expect(traffic[1]).toEqual(traffic[0])
  })

  claim('REP at the end of several hops needs the empty frame to find its data', async () => {
    const [frontend, backend] = [await bound(Router), await bound(Dealer)]
    proxies(frontend, backend)
    const server = connected(Reply, backend)
    const client = connected(Dealer, frontend, { routingId: 'C' })
    for (const text of ['lost', '| found']) await says(client, text)
    expect(await hears(server)).toBe('found')
    await says(server, 'reply')
    expect(await hears(client)).toBe('| reply')
  })

  claim('between DEALER and ROUTER both sides can leave the empty frame out', async () => {
    const broker = await bound(Router)
    const worker = connected(Dealer, broker, { routingId: 'W' })
    await says(worker, 'READY')
    expect(await hears(broker)).toBe('W | READY')
    for (const text of ['W | one', 'W | two']) await says(broker, text)
    expect(await hearsAll(worker, 2)).toEqual(['one', 'two'])
  })
})
