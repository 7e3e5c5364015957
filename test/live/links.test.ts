/** Links between real sockets: slow, thin, lossy or cut; what they may do and what they may not. */

import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { type LinkFault, peerDirsOf } from 'peering'
import { describe, expect, onTestFinished } from 'vitest'
import { Subscriber, XPublisher } from 'zeromq'
import { connectedPair, cut, Ear, late, planOf, startLinks } from '../support/links.js'
import { eventually, liveTest } from '../support/live.js'

const OUT = [{ from: 'DC1', to: 'DC2' }]
const onOut = (fault: LinkFault) => ({ directions: OUT, fault })

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index))

describe('a link', () => {
  liveTest('takes the latency of each direction', async ({ place }) => {
    const plan = planOf(place, late(60), late(20))
    await startLinks(plan)
    const { here, there } = await connectedPair(plan)
    const tookMs: number[] = []
    const backMs: number[] = []
    for (const nth of [1, 2, 3, 4, 5]) {
      const sentAt = performance.now()
      await here.send('DC2', 'there')
      await there.hears(nth)
      tookMs.push((there.heardAt.at(-1) ?? 0) - sentAt)
      const repliedAt = performance.now()
      await there.send('DC1', 'back')
      await here.hears(nth)
      backMs.push((here.heardAt.at(-1) ?? 0) - repliedAt)
    }
    // At the least what they should, and about that where the machine is not too busy.
    expect(Math.min(...tookMs)).toBeGreaterThan(59)
    expect(Math.min(...backMs)).toBeGreaterThan(19)
    expect(Math.min(...tookMs)).toBeLessThan(120)
    expect(Math.min(...backMs)).toBeLessThan(59)
  })

  liveTest('draws a latency for each message, and keeps their order', async ({ place }) => {
    const latency = { kind: 'uniform', fromMs: 0, toMs: 100 } as const
    const plan = planOf(place, { latency })
    await startLinks(plan)
    const { here, there } = await connectedPair(plan)
    const alone: number[] = []
    for (let nth = 1; nth <= 20; nth++) {
      const sentAt = performance.now()
      await here.send('DC2', 'alone')
      await there.hears(nth)
      alone.push((there.heardAt.at(-1) ?? 0) - sentAt)
    }
    expect(Math.min(...alone)).toBeLessThan(50)
    expect(Math.max(...alone)).toBeGreaterThan(50)
    for (const nth of numbers(200)) await here.send('DC2', nth)
    await there.hears(220)
    expect(there.heard.slice(20).map(([, body]) => body)).toEqual(numbers(200))
  })

  liveTest('lets through so many bytes and no more, in its own direction', async ({ place }) => {
    const plan = planOf(place, { bytesPerMs: 50 })
    await startLinks(plan)
    const { here, there } = await connectedPair(plan)
    const sentAt = performance.now()
    for (const _ of numbers(30)) await here.send('DC2', 'x'.repeat(1000))
    await there.send('DC1', 'ahead')
    await here.hears(1)
    expect(there.heard.length).toBeLessThan(30)
    await there.hears(30)
    expect((there.heardAt.at(-1) ?? 0) - sentAt).toBeGreaterThan(599)
    // They come one after the other, not all at the end.
    expect((there.heardAt[9] ?? 0) - sentAt).toBeLessThan((there.heardAt[29] ?? 0) - sentAt - 300)
  })

  liveTest('holds a bounded number of bytes, however many are sent', async ({ place }) => {
    const plan = planOf(place, late(600_000))
    const links = await startLinks(plan)
    const server = createServer(() => {}).listen(join(place.dir, 'DC2-cloud.ipc'))
    await once(server, 'listening')
    const client = connect(join(peerDirsOf(plan, 'DC1').DC2 ?? '', 'DC2-cloud.ipc'))
    onTestFinished(() => {
      client.destroy()
      server.close()
    })
    const body = Buffer.alloc(65_536)
    client.write(greeting(1))
    for (const _ of numbers(400)) client.write(frame(0, body))
    const count = async () => (await links.report())?.['DC1>DC2']?.messages ?? 0
    await eventually('1 MiB to be held', async () => (await count()) >= 16)
    // It has had the time to ask hundreds of times, and could have read as often.
    for (const _ of numbers(200)) expect(await count()).toBeLessThan(20)
  })
})

