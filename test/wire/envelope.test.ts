/** Laws of envelopes: what is pushed is popped, what is split is joined, whatever the frames. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bodyStart,
  DELIMITER,
  type Envelope,
  type Frame,
  isEmpty,
  isSame,
  join,
  keyOf,
  spliced,
  split,
  textOf,
  unwrap,
  wrap,
} from '../../src/wire/envelope.js'
import { address, frame, message, request } from '../support/arbitraries.js'

/** Frames with every empty one as the same delimiter, for which of the two it is means nothing. */
const alike = (frames: Envelope) => frames.map(part => (isEmpty(part) ? DELIMITER : part))

describe('an envelope', () => {
  test('gives back by unwrap what wrap put around it, for any number of addresses', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 5 }), message, (addresses, inner) => {
        let wrapped = addresses.reduceRight<Envelope>((rest, next) => wrap(next, rest), inner)
        expect(wrapped).toHaveLength(2 * addresses.length + inner.length)
        for (const expected of addresses) {
          const popped = unwrap(wrapped)
          expect(popped?.address).toBe(expected)
          wrapped = popped?.rest ?? []
        }
        expect(wrapped).toEqual(inner)
      }),
    )
  })

  test('without frames has no address to unwrap', () => {
    expect(unwrap([])).toBeUndefined()
  })

  test('loses only its first address where no delimiter follows', () => {
    expect(unwrap(['DC2', 'c1', '', 'hello'])).toEqual({
      address: 'DC2',
      rest: ['c1', '', 'hello'],
    })
  })

  test('splits at its first delimiter and joins to what it was', () => {
    fc.assert(
      fc.property(request, whole => {
        const parts = split(whole)
        expect(parts?.addresses.every(part => !isEmpty(part))).toBe(true)
        expect(alike(parts ? join(parts) : [])).toEqual(alike(whole))
      }),
    )
  })

  test('joins addresses and body to what splits into them', () => {
    const addresses = fc.array(address, { minLength: 1, maxLength: 4 })
    const body = fc.array(frame, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.record({ addresses, body }), parts => {
        expect(split(join(parts))).toEqual(parts)
      }),
    )
  })

  test('has its body behind the first empty frame that is neither first nor last', () => {
    fc.assert(
      fc.property(message, frames => {
        const inner = frames.slice(1, -1)
        const delimiter = inner.findIndex(part => part.length === 0)
        expect(bodyStart(frames)).toBe(delimiter < 0 ? -1 : delimiter + 2)
        expect(bodyStart(['', 'x', ...frames], 2)).toBe(delimiter < 0 ? -1 : delimiter + 4)
        expect(split(frames) === undefined).toBe(delimiter < 0)
      }),
    )
  })

  test.each<[string, Envelope, number]>([
    ['no frames', [], -1],
    ['one frame', ['c1'], -1],
    ['no delimiter', ['c1', 'hello'], -1],
    ['no body', ['c1', ''], -1],
    ['no address', ['', 'hello'], -1],
    ['one address', ['c1', '', 'hello'], 2],
    ['two addresses', ['DC2', 'c1', '', 'hello'], 3],
    ['an empty body', ['c1', '', ''], 2],
    ['an empty address', ['', '', 'hello'], 2],
    ['a body with an empty frame in it', ['c1', '', 'a', '', 'b'], 2],
    ["the Python program's two delimiters", ['DC2', '', 'c1', '', 'hello'], 2],
  ])('of %s has its body where it should', (_, frames, start) => {
    expect(bodyStart(frames)).toBe(start)
  })
})

/** The bytes that a socket sends for a frame. */
const bytesOf = (part: Frame) => Buffer.from(part as string)

const anyFrame: fc.Arbitrary<Frame> = fc.oneof(
  frame,
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('é', '\ud800', '\ufffd', '\x80', '\x7f', new Uint8Array([0xc3, 0xa9]), '%41'),
)

describe('the bytes of two frames', () => {
  test('are the same by their keys, and compared, just where they are on the wire', () => {
    fc.assert(
      fc.property(anyFrame, anyFrame, (a, b) => {
        const isSo = bytesOf(a).equals(bytesOf(b))
        expect(keyOf(a) === keyOf(b)).toBe(isSo)
        expect(isSame(a, b)).toBe(isSo)
      }),
      { examples: [['\ud800', '\ufffd']], numRuns: 1000 },
    )
  })

  test('are the same for a text, for its bytes and for any other array of them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), text => {
        const forms: Frame[] = [text, Buffer.from(text), new Uint8Array(Buffer.from(text))]
        for (const form of forms) {
          expect(keyOf(form)).toBe(Buffer.from(text).toString('latin1'))
          for (const other of forms) expect(isSame(form, other)).toBe(true)
        }
      }),
    )
  })

  test('differ where one goes on, or one byte is another', () => {
    const bytes = new Uint8Array([1, 2, 3])
    for (const other of [
      [1, 2],
      [1, 2, 3, 4],
      [0, 2, 3],
      [1, 0, 3],
      [1, 2, 0],
    ]) {
      expect(isSame(bytes, new Uint8Array(other))).toBe(false)
      expect(isSame(new Uint8Array(other), bytes)).toBe(false)
    }
  })

  test('are none where there is no frame, which is not an empty one', () => {
    expect([undefined, '', DELIMITER, 'x'].map(isEmpty)).toEqual([false, true, true, false])
    expect(keyOf(undefined)).toBe('')
    expect([isSame(undefined, ''), isSame('x', undefined)]).toEqual([true, false])
  })
})

test('what is spliced are the first frames of one message and the last of another', () => {
  fc.assert(
    fc.property(message, message, fc.nat(8), fc.nat(8), (head, tail, end, start) => {
      fc.pre(end <= head.length && start <= tail.length)
      const expected = [...head.slice(0, end), ...tail.slice(start)]
      expect(spliced(head, end, tail, start)).toStrictEqual(expected)
    }),
  )
})

describe('the text of a frame', () => {
  test('has one character for each byte, so that it is another for other bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
        const back = Uint8Array.from(textOf(bytes), char => char.charCodeAt(0))
        expect(back).toEqual(bytes)
      }),
    )
  })

  test('is the same for a name in bytes as for the name', () => {
    const name = fc.stringMatching(/^[\x21-\x7e]*$/)
    fc.assert(
      fc.property(name, text => {
        const bytes = Uint8Array.from(text, char => char.charCodeAt(0))
        expect(textOf(bytes)).toBe(textOf(text))
      }),
    )
  })

  test.each([4095, 4096, 4097, 1_048_576])('is whole for %i bytes', length => {
    const bytes = new Uint8Array(length).map((_, index) => index % 251)
    const text = textOf(bytes)
    expect(text).toHaveLength(length)
    expect(text.charCodeAt(length - 1)).toBe((length - 1) % 251)
  })

  test('is empty where there is no frame', () => {
    expect(textOf(undefined)).toBe('')
  })
})
