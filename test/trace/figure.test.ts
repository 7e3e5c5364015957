/** Messages drawn frame by frame: nothing is hidden, and nothing is out of line. */

import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { contentOf, drawFrames } from '../../src/trace/frame-diagram.js'
import { traceFrames } from '../../src/trace/trace.js'

const named = (frame: string | { readonly hex: string }, name: string) => ({ frame, name })

describe('a drawing of frames', () => {
  test('is the one of the chapter: number, length, content, and what it is', () => {
    const frames = [
      named('DC2', 'identity of peer'),
      named({ hex: '006b8b45' }, 'request id'),
      named('', 'empty delimiter'),
      named('DC1-c0001#3', 'body'),
    ]
    expect(drawFrames(frames).join('\n')).toBe(
      `
         ┌────┬─────────────┐
Frame 1  │  3 │ DC2         │  identity of peer
         ├────┼─────────────┤
Frame 2  │  4 │ 0x006b8b45  │  request id
         ├────┼─────────────┤
Frame 3  │  0 │             │  empty delimiter
         ├────┼─────────────┤
Frame 4  │ 11 │ DC1-c0001#3 │  body
         └────┴─────────────┘`.slice(1),
    )
  })

  test('shortens what is long, and tells its length', () => {
    const [, row] = drawFrames([named(`DC1-c0001#3 ${'.'.repeat(99_988)}`, 'body')])
    expect(row).toBe('Frame 1  │ 100000 │ DC1-c0001#3 ...................… │  body')
  })

  test('fits its width: contents give way, and what they are does not', () => {
    const frames = [
      named('DC1-c0001#3@DC2-w0003 ....', 'body, signed by DC2-w0003'),
      named('DC1', 'peer'),
    ]
    for (const columns of [60, 61, 70, 100]) {
      const [, row = ''] = drawFrames(frames, columns)
      expect(row).toMatch(/DC1-c0001#3.* │ {2}body, signed by DC2-w0003$/)
      expect(stringWidth(row)).toBe(Math.min(columns, 11 + 7 + 2 + 26 + 25))
    }
    expect(drawFrames(frames, 20)).toEqual(drawFrames(frames, 11 + 7 + 2 + 12 + 25))
  })

  test('counts columns where characters are wide, and bytes as they are on the wire', () => {
    const lines = drawFrames([named('東京', 'body'), named('grüße', 'body'), named('e\u0301', 'x')])
    expect(lines.filter(line => line.startsWith('Frame'))).toEqual([
      'Frame 1  │ 6 │ 東京  │  body',
      'Frame 2  │ 7 │ grüße │  body',
      'Frame 3  │ 3 │ e\u0301     │  x',
    ])
  })

  test('tells how many frames it leaves out', () => {
    const lines = drawFrames(Array.from({ length: 1000 }, (_, index) => named(`${index}`, 'body')))
    expect(lines.length).toBeLessThan(50)
    expect(lines.join('\n')).toContain('… 980 more frames …')
    expect(lines.at(-2)).toContain('Frame 1000  │ 3 │ 999 │  body')
  })

  test('says so where there is no frame', () => {
    expect(drawFrames([])).toEqual(['(no frames)'])
  })

  test('is in line and commands no terminal, whatever is in the frames', () => {
    const frame = fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array(), fc.string())
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 9 }), frames => {
        const lines = drawFrames(traceFrames(frames).map(each => named(each, '')))
        expect(new Set(lines.map(line => stringWidth(line.trimEnd()))).size).toBe(1)
        expect(lines.join('')).not.toMatch(/\p{Cc}|\p{Cf}/u)
      }),
      { numRuns: 30 },
    )
  })

  test.each([
    ['\u001b[2J', '\\u{1b}[2J'],
    ['a\u202eb', 'a\\u{202e}b'],
  ])('writes out what would not be seen: %j', (frame, shown) => {
    expect(contentOf(frame)).toBe(shown)
  })
})
