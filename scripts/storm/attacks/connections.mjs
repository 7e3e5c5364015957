/** Connections by hand: that are no ZMTP, that stop half-way, that are too many. */

import { BOUND } from '../../../dist/wire/endpoints.js'
import { command, frame, GREETING, lyingFrame, message, ready } from '../zmtp.mjs'

const HALF_OPEN = 300
const IDLE = 1400
/** More would only wait for each other. */
const AT_ONCE = 8

/** What is said, and then the connection stays for a moment, or goes. */
const GARBAGE = [
  stranger => [stranger.bytes(1 + stranger.below(500))],
  stranger => [spoilt(stranger, GREETING), stranger.bytes(200)],
  () => [GREETING.subarray(0, 11), Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  stranger => [GREETING, spoilt(stranger, ready('DEALER', 'x'))],
  stranger => [GREETING, ready(stranger.oneOf(['PUB', 'REP', 'PAIR', 'NOTHING', '']))],
  stranger => [GREETING, ready('DEALER', stranger.bytes(256 + stranger.below(2000)))],
  stranger => [GREETING, ready('DEALER'), stranger.bytes(stranger.below(2000))],
  stranger => [GREETING, ready('DEALER'), ready('DEALER', stranger.bytes(5)), frame('x')],
  stranger => [GREETING, ready('DEALER'), command('PING', stranger.bytes(stranger.below(40)))],
  stranger => [GREETING, ready('SUB'), command('SUBSCRIBE', stranger.bytes(3)), frame('x')],
  stranger => [GREETING, ready('DEALER'), command('ERROR', stranger.bytes(stranger.below(300)))],
  () => [GREETING, ready('DEALER'), lyingFrame('short', 2 ** 40)],
  () => [GREETING, ready('DEALER'), lyingFrame('short', 2n ** 64n - 1n)],
  () => [GREETING, ready('DEALER'), lyingFrame('short', 2 ** 20)],
  () => [GREETING, ready('DEALER'), lyingFrame('much longer than it says', 3)],
  stranger => [GREETING, ready('SUB'), lyingFrame([1, ...stranger.bytes(9)], 2 ** 32)],
  stranger => [GREETING, ready('DEALER'), frame('first', true), stranger.bytes(1)],
  () => [GREETING, ready('DEALER'), message(['', '']).subarray(0, 3)],
]

export async function garbage(stranger) {
  const one = async () => {
    while (stranger.goesOn) {
      const raw = stranger.raw(stranger.oneOf(stranger.clusters), stranger.oneOf(BOUND))
      for (const piece of stranger.oneOf(GARBAGE)(stranger)) await raw.write(piece)
      stranger.count('connections')
      if (stranger.below(2) === 0) await stranger.rest(stranger.below(20))
      stranger.drop(raw)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
}

/** One of them in eight ends, and another comes. */
export async function halfOpen(stranger) {
  await stranger.each(async cluster => {
    const open = []
    while (stranger.goesOn) {
      const raw = stranger.raw(cluster, stranger.oneOf(BOUND))
      const all = Buffer.concat([GREETING, ready('DEALER', 'x')])
      await raw.write(all.subarray(0, stranger.below(all.length)))
      stranger.count('connections')
      open.push(raw)
      if (open.length >= HALF_OPEN) await stranger.rest(10)
      if (open.length >= HALF_OPEN || stranger.below(8) === 0) {
        stranger.drop(open.splice(stranger.below(open.length), 1)[0])
      }
    }
  })
}

export async function manyConnections(stranger) {
  await stranger.each(async cluster => {
    for (let made = 0; made < IDLE && stranger.goesOn; made++) {
      const raw = stranger.raw(cluster, BOUND[made % BOUND.length])
      const isWell = stranger.below(2) === 0
      if (isWell ? await raw.handshake('DEALER') : await raw.opened()) stranger.count('connections')
      else await stranger.rest()
    }
    while (stranger.goesOn) {
      const raw = stranger.raw(cluster, stranger.oneOf(BOUND))
      if (await raw.opened()) stranger.count('connections')
      stranger.drop(raw)
      await stranger.rest(0)
    }
  })
}

/** Some of its bytes are others. */
function spoilt(stranger, bytes) {
  const other = Buffer.from(bytes)
  for (let times = 1 + stranger.below(4); times > 0; times--) {
    other[stranger.below(other.length)] = stranger.below(256)
  }
  return other
}
