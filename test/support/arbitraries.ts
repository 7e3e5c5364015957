/** Random frames and messages, with many of the frames that brokers treat apart. */

import fc from 'fast-check'
import type { Envelope, Frame } from '../../src/wire/envelope.js'

/** A frame that is not empty. */
export const address: fc.Arbitrary<Frame> = fc.oneof(
  fc.constantFrom('w1', 'w2', 'c1', 'DC2', 'DC3', 'd0.1', '3', 'READY', '\x01', '\x00'),
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.uint8Array({ minLength: 1, maxLength: 8 }),
)

const empty: fc.Arbitrary<Frame> = fc.constantFrom<Frame>('', new Uint8Array(0))

export const frame: fc.Arbitrary<Frame> = fc.oneof(address, empty)

/** Any message that a socket could give, of any frames; also of none. */
export const message: fc.Arbitrary<Envelope> = fc.array(frame, { maxLength: 8 })

/** What a client sends, as the broker reads it. */
export const request: fc.Arbitrary<Envelope> = fc
  .tuple(
    fc.array(address, { minLength: 1, maxLength: 3 }),
    empty,
    fc.array(frame, { minLength: 1, maxLength: 3 }),
  )
  .map(([addresses, delimiter, body]) => [...addresses, delimiter, ...body])
