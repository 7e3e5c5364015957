/** Streams of ZMTP: told apart the same, however the network has cut them up. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { framesOf, type Part, ZmtpSplitter } from '../../src/wire/zmtp.js'

const MORE = 1
const LONG = 2
const COMMAND = 4

function greeting(minor = 1): Uint8Array {
  const bytes = new Uint8Array(64)
  bytes.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, minor])
  bytes.set(new TextEncoder().encode('NULL'), 12)
  return bytes
}

/** A body of that size; a short one may be sent as a long one too. */
function frame(size: number, flags: number, isLong = size > 255): number[] {
  const body = Array.from({ length: size }, (_, index) => index & 255)
  const head = isLong ? [flags | LONG, 0, 0, 0, 0, 0, 0, size >> 8, size & 255] : [flags, size]
  return [...head, ...body]
}

const bytes = (list: number[]) => Uint8Array.from(list)
const size = fc.oneof(fc.nat(20), fc.constantFrom(0, 1, 254, 255, 256, 257, 700))

const command: fc.Arbitrary<Part> = fc
  .tuple(size, fc.boolean())
  .map(([length, isLong]) => frame(length, COMMAND, isLong || length > 255))
  .map(list => ({ kind: 'command', bytes: bytes(list) }))

const message: fc.Arbitrary<Part> = fc
  .array(fc.tuple(size, fc.boolean()), { minLength: 1, maxLength: 6 })
  .map(frames =>
    frames.flatMap(([length, isLong], index) =>
      frame(length, index < frames.length - 1 ? MORE : 0, isLong || length > 255),
    ),
  )
  .map(list => ({ kind: 'message', bytes: bytes(list) }))

const parts = fc.array(fc.oneof(message, command), { maxLength: 12 })

function streamOf(list: readonly Part[]): Uint8Array {
  return bytes([greeting(), ...list.map(part => part.bytes)].flatMap(piece => [...piece]))
}

/** The stream in chunks, some of them empty; it is cut where the numbers say. */
function chunksOf(stream: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = cuts.map(cut => cut % (stream.length + 1)).sort((a, b) => a - b)
  return [0, ...places].map((place, index) => stream.slice(place, places[index]))
}

describe('a stream of ZMTP', () => {
  test('gives the same greeting and the same messages, in whatever chunks it comes', () => {
    const cuts = fc.array(fc.nat(), { maxLength: 60 })
    fc.assert(
      fc.property(parts, cuts, (list, places) => {
        const splitter = new ZmtpSplitter()
        const found = chunksOf(streamOf(list), places).flatMap(chunk => splitter.push(chunk))
        const hellos = found.filter(({ kind }) => kind === 'greeting')
        expect(hellos.flatMap(part => [...part.bytes])).toEqual([...greeting()])
        expect(found.slice(hellos.length)).toEqual(list)
      }),
    )
  })

  test('gives each byte of the greeting as it comes: the two sides wait for each other', () => {
    const splitter = new ZmtpSplitter()
    for (const byte of greeting()) {
      expect(splitter.push(bytes([byte]))).toEqual([{ kind: 'greeting', bytes: bytes([byte]) }])
    }
  })

  test('gives a message with its last byte, and not before', () => {
    const whole = bytes([...frame(3, MORE), ...frame(300, MORE), ...frame(0, 0)])
    const splitter = new ZmtpSplitter()
    splitter.push(greeting())
    for (const byte of whole.slice(0, -1)) expect(splitter.push(bytes([byte]))).toEqual([])
    expect(splitter.push(whole.slice(-1))).toEqual([{ kind: 'message', bytes: whole }])
  })

  test.each([
    ['text', new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n')],
    ['version 2', bytes([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 1, 5])],
  ])('is refused when it is %s, in whatever chunks it comes', (_, stream) => {
    expect(() => new ZmtpSplitter().push(stream)).toThrow('not ZMTP 3')
    const splitter = new ZmtpSplitter()
    expect(() => {
      for (const byte of stream) splitter.push(bytes([byte]))
    }).toThrow('not ZMTP 3')
  })

  test('gives parts that share the memory of the chunk that they came in', () => {
    const chunk = bytes([...greeting(), ...frame(3, 0)])
    const [hello, whole] = new ZmtpSplitter().push(chunk)
    expect([hello?.bytes.buffer, whole?.bytes.buffer]).toEqual([chunk.buffer, chunk.buffer])
    expect(whole?.bytes.buffer).toBe(chunk.buffer)
  })

  test('holds a message of 4 MiB with its heads, and refuses one byte more', () => {
    const MIB = 2 ** 20
    const before = new Uint8Array(3 * MIB)
    before.set([LONG, 0, 0, 0, 0, 0, 0x2f, 0xff, 0xf7])
    const begin = (last: number) => {
      const splitter = new ZmtpSplitter()
      splitter.push(greeting())
      const head = bytes([LONG, 0, 0, 0, 0, 0, 0x3f, 0xff, last])
      return splitter.push(Buffer.concat([before, head]))
    }
    expect(begin(0xf7)).toHaveLength(1)
    expect(() => begin(0xf8)).toThrow('more than 4 MiB')
  })

  test('is refused when a message is too long to be held, before it has come', () => {
    const splitter = new ZmtpSplitter()
    splitter.push(greeting())
    expect(splitter.push(bytes([LONG, 0, 0, 0, 0, 0, 0x3f, 0, 0]))).toEqual([])
    const other = new ZmtpSplitter()
    other.push(greeting())
    expect(() => other.push(bytes([LONG, 0, 0, 0, 0, 0, 0x40, 0, 1]))).toThrow('more than 4 MiB')
    const third = new ZmtpSplitter()
    third.push(greeting())
    expect(() => third.push(bytes([LONG, 255, 255, 255, 255, 255, 255, 255, 255]))).toThrow()
  })
})

test('the frames of a message are what was put into it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(size, fc.boolean()), { maxLength: 6 }), list => {
      const heads = list.map(([length, isLong]) => frame(length, 0, isLong || length > 255))
      const bodies = list.map(([length]) => Uint8Array.from({ length }, (_, index) => index & 255))
      expect(framesOf(bytes(heads.flat()))).toEqual(bodies)
    }),
  )
})
