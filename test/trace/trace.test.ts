/** Traces as lines: every frame survives, and what is no event is said to be none. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTraceLine } from '../../src/trace/read-line.js'
import { envelopeOf, type TraceEvent, traceFrames, traceLine } from '../../src/trace/trace.js'

const bytesOf = (frame: string | Uint8Array | undefined) =>
  typeof frame === 'string' ? new TextEncoder().encode(frame) : frame

describe('a frame of a trace', () => {
  test.each([
    ['DC2', 'DC2'],
    ['', ''],
    ['grüße', 'grüße'],
    [Buffer.from('DC2'), 'DC2'],
    [Buffer.from('é€𝄞'), 'é€𝄞'],
    ['\x01', { hex: '01' }],
    ['a\nb', { hex: '610a62' }],
    ['ü\x7f', { hex: 'c3bc7f' }],
    [Buffer.from([0, 0x6b, 0xff]), { hex: '006bff' }],
    [Buffer.from([0xc3, 0x28]), { hex: 'c328' }],
  ])('is text where it is printable, else its bytes: %j', (frame, written) => {
    expect(traceFrames([frame])).toEqual([written])
  })

  test('is text only where all decoders take it for text', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    const isText = (bytes: Uint8Array) => {
      try {
        return !/\p{Cc}/u.test(decoder.decode(bytes))
      } catch {
        return false
      }
    }
    const edge = fc.constantFrom(0x20, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xe0)
    const lead = fc.constantFrom(0xe1, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff)
    const bytes = fc.array(fc.oneof(edge, lead), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(bytes, list => {
        const frame = Uint8Array.from(list)
        expect(typeof traceFrames([frame])[0] === 'string').toBe(isText(frame))
      }),
      { numRuns: 5000 },
    )
  })

  test('is, byte for byte, what passed the socket', () => {
    const frames = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array()))
    fc.assert(
      fc.property(frames, message => {
        const event = { t: 0.1, at: 'DC1', socket: 'cloudfe', dir: 'in' } as const
        const line = traceLine({ ...event, frames: traceFrames(message) })
        const read = readTraceLine(line)
        const back = read && 'frames' in read ? envelopeOf(read.frames) : []
        expect(back.map(bytesOf)).toEqual(message.map(bytesOf))
      }),
    )
  })
})

describe('a line of a trace', () => {
  test.each<TraceEvent>([
    { t: 12.4, at: 'DC1', socket: 'cloudfe', dir: 'in', frames: ['DC2', 'd17', '', 'hello'] },
    { t: 1 / 3, at: 'DC1', socket: 'localfe', dir: 'in', frames: [] },
    { t: 0, at: 'DC1', fact: 'delegated', about: 'DC2', count: 1 },
  ])('is read as it was written: %j', event => {
    expect(readTraceLine(traceLine(event))).toEqual(event)
  })

  test.each(['', '{', '[]', '{"t":1}', '{"t":1,"at":"a","socket":"s","dir":"up","frames":[]}'])(
    'is none: %s',
    line => {
      expect(readTraceLine(line)).toBeUndefined()
    },
  )
})
