/** Malformed messages by zeromq.js: they arrive whole, and mean nothing. */

import { Dealer, Push, Router, XSubscriber } from 'zeromq'
import { GHOST } from '../cloud.mjs'

/** What brokers look for, in places where it means nothing. */
const WORDS = ['READY', '\x01', '\x00', 'GONE', 'DC2', 'DC1-w0001', 'DC1-c0001#1', '12', 'd0.1']

/** On all eight sockets of each cluster. */
export async function frames(stranger) {
  const { cloud, state } = await stranger.ghost()
  await stranger.each(cluster => {
    const requester = stranger.connect(Dealer, cluster, 'localfe')
    const worker = stranger.connect(Dealer, cluster, 'localbe')
    const peer = stranger.connect(Router, cluster, 'cloud', { routingId: GHOST, mandatory: true })
    const reader = stranger.connect(XSubscriber, cluster, 'state')
    const watcher = stranger.connect(XSubscriber, cluster, 'trace')
    const speaker = stranger.connect(Push, cluster, 'monitor')
    return Promise.all([
      repeat(stranger, requester, 'localfe', () => withoutDelimiter(stranger)),
      repeat(stranger, worker, 'localbe', () => withoutDelimiter(stranger)),
      repeat(stranger, peer, 'cloudfe', () => [cluster, ...withoutDelimiter(stranger)]),
      repeat(stranger, cloud, 'cloudbe', () => [cluster, ...withoutDelimiter(stranger)]),
      repeat(stranger, state, 'statefe', () => noState(stranger)),
      repeat(stranger, reader, 'statebe', () => noSubscription(stranger)),
      repeat(stranger, watcher, 'trace', () => noSubscription(stranger)),
      repeat(stranger, speaker, 'monitor', () => noLine(stranger)),
    ])
  })
}

export async function lines(stranger) {
  await stranger.each(async cluster => {
    const speaker = stranger.connect(Push, cluster, 'monitor')
    await repeat(stranger, speaker, 'lines', () => ['x'.repeat(stranger.below(1024))])
  })
}

async function repeat(stranger, socket, what, make) {
  while (stranger.goesOn) await stranger.send(socket, make(), what)
}

/** No request, no reply, no READY: nothing of it is an empty frame. */
function withoutDelimiter(stranger) {
  return Array.from({ length: 1 + stranger.below(7) }, () => someFrame(stranger))
}

function noState(stranger) {
  return ['nobody', ...withoutDelimiter(stranger)]
}

/** Its first byte is neither 0 nor 1. */
function noSubscription(stranger) {
  const first = Buffer.concat([Buffer.from([2 + stranger.below(254)]), someFrame(stranger)])
  return [first, ...withoutDelimiter(stranger).slice(1)]
}

function noLine(stranger) {
  return [someFrame(stranger), ...withoutDelimiter(stranger)]
}

function someFrame(stranger) {
  switch (stranger.below(10)) {
    case 0:
      return Buffer.from(stranger.oneOf(WORDS))
    case 1:
      return Buffer.alloc(1 + stranger.below(3000), stranger.below(256))
    default:
      return stranger.bytes(1 + stranger.below(40))
  }
}
