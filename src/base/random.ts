/** Seeded random streams: one seed, and one stream of its own for each name. */

import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** Uniform in [0, 1). */
export type Random = () => number

/**
 * The stream that `seed` gives to `name`. Streams of different names are independent, so that one
 * more cluster does not change what the others draw.
 */
export function randomStream(seed: number, name: string): Random {
  const first = hash(`${seed}/${name}`)
  const state = [1, 2, 3, 4].map(nth => mix(first + Math.imul(nth, 0x9e3779b9)))
  const generator = xoroshiro128plusFromState(state)
  return () => {
    const high = generator.next() >>> 5
    const low = generator.next() >>> 6
    return (high * 0x4000000 + low) / 0x20000000000000
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  return value | 0
}

/**
 * The last step of MurmurHash3: names that differ by one letter get states that have nothing in
 * common. Without it the first numbers of `DC1-w0001` and `DC1-w0002` would be nearly equal.
 */
function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
