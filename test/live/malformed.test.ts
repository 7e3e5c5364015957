/** Messages that mean nothing, or are too long: counted, dropped, and that is all. */

import { describe } from 'vitest'
import { Dealer, Publisher, Push, Request, Router, XSubscriber } from 'zeromq'
import { type Random, randomStream } from '../../src/base/random.js'
import { TraceReader } from '../../src/live/trace-reader.js'
import type { ClusterStatus } from '../../src/report/cluster-record.js'
import { isMessage } from '../../src/trace/trace.js'
import { DEFAULT_TEMPLATE } from '../../src/wire/endpoints.js'
import {
  FRAME_BYTES_MAX,
  HELD_BYTES_MAX,
  HELD_SUBSCRIPTION_BYTES_MAX,
} from '../../src/wire/sizes.js'
import { eventually, expectConserved, liveTest, QUICK } from '../support/live.js'
import { INLETS } from '../support/story.js'

const MESSAGES = 1000

/** What a socket is sent, and how many of that cannot be anything but malformed. */
interface Attack {
  readonly socket: string
  readonly attacker: { send(message: Buffer[]): Promise<void>; close(): void }
  /** Goes before each message, for a socket that routes by it. */
  readonly to?: string
  readonly isHopeless: (message: readonly Buffer[]) => boolean
}

/** Without an empty frame there is no delimiter. */
const hasNoDelimiter = (message: readonly Buffer[]) => message.every(frame => frame.length > 0)

describe.concurrent('a thousand messages of random frames', () => {
  liveTest(
    'on every socket leave the cluster at its work',
    async ({ place, expect, onTestFinished }) => {
      const at = (name: string) => `ipc://${place.dir}/${name}.ipc`
      const cloud = new Router({ routingId: 'DC2', linger: 0, mandatory: true })
      const state = new Publisher({ linger: 0, sendHighWaterMark: 0 })
      await cloud.bind(at('DC2-cloud'))
      await state.bind(at('DC2-state'))
      const dc1 = place.start(`DC1 DC2 ${QUICK} --timeout 1s`)
      await dc1.status('DC1', 'work done', ({ done }) => done > 0)

      const localfe = new Dealer({ linger: 0 })
      const localbe = new Dealer({ linger: 0 })
      const cloudfe = new Router({ routingId: 'DC2', linger: 0, mandatory: true })
      const statebe = new XSubscriber({ linger: 0 })
      const trace = new XSubscriber({ linger: 0 })
      const monitor = new Push({ linger: 0 })
      localfe.connect(at('DC1-localfe'))
      localbe.connect(at('DC1-localbe'))
      cloudfe.connect(at('DC1-cloud'))
      statebe.connect(at('DC1-state'))
      trace.connect(at('DC1-trace'))
      monitor.connect(at('DC1-monitor'))
      const attacks: Attack[] = [
        { socket: 'localfe', attacker: localfe, isHopeless: hasNoDelimiter },
        { socket: 'localbe', attacker: localbe, isHopeless: hasNoDelimiter },
        { socket: 'cloudfe', attacker: cloudfe, to: 'DC1', isHopeless: hasNoDelimiter },
        { socket: 'cloudbe', attacker: cloud, to: 'DC1', isHopeless: hasNoDelimiter },
        { socket: 'statefe', attacker: state, isHopeless: () => true },
        { socket: 'statebe', attacker: statebe, isHopeless: ([first]) => Number(first?.[0]) > 1 },
        { socket: 'trace', attacker: trace, isHopeless: ([first]) => Number(first?.[0]) > 1 },
        { socket: 'monitor', attacker: monitor, isHopeless: message => message.length > 1 },
      ]
      onTestFinished(() => {
        for (const { attacker } of attacks) attacker.close()
      })
      const hopeless = await Promise.all(attacks.map(attack))
      const expected = hopeless.reduce((sum, count) => sum + count, 0)
      expect(Math.min(...hopeless)).toBeGreaterThan(100)

      const mark = dc1.mark
      const then = await dc1.status(
        'DC1',
        `at least ${expected} malformed messages`,
        ({ malformed }) => malformed >= expected,
      )
      await dc1.status('DC1', 'more work done', ({ done }) => done > then.done + 20, mark)
      const summary = await dc1.end()
      expectConserved(summary)
      expect(summary.total.lost).toBe(0)
      expect(summary.total.malformed).toBeLessThanOrEqual(attacks.length * MESSAGES)
    },
  )
})

