/**
 * The Guide, chapter 3, "A High-Level API for ZeroMQ" and "Features of a Higher-Level API": which
 * of its wishes Node and zeromq.js fulfil.
 *
 * Not tested: what is clumsy in C; that sockets close by themselves, which here happens only when
 * they are garbage; portable threads.
 */

import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { describe, expect } from 'vitest'
import { Dealer, Pair, Reply, Request, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import { bound, connected, endpointOf, hears, says } from '../support/sockets.js'

describe('Guide, "Features of a Higher-Level API"', () => {
  claim('a whole message, with any number of addresses, is sent and received at once', async () => {
    const server = await bound(Router)
    const client = connected(Dealer, server, { routingId: 'C' })
    await client.send(['A', 'B', '', 'work'])
    expect((await server.receive()).map(String)).toEqual(['C', 'A', 'B', '', 'work'])
  })

  claim('a message is a list of frames: an answer is the same list with another end', async () => {
    const broker = await bound(Router)
    const worker = connected(Request, broker, { routingId: 'W' })
    await says(worker, 'READY')
    await hears(broker)
    await says(broker, 'W | | CLIENT | | Hello')
    const message = await worker.receive()
    await worker.send([...message.slice(0, -1), 'OK'])
    expect(await hears(broker)).toBe('W | | CLIENT | | OK')
  })

  claim('a frame is text or bytes, as one likes', async () => {
    const server = await bound(Reply)
    const client = connected(Request, server)
    await client.send(['text: ü', Buffer.from([0, 255])])
    const [text, bytes] = await server.receive()
    expect(text?.toString()).toBe('text: ü')
    expect(bytes).toEqual(Buffer.from([0, 255]))
  })

  claim('there is a pipe between a parent and its child threads: PAIR on inproc', async () => {
    const parent = await bound(Pair, {}, 'inproc')
    const child = new Worker(CHILD, { eval: true, workerData: endpointOf(parent) })
    const hasEnded = once(child, 'exit')
    await says(parent, 'work')
    expect(await hears(parent)).toBe('work done')
    expect(await hasEnded).toEqual([0])
  })

  claim('there is a clock of a millisecond or better on every system', async () => {
    const start = performance.now()
    while (performance.now() === start) expect(Date.now()).toBeGreaterThan(0)
    expect(performance.now() - start).toBeLessThan(1)
  })
})

const CHILD = `
  const { workerData } = require('node:worker_threads')
  const { Pair } = require('zeromq')
  const pipe = new Pair({ linger: -1 })
  pipe.connect(workerData)
  pipe.receive().then(([task]) => pipe.send(task + ' done')).then(() => pipe.close())
`
