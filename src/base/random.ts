/** Seeded random streams: one seed, and one stream of its own for each name. */

import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Uniform in [0, 1). */
export type Random = () => number

/**
 * The stream that `seed` gives to `name`. Streams of different names are independent, so that one
 * more cluster does not change what the others draw.
 */
export function randomStream(seed: number, name: string): Random {
  const generator = xoroshiro128plus(hash(`${seed}/${name}`))
  return () => {
    const high = generator.next() >>> 5
    const low = generator.next() >>> 6
    return (high * 0x4000000 + low) / 0x20000000000000
  }
}

/** FNV-1a, 32 bits: spreads neighbouring seeds and names over all seeds. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  return value | 0
}
