/** What is long, or much, or never ends. Each attack has a budget: the machine is others', too. */

import { BOUND } from '../../../dist/wire/endpoints.js'
import { frame, message } from '../zmtp.mjs'

const KIB = 1024
const MIB = 1024 * KIB

/** At each cluster. libzmq files a subscription in 50 times its length. */
const SUBSCRIPTION_BYTES = 10 * MIB
const TOPICS = 30_000
/** On each of its sockets. */
const ENDLESS_BYTES = 48 * MIB
const LARGE = 30

const PEER_TYPE = {
  localfe: 'DEALER',
  localbe: 'DEALER',
  cloud: 'DEALER',
  state: 'SUB',
  monitor: 'PUSH',
  trace: 'SUB',
}

const SUBSCRIBE = 1
const UNSUBSCRIBE = 0

export async function endless(stranger) {
  const piece = frame(Buffer.alloc(8 * KIB, 'x'), true)
  await onEach(stranger, BOUND, async raw => {
    let left = ENDLESS_BYTES / piece.length
    while (left-- > 0 && (await stranger.write(raw, piece, 'frames')));
  })
}

export async function large(stranger) {
  const makes = [
    () => ['', Buffer.alloc(MIB, 'x')],
    () => ['', Buffer.alloc(2 * MIB + 1, 'x')],
    () => [Buffer.alloc(2 * MIB + 1 + stranger.below(MIB), 0xff)],
    () => Array.from({ length: 50_000 }, () => 'x'),
    () => ['', ...Array.from({ length: 50_000 }, () => '')],
  ]
  const sockets = ['localfe', 'localbe', 'cloud', 'monitor']
  await onEach(stranger, sockets, async (raw, cluster, socket) => {
    for (let made = 0; made < LARGE && stranger.goesOn; made++) {
      if (!(await stranger.write(raw, message(stranger.oneOf(makes)())))) return
    }
    // libzmq ends the connection for that.
    const last = await stranger.shakeHands(cluster, socket, PEER_TYPE[socket])
    if (last) await stranger.write(last, message([Buffer.alloc(65 * MIB)]))
  })
}

/** libzmq takes the frame behind MORE for a subscription, knows it, and passes on half a message. */
export async function swallowed(stranger) {
  await onEach(stranger, ['state', 'trace'], async raw => {
    while (stranger.goesOn) {
      const topic = Buffer.from([SUBSCRIBE, 0x61 + stranger.below(8)])
      const pieces = [frame(topic), frame('x', true), frame(topic), frame('y', true), frame(topic)]
      for (const piece of pieces) if (!(await stranger.write(raw, piece, 'frames'))) return
      await stranger.rest()
    }
  })
}

export async function subscriptions(stranger) {
  await onEach(stranger, ['state', 'trace'], async raw => {
    let left = SUBSCRIPTION_BYTES / (100 * KIB) / 2
    while (left-- > 0 && stranger.goesOn) {
      const topic = Buffer.alloc(1 + 100 * KIB, stranger.below(256))
      topic.set([SUBSCRIBE, ...stranger.bytes(8)])
      if (!(await stranger.write(raw, frame(topic)))) return
    }
  })
}

export async function topics(stranger) {
  await onEach(stranger, ['state', 'trace'], async raw => {
    for (let made = 0; made < TOPICS / 2 && stranger.goesOn; made++) {
      const topic = Buffer.from([SUBSCRIBE, ...stranger.bytes(1 + stranger.below(20))])
      const pieces = [frame(topic)]
      if (stranger.below(4) === 0) {
        topic[0] = UNSUBSCRIBE
        pieces.push(frame(topic))
      }
      if (!(await stranger.write(raw, Buffer.concat(pieces)))) return
    }
  })
}

/** By hand, to these sockets of each cluster. */
async function onEach(stranger, sockets, attack) {
  await stranger.each(cluster =>
    Promise.all(
      sockets.map(async socket => {
        const raw = await stranger.shakeHands(cluster, socket, PEER_TYPE[socket])
        if (raw) await attack(raw, cluster, socket)
      }),
    ),
  )
}