describe.concurrent('a frame of 2 MiB', () => {
  liveTest('is a task like others to localfe', async ({ place, expect, onTestFinished }) => {
    const dc1 = place.start(`DC1 ${QUICK}`)
    const client = new Request({ linger: 0 })
    onTestFinished(() => client.close())
    client.connect(`ipc://${place.dir}/DC1-localfe.ipc`)
    const task = Buffer.alloc(FRAME_BYTES_MAX, 'x')
    await client.send(task)
    const [answer] = await client.receive()
    expect(answer?.equals(task)).toBe(true)
    expect((await dc1.end()).total).toMatchObject({ lost: 0, malformed: 0 })
  })

  liveTest(
    'and a byte more is counted on every socket that takes tasks or lines, and ends no connection',
    async ({ place, expect, onTestFinished }) => {
      const at = (name: string) => `ipc://${place.dir}/${name}.ipc`
      const cloud = new Router({ routingId: 'DC2', linger: 0, mandatory: true })
      const state = new Publisher({ linger: 0 })
      const strangers = {
        localfe: new Dealer({ linger: 0 }),
        localbe: new Dealer({ linger: 0 }),
        cloud: new Dealer({ linger: 0, routingId: 'DC2' }),
        monitor: new Push({ linger: 0 }),
      }
      const everyone = [cloud, state, ...Object.values(strangers)]
      const cut = new Set<string>()
      for (const socket of everyone) noteCuts(socket, cut)
      onTestFinished(() => {
        for (const socket of everyone) socket.close()
      })
      await cloud.bind(at('DC2-cloud'))
      await state.bind(at('DC2-state'))
      const dc1 = place.start(`DC1 DC2 ${QUICK}`)
      await dc1.status('DC1', 'work done', ({ done }) => done > 0)
      const seen = malformedIn(
        await TraceReader.open({ dir: place.dir, template: DEFAULT_TEMPLATE }, ['DC1'], []),
      )
      for (const [name, socket] of Object.entries(strangers)) socket.connect(at(`DC1-${name}`))

      const tooLong = Buffer.alloc(FRAME_BYTES_MAX + 1, 'x')
      const sends = [
        () => strangers.localfe.send(['', tooLong]),
        () => strangers.localbe.send(['', 'DC1-c0001', '', tooLong]),
        () => strangers.cloud.send(['d0.1', 'DC2-c0001', '', tooLong]),
        () => cloud.send(['DC1', 'd0.1', 'DC1-c0001', '', tooLong]),
        () => state.send(['DC2', tooLong]),
        () => strangers.monitor.send(tooLong),
      ]
      for (const send of sends) await eventually('the connection to stand', () => succeeds(send))
      const counted = ({ malformed }: ClusterStatus) => malformed === sends.length
      await dc1.status('DC1', 'each of them counted', counted)
      const { done } = await dc1.status('DC1', 'a word later', () => true, dc1.mark)
      await dc1.status('DC1', 'more work done', status => status.done > done)
      expect([...cut]).toEqual([])
      const { total } = await dc1.end()
      expect(total).toMatchObject({ malformed: sends.length, lost: 0, retried: 0 })
      // What the broker was given of them, and what it made of it.
      const { empty, facts } = await seen
      const five = INLETS.filter(inlet => inlet !== 'statebe').sort()
      expect(empty.sort()).toEqual(five)
      expect(facts.sort()).toEqual(five)
    },
  )
})

describe.concurrent('a frame of more than 4 MiB, or of 4 KiB from a subscriber,', () => {
  liveTest(
    'ends the connection that it came by, and nothing else',
    async ({ place, expect, onTestFinished }) => {
      const dc1 = place.start(`DC1 ${QUICK}`)
      await dc1.status('DC1', 'work done', ({ done }) => done > 0)
      for (const socket of ['localfe', 'localbe', 'cloud', 'state', 'trace']) {
        const options = { linger: 0, reconnectInterval: -1 }
        const isSubscriber = socket === 'state' || socket === 'trace'
        const attacker = isSubscriber ? new XSubscriber(options) : new Dealer(options)
        const heldMax = isSubscriber ? HELD_SUBSCRIPTION_BYTES_MAX : HELD_BYTES_MAX
        onTestFinished(() => attacker.close())
        const cut = new Set<string>()
        noteCuts(attacker, cut)
        attacker.connect(`ipc://${place.dir}/DC1-${socket}.ipc`)
        await attacker.send(Buffer.alloc(heldMax + 1, 'x'))
        await eventually(`${socket} to cut it`, async () => cut.size > 0)
      }
      const { done } = await dc1.status('DC1', 'a word later', () => true, dc1.mark)
      await dc1.status('DC1', 'more work done', status => status.done > done)
      expect((await dc1.end()).total).toMatchObject({ lost: 0, retried: 0 })
    },
  )
})

/** By socket: what the broker was given without frames, and what it called malformed. */
async function malformedIn(trace: TraceReader) {
  const empty: string[] = []
  const facts: string[] = []
  for await (const event of trace) {
    if (!isMessage(event) && event.fact === 'malformed') facts.push(event.about)
    if (isMessage(event) && event.frames.length === 0) empty.push(event.socket)
  }
  return { empty, facts }
}

/** Notes by its endpoint each connection that ends while the socket is open. */
function noteCuts(socket: Dealer | Publisher | Push | Router | XSubscriber, cut: Set<string>) {
  const observe = async () => {
    for await (const event of socket.events) {
      if (event.type === 'disconnect' && !socket.closed) cut.add(event.address)
    }
  }
  // The observer ends with its socket, and may do so by an error.
  observe().catch(() => {})
}

function succeeds(send: () => Promise<void>): Promise<boolean> {
  return send().then(
    () => true,
    () => false,
  )
}

/** Sends the messages once the socket is connected, and says how many were hopeless. */
async function attack({ socket, attacker, to, isHopeless }: Attack): Promise<number> {
  const random = randomStream(7, socket)
  const messages = Array.from({ length: MESSAGES }, () => randomMessage(random))
  const send = (message: Buffer[]) =>
    attacker.send(to === undefined ? message : [Buffer.from(to), ...message])
  for (const message of messages) {
    // A socket that routes refuses until the connection stands.
    await eventually(`${socket} to be connected`, () => succeeds(() => send(message)))
  }
  return messages.filter(isHopeless).length
}

/** Frames that brokers treat apart, among others of any length and any bytes. */
function randomMessage(random: Random): Buffer[] {
  const upTo = (max: number) => Math.floor(random() * (max + 1))
  return Array.from({ length: 1 + upTo(6) }, () => {
    switch (upTo(9)) {
      case 0:
        return Buffer.alloc(0)
      case 1:
        return Buffer.from(
          ['READY', '\x01', '\x00', 'DC2', 'DC1-w0001', '12', 'd0.1'][upTo(6)] ?? '',
        )
      case 2:
        return Buffer.alloc(upTo(3000), upTo(255))
      default:
        return Buffer.from(Array.from({ length: upTo(40) }, () => upTo(255)))
    }
  })
}
