/**
 * The Guide, chapter 3, "Identities and Addresses": what ROUTER calls those it talks to.
 *
 * Not tested: what else may be called an address.
 */

import { execFileSync } from 'node:child_process'
import { describe, expect } from 'vitest'
import { Dealer, Request, Router } from 'zeromq'
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
  says,
  saysOnceThere,
} from '../support/sockets.js'
import { Wire } from '../support/wire.js'

describe('Guide, "Identities and Addresses"', () => {
  claim('a peer that says no identity is given one of five bytes: a 0, then four', async () => {
    const router = await bound(Router)
    await says(connected(Request, router), 'generated?')
    expect(await hears(router)).toMatch(/^<00[0-9a-f]{8}> \| \| generated\?$/)
  })

  claim('a peer that sets an identity is called by it', async () => {
    const router = await bound(Router)
    await says(connected(Request, router, { routingId: 'PEER2' }), 'set?')
    expect(await hears(router)).toBe('PEER2 | | set?')
  })

  claim.differs(
    'the four bytes behind the 0 are random',
    'they are drawn once for a socket and then counted; the first are those that the Guide prints',
    async () => {
      const router = await bound(Router)
      const numbers: number[] = []
      for (let nth = 0; nth < 3; nth++) {
        await says(connected(Dealer, router), 'hello')
        const [identity] = await router.receive()
        numbers.push(identity?.readUInt32BE(1) ?? 0)
      }
      const [first = 0] = numbers
      expect(numbers).toEqual([first, first + 1, first + 2])
      expect(firstIdentityOfAProcess()).toBe('006b8b4567')
    },
  )

  claim('an identity belongs to a connection of one ROUTER, and is a mere key there', async () => {
    const routers = [await bound(Router), await bound(Router)] as const
    const peer = connected(Dealer, routers)
    for (const body of ['one', 'two']) await says(peer, body)
    const [here, there] = (await Promise.all(routers.map(hears))).map(text => text.slice(0, 12))
    expect(here).not.toBe(there)
    await says(routers[0], `${here} | reply`)
    expect(await hears(peer)).toBe('reply')
    routers[1].mandatory = true
    expect(await outcome(routers[1], `${here} | reply`)).toBe('EHOSTUNREACH')
  })

  claim('an identity has to be set before connecting: afterwards it changes nothing', async () => {
    const router = await bound(Router)
    const peer = connected(Dealer, router)
    await says(peer, 'one')
    const before = await hears(router)
    setsLate(peer, 'LATE')
    await says(peer, 'one')
    expect(await hears(router)).toBe(before)
  })

  claim('the peer tells its identity when it connects, before any message', async () => {
    const router = await bound(Router)
    const wire = await Wire.to(router)
    connected(Dealer, wire, { routingId: 'PEER2' })
    await saysOnceThere(router, 'PEER2 | hello')
    expect(wire.there).toEqual([])
    expect(wire.greetings.join()).toMatch(/READY.*Identity.{4}PEER2/s)
  })

  claim('identities work too where ROUTER connects, and the peer binds', async () => {
    const peer = await bound(Dealer, { routingId: 'PEER2' })
    const router = connected(Router, peer)
    await says(peer, 'hello')
    expect(await hears(router)).toBe('PEER2 | hello')
  })

  claim('ROUTER sends to the identity that was set, as it reads from it', async () => {
    const router = await bound(Router)
    const peers = ['A', 'B'].map(routingId => connected(Dealer, router, { routingId }))
    for (const name of ['B', 'A']) await saysOnceThere(router, `${name} | for ${name}`)
    expect(await Promise.all(peers.map(hears))).toEqual(['for A', 'for B'])
  })

  claim('a generated identity comes with a message: ROUTER can only reply', async () => {
    const router = await bound(Router, { mandatory: true })
    const peer = connected(Dealer, router)
    expect(await outcome(router, 'peer | welcome')).toBe('EHOSTUNREACH')
    await says(peer, 'I am here')
    const identity = (await hears(router)).slice(0, 12)
    expect(await outcome(router, `${identity} | welcome`)).toBe('sent')
    expect(await hears(peer)).toBe('welcome')
  })

  claim('it is so also where ROUTER connects: it has no name for whom it called', async () => {
    const peer = await bound(Dealer)
    const router = connected(Router, peer, { mandatory: true })
    for (const name of ['peer', endpointOf(peer)]) {
      expect(await outcome(router, `${name} | hello`)).toBe('EHOSTUNREACH')
    }
    await says(peer, 'it is me')
    const identity = (await hears(router)).slice(0, 12)
    expect(await outcome(router, `${identity} | hello`)).toBe('sent')
  })

  claim('with a table of its own a program finds the identity of a logical address', async () => {
    const router = await bound(Router)
    const people = ['ann@home', 'bob@work']
    const sockets = people.map(() => connected(Dealer, router))
    for (const [nth, socket] of sockets.entries()) await says(socket, people[nth] ?? '')
    const table = new Map(
      (await hearsAll(router, 2)).map(text => {
        const [identity = '', address = ''] = text.split(' | ')
        return [address, identity]
      }),
    )
    await says(router, `${table.get('bob@work')} | for Bob`)
    expect(await hears(sockets[1] as Dealer)).toBe('for Bob')
  })

  claim('an identity is a unique handle: a second peer of the same one is not heard', async () => {
    const router = await bound(Router)
    await twoOfOneName(router)
    // Y came after the second X.
    await says(connected(Dealer, router, { routingId: 'Y' }), 'hello')
    expect(await hears(router)).toBe('Y | hello')
  })

  claim.differs(
    'an identity stays with the connection that had it first',
    'the option `handover` gives it to whoever came last, such as a peer that was started again',
    async () => {
      const router = await bound(Router, { handover: true })
      const second = await twoOfOneName(router)
      expect(await hears(router)).toBe('X | who am I?')
      await says(router, 'X | the second')
      expect(await hears(second)).toBe('the second')
    },
  )
})

/** The router knows an X when a second one comes, and speaks. */
async function twoOfOneName(router: Router): Promise<Dealer> {
  await says(connected(Dealer, router, { routingId: 'X' }), 'hello')
  await hears(router)
  const second = opened(Dealer, { routingId: 'X' })
  const isThere = happens(second, 'handshake')
  second.connect(endpointOf(router))
  await isThere
  await says(second, 'who am I?')
  return second
}

/** zeromq.js warns of what will come to nothing. */
function setsLate(peer: Dealer, identity: string): void {
  const { emitWarning } = process
  process.emitWarning = () => {}
  peer.routingId = identity
  process.emitWarning = emitWarning
}

/** In hexadecimal, of a process that has had no other socket. */
function firstIdentityOfAProcess(): string {
  const program = `
    import { Dealer, Router } from 'zeromq'
    const router = new Router({ linger: 0 })
    await router.bind('inproc://first')
    const peer = new Dealer({ linger: 0 })
    peer.connect('inproc://first')
    await peer.send('hello')
    const [identity] = await router.receive()
    process.stdout.write(identity.toString('hex'))
    for (const socket of [router, peer]) socket.close()
  `
  const words = ['--input-type=module', '--eval', program]
  return execFileSync(process.execPath, words, { encoding: 'utf8' })
}
