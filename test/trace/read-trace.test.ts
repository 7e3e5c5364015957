/** Damaged traces: all that is whole is read, and the rest is told of in few and short lines. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTraceText } from '../../src/trace/read-trace.js'
import { type TraceEvent, traceLine } from '../../src/trace/trace.js'

const event = (t: number): TraceEvent => ({
  ...{ t, at: 'DC1', socket: 'localfe', dir: 'in' },
  frames: ['c1', '', 'hello'],
})
const lines = (count: number) => Array.from({ length: count }, (_, t) => traceLine(event(t)))

describe('a trace', () => {
  test('is read whole where it is whole', () => {
    const { events, damage } = readTraceText([`${lines(3).join('\n')}\n`])
    expect(events).toEqual([event(0), event(1), event(2)])
    expect(damage).toEqual([])
  })

  test('that is damaged in the middle is read around the damage, which is named', () => {
    const text = [...lines(2), 'garbage', '{"t":1}', ...lines(1)].join('\r\n')
    const { events, damage } = readTraceText([text])
    expect(events).toHaveLength(3)
    expect(damage).toEqual(['line 3 is no event: garbage', 'line 4 is no event: {"t":1}'])
  })

  test('whose last line is torn is read up to it', () => {
    const text = `${lines(2).join('\n')}\n${traceLine(event(2)).slice(0, 30)}`
    const { events, damage } = readTraceText([text])
    expect(events).toHaveLength(2)
    expect(damage).toEqual([
      'line 3 is torn, the writing ended in it: {"t":2,"at":"DC1","socket":"lo',
    ])
  })

  test.each(['', '\n\n'])('that is empty has no events, and no damage: %j', text => {
    expect(readTraceText([text])).toEqual({ events: [], damage: [] })
  })

  test('is the same in whatever blocks it comes', () => {
    const text = `${lines(4).join('\n')}\ngarbage\n${lines(1)[0]?.slice(0, 20)}`
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), cuts => {
        const places = [0, ...cuts.sort((a, b) => a - b), text.length]
        const blocks = places.map((place, index) => text.slice(place, places[index + 1]))
        expect(readTraceText(blocks)).toEqual(readTraceText([text]))
      }),
    )
  })

  test('may begin with the mark of an editor', () => {
    const { events, damage } = readTraceText([`\uFEFF${lines(2).join('\r\n')}`])
    expect(events).toEqual([event(0), event(1)])
    expect(damage).toEqual([])
  })

  test('of several clusters, as it came, is put in the order of time', () => {
    const [first, second] = [
      { ...event(1), at: 'DC1' },
      { ...event(1), at: 'DC2' },
    ]
    const written = [event(2), first, second, event(0)].map(each => `${traceLine(each)}\n`)
    expect(readTraceText(written).events).toEqual([event(0), first, second, event(2)])
  })

  test('tells of rubbish in few lines that print', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 50, maxLength: 2000 }), rubbish => {
        const text = `${rubbish}\n`.repeat(20)
        const { events, damage } = readTraceText([text])
        expect(events).toEqual([])
        expect(damage.length).toBeLessThanOrEqual(4)
        for (const line of damage) expect(line).toMatch(/^[^\p{Cc}\p{Cf}]{1,100}$/u)
      }),
      { numRuns: 30 },
    )
  })

  test('tells of a huge line by its beginning', () => {
    const { damage } = readTraceText([`${'x'.repeat(1e6)}\n`])
    expect(damage).toEqual([`line 1 is no event: ${'x'.repeat(39)}…`])
  })
})
