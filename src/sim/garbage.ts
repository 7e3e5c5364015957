/** Messages that are none of the protocol, or nearly one, as strangers send them. */

import type { Random } from '../base/random.js'
import type { BrokerInlet } from '../broker/contract.js'
import type { Envelope, Frame } from '../wire/envelope.js'

export const INLETS = ['localfe', 'localbe', 'cloudfe', 'cloudbe', 'statefe', 'statebe'] as const

/** No number that could be a capacity: a lie is another attack. */
const FRAMES: readonly Frame[] = [
  '',
  '',
  '\x00',
  '\x01',
  'READY',
  'GONE',
  '-1',
  '1e9',
  'd0.1',
  '\u00e9'.repeat(65),
  Uint8Array.of(0xff, 0xfe),
  new Uint8Array(65).fill(0xe9),
  'x'.repeat(300),
]

const FRAMES_MAX = 5

/**
 * @param stranger whose socket it comes from, where the inlet has sockets of any name.
 * @param peers those from whose sockets it can come to cloudbe and statefe.
 */
export function garbage(
  inlet: BrokerInlet,
  stranger: string,
  peers: readonly string[],
  random: Random,
): Envelope {
  const one = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] as T
  const frames = Array.from({ length: Math.floor(random() * (FRAMES_MAX + 1)) }, () => one(FRAMES))
  switch (inlet) {
    case 'localfe':
    case 'localbe':
    case 'cloudfe':
      return [stranger, ...frames]
    case 'cloudbe':
    case 'statefe':
      // A driver makes an empty message of what is not in the name of the peer.
      return peers.length === 0 || random() < 0.3 ? [] : [one(peers), ...frames]
    case 'statebe':
      return frames
  }
}