describe('a lossy link', () => {
  liveTest(
    'drops whole messages, about as many as it should, and nothing else',
    async ({ place }) => {
      const plan = planOf(place, { loss: 0.2 })
      const links = await startLinks(plan)
      const { here, there } = await connectedPair(plan)
      const sent = numbers(2000)
      // Frames of one byte of length, and of eight.
      const long = 'y'.repeat(300)
      for (const nth of sent) await here.send('DC2', nth, '', long)
      await there.send('DC1', 'done')
      await here.hears(1)
      const dropped = async () => (await links.report())?.['DC1>DC2']?.dropped ?? 0
      await eventually('all to come or to vanish', async () => {
        return there.heard.length + (await dropped()) === 2000
      })
      // Three standard errors of a binomial count.
      expect(Math.abs((await dropped()) - 400)).toBeLessThan(3 * Math.sqrt(2000 * 0.2 * 0.8))
      const order = there.heard.map(([, nth]) => Number(nth))
      expect(order).toEqual(order.toSorted((a, b) => a - b))
      for (const message of there.heard) expect(message.slice(2)).toEqual(['', long])
      expect((await links.report())?.['DC2>DC1']).toMatchObject({ messages: 1, dropped: 0 })
      expect([here.events, there.events].flat()).not.toContain('disconnect')
    },
  )

  liveTest(
    'drops all it carries while it must, and no more when it has ended',
    async ({ place }) => {
      const plan = planOf(place)
      const links = await startLinks(plan)
      const { here, there } = await connectedPair(plan)
      const all = onOut({ loss: 1 })
      links.strike(all)
      await links.report()
      for (const nth of numbers(50)) await here.send('DC2', nth)
      await eventually('all to vanish', async () => {
        return (await links.report())?.['DC1>DC2']?.dropped === 50
      })
      links.mend(all)
      await links.report()
      await here.send('DC2', 'last')
      await there.hears(1)
      expect(there.heard).toEqual([['DC1', 'last']])
    },
  )

  liveTest('never drops a subscription', async ({ place }) => {
    const plan = planOf(place, { loss: 1 })
    await startLinks(plan)
    const statebe = new XPublisher({ verbosity: 'allSubs', linger: 0 })
    const statefe = new Subscriber({ linger: 0 })
    onTestFinished(() => {
      statebe.close()
      statefe.close()
    })
    await statebe.bind(`ipc://${place.dir}/DC2-state.ipc`)
    statefe.connect(`ipc://${peerDirsOf(plan, 'DC1').DC2}/DC2-state.ipc`)
    statefe.subscribe()
    expect(await statebe.receive()).toEqual([Buffer.from([1])])
    await statebe.send(['DC2', '3'])
    expect((await statefe.receive()).map(String)).toEqual(['DC2', '3'])
  })

  liveTest('never drops one of ZMTP 3.0, where it is a message', async ({ place }) => {
    const plan = planOf(place, { loss: 1 })
    await startLinks(plan)
    let came = Buffer.alloc(0)
    const publisher = createServer(socket => {
      socket
        .on('error', () => {})
        .on('data', chunk => {
          came = Buffer.concat([came, chunk])
        })
    }).listen(join(place.dir, 'DC2-state.ipc'))
    await once(publisher, 'listening')
    const subscriber = connect(join(peerDirsOf(plan, 'DC1').DC2 ?? '', 'DC2-state.ipc'))
    onTestFinished(() => {
      subscriber.destroy()
      publisher.close()
    })
    const ready = frame(4, Buffer.from('\x05READY'))
    const all = Buffer.concat([greeting(0), ready, frame(0, Buffer.from([1]))])
    subscriber.write(all)
    await eventually('the subscription', () => came.length === all.length)
    expect(came).toEqual(all)
  })
})

describe('a link that is cut', () => {
  liveTest('holds what is sent until all that cut it have healed', async ({ place }) => {
    const plan = planOf(place)
    const links = await startLinks(plan)
    const { here, there } = await connectedPair(plan)
    const cuts = [cut(), cut()] as const
    for (const partition of cuts) links.strike(partition)
    await links.report()
    for (const nth of numbers(3)) {
      await here.send('DC2', nth)
      await there.send('DC1', nth)
    }
    links.mend(cuts[0])
    await links.report()
    await new Promise(resolve => setTimeout(resolve, 200))
    expect([here.heard, there.heard]).toEqual([[], []])
    links.mend(cuts[1])
    await Promise.all([here.hears(3), there.hears(3)])
    expect(there.heard.map(([, nth]) => nth)).toEqual(numbers(3))
    expect(here.heard.map(([, nth]) => nth)).toEqual(numbers(3))
    expect([here.events, there.events].flat()).not.toContain('disconnect')
  })

  liveTest('lets nobody connect before it has healed', async ({ place }) => {
    const plan = planOf(place)
    const links = await startLinks(plan)
    const there = new Ear('DC2')
    await there.socket.bind(`ipc://${plan.dir}/DC2-cloud.ipc`)
    const partition = cut()
    links.strike(partition)
    await links.report()
    const here = new Ear('DC1')
    here.socket.connect(`ipc://${peerDirsOf(plan, 'DC1').DC2}/DC2-cloud.ipc`)
    await here.sees('connect')
    await new Promise(resolve => setTimeout(resolve, 200))
    expect(here.events).not.toContain('handshake')
    expect(here.events).not.toContain('disconnect')
    links.mend(partition)
    await here.sees('handshake')
    await here.send('DC2', 'hello')
    await there.hears(1)
  })

  liveTest('hides that the peer has gone, until it has healed', async ({ place }) => {
    const plan = planOf(place)
    const links = await startLinks(plan)
    const { here, there } = await connectedPair(plan)
    const partition = cut()
    links.strike(partition)
    await links.report()
    there.socket.close()
    await new Promise(resolve => setTimeout(resolve, 200))
    expect(here.events).not.toContain('disconnect')
    links.mend(partition)
    await here.sees('disconnect')
  })
})

describe('a link to a peer that is not there', () => {
  liveTest('lets go at once, and is found again when the peer is back', async ({ place }) => {
    const plan = planOf(place)
    const links = await startLinks(plan)
    const { here, there } = await connectedPair(plan)
    there.socket.close()
    await here.sees('disconnect')
    // Nobody answers now: it is let go again and again.
    await here.sees('disconnect', 3)
    const back = new Ear('DC2')
    await back.socket.bind(`ipc://${plan.dir}/DC2-cloud.ipc`)
    await here.sees('handshake', 2)
    await here.send('DC2', 'hello again')
    await back.hears(1)
    here.socket.close()
    await back.sees('disconnect')
    expect((await links.report())?.['DC1>DC2']?.messages).toBe(1)
  })
})

/** Of ZMTP 3.0 or 3.1, without security. */
function greeting(minor: number): Buffer {
  const bytes = Buffer.alloc(64)
  bytes.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, minor])
  bytes.write('NULL', 12)
  return bytes
}

function frame(flags: number, body: Buffer): Buffer {
  const head = Buffer.alloc(9)
  head[0] = flags | 2
  head.writeBigUInt64BE(BigInt(body.length), 1)
  return Buffer.concat([head, body])
}
