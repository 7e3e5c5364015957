/** Sequence diagrams: in the order of cause and effect, in the room there is, and well-formed. */

import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { readScenario } from '../../src/scenario/scenario.js'
import { simulate } from '../../src/sim/simulate.js'
import type { MessageChoice } from '../../src/trace/messages.js'
import { sequenceOf } from '../../src/trace/sequence.js'
import { sequenceSvg } from '../../src/trace/sequence-svg.js'
import { lanesIn, sequenceLines } from '../../src/trace/sequence-text.js'
import type { TraceEvent } from '../../src/trace/trace.js'
import { busyWith, FAULTS } from '../support/scenarios.js'
import { DELEGATED, TROUBLED_WAY, traceOf } from '../support/traces.js'

const TASK = { task: 'DC1-c0001#3' }
const SECONDS = { fromMs: 2000, untilMs: 2400 }

function drawn(events: readonly TraceEvent[], choice: MessageChoice, columns: number): string[] {
  const sequence = sequenceOf(events, choice, lanesIn(columns))
  return sequence ? sequenceLines(sequence, columns) : []
}

function pictured(events: readonly TraceEvent[], choice: MessageChoice): string {
  const sequence = sequenceOf(events, choice, 12)
  return sequence ? sequenceSvg(sequence) : ''
}

async function traced(fault: string): Promise<TraceEvent[]> {
  const events: TraceEvent[] = []
  const plan = readScenario(busyWith(FAULTS[fault] ?? ''), 'test.yaml')
  await simulate(plan, { trace: event => events.push(event) })
  return events
}

const killed = await traced('kill')

describe('the diagram of a task', () => {
  test('shows from whom to whom it went, by which sockets, and where it took its time', () => {
    expect(drawn(traceOf(DELEGATED), TASK, 80).join('\n')).toBe(
      `
DC1-c0001#3 · times from 0.1000 s

               DC1-c0001           DC1              DC2           DC2-w0001
 +0.00 ms          │─── localfe ───▶│                │                │
 +1.00 ms          │                │─── cloudbe ───▶│                │
 +6.00 ms          │                │                │─── localbe ───▶│
                   │                │                │        44.0 ms ┃
 +50.0 ms          │                │                │◀── localbe ────│
                   │                │◀── cloudfe ────│                │
 +55.0 ms          │◀── localfe ────│                │                │`.slice(1),
    )
  })

  test('shows who died, what was lost, what found no way, and what was told besides', () => {
    expect(drawn(traceOf(TROUBLED_WAY), TASK, 83).join('\n')).toBe(
      `
DC1-c0001#3 · times from 0.1000 s

             DC1-c0001      DC1      DC1-w0002      DC2      DC2-w0001      DC3
 +0.00 ms        │─ localfe ▶│           │           │           │           │
                 │           │─── cloudbe 5.00 ms ──▶│           │           │
 +6.00 ms        │           │           │           │─ localbe ▶│           │
 +20.0 ms  ── kill DC2 ──    │           │           │           │           │
                 │           │           │           ✕ ends      │           │
                 ┊           ┊           ┊                                   ┊
  +300 ms        │           ● forgets DC2                                   │
                 │           │─────────────── cloudbe no way ──────────────✕ │
                 │           ┃ 200 ms    │                                   │
  +500 ms        │─ localfe ▶│           │                                   │
  +510 ms        │           │─ localbe ▶│                                   │
                 │           │           ┃ 90.0 ms                           │
  +600 ms        │           │◀ localbe ─│                                   │
                 │✕ no way ──│           │                                   │`.slice(1),
    )
  })

  test('has the answer that a client took as that to its last request', () => {
    const own = drawn(
      traceOf(`
        100 DC1-c0001 req out  DC1-c0001#3
        100 DC1 localfe in  DC1-c0001 | 7 | | DC1-c0001#3
        300 DC1-c0001 req out  DC1-c0001#3
        300 DC1 localfe in  DC1-c0001 | 8 | | DC1-c0001#3
        350 DC1 localfe out  DC1-c0001 | 7 | | DC1-c0001#3@DC1-w0001
        400 DC1 localfe out  DC1-c0001 | 8 | | DC1-c0001#3@DC1-w0002
        400 DC1-c0001 req in  DC1-c0001#3@DC1-w0002
        9000 DC1 tick DC1`),
      TASK,
      50,
    )
    const answers = own.filter(line => /[◀✕]/.test(line))
    expect(answers).toEqual([
      expect.stringMatching(/^ +\+250 ms .*✕ .*lost/),
      expect.stringMatching(/^ +\+300 ms .*◀/),
    ])
  })

  test('is none where nothing passed', () => {
    expect(sequenceOf(traceOf(DELEGATED), { task: 'DC1-c0001#4' }, 9)).toBeUndefined()
    expect(sequenceOf([], {}, 9)).toBeUndefined()
  })
})

describe('the diagram of a time', () => {
  const CROSSING = `
10 DC1 cloudbe out  DC2 | d0.1 | c | | DC1-c0001#1
11 DC2 cloudbe out  DC1 | d1.1 | c | | DC2-c0001#1
20 DC1 cloudfe in  DC2 | d1.1 | c | | DC2-c0001#1
22 DC2 cloudfe in  DC1 | d0.1 | c | | DC1-c0001#1`

  test('shows messages that cross', () => {
    expect(drawn(traceOf(CROSSING), {}, 60).slice(2).join('\n')).toBe(
      `
                      DC1                     DC2
 +0.00 ms              │─── DC1-c0001#1 ───(a)─│
                       ┊                       ┊
 +1.00 ms              │◀ DC2-c0001#1 9.00 ms ─│
                       ┊                       ┊
 +12.0 ms              │─(a)───── 12.0 ms ────▶│`.slice(1),
    )
  })

  test('shows tasks of other programs, whose clients have names of their own', () => {
    const sequence = sequenceOf(traceOf('1 DC1 localfe in  <0001> | | hello'), {}, 9)
    expect(sequence?.participants).toEqual(['\x00\x01', 'DC1'])
    expect(sequence?.rows).toMatchObject([{ arrow: { label: 'hello' } }])
  })

  test('shows at one socket only what passed there', () => {
    const choice = { ...SECONDS, socket: 'localfe' }
    const arrows = sequenceOf(killed, choice, 12)?.rows.filter(row => 'arrow' in row) ?? []
    expect(arrows.length).toBeGreaterThan(10)
    for (const row of arrows) expect('arrow' in row && row.arrow.kind).toBe('task')
  })

  test('is cut at a number of messages, and says so', () => {
    const sequence = sequenceOf(killed, {}, 12)
    const arrows = sequence?.rows.flatMap(row => ('arrow' in row ? [row.arrow] : []))
    expect(new Set(arrows).size).toBe(300)
    expect(sequence?.leftOut[0]).toMatch(/^[\d,]+ messages from [\d.]+ s on$/)
  })

  test.each([40, 80, 200])('keeps to %s columns, and says whom it leaves out', columns => {
    const lines = drawn(killed, SECONDS, columns)
    expect(Math.max(...lines.map(line => stringWidth(line)))).toBeLessThanOrEqual(columns)
    const isWhole = columns >= 120
    expect(lines.some(line => line.startsWith('Left out: for want of room'))).toBe(!isWhole)
  })

  test('never has an arrow come in before it has left', () => {
    const left = new Set()
    for (const row of sequenceOf(killed, SECONDS, 12)?.rows ?? []) {
      if (row.kind === 'leave') left.add(row.arrow)
      if (row.kind === 'arrive') expect(left).toContain(row.arrow)
    }
  })
})

describe('the picture', () => {
  test.each([
    ['delegated', DELEGATED],
    ['troubled', TROUBLED_WAY],
  ])('of a task is as it was found good: %s', async (name, text) => {
    await expect(pictured(traceOf(text), TASK)).toMatchFileSnapshot(`pictures/${name}.svg`)
  })

  test.each<[string, MessageChoice]>([
    ['a time', SECONDS],
    ['a socket', { ...SECONDS, socket: 'cloudbe' }],
    ['all', {}],
  ])(
    'of %s is well-formed, has no number that is none, and no labels that overlap',
    (_, choice) => {
      const svg = pictured(killed, choice)
      expectWellFormed(svg)
      expect(svg).not.toMatch(/NaN|undefined|Infinity/)
      expect(overlaps(svg)).toEqual([])
    },
  )

  test('is well-formed whatever the names and bodies are', () => {
    const name = fc.string({ minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(name, name, (peer, body) => {
        const event = { t: 1, at: peer, socket: 'cloudfe', dir: 'in' } as const
        expectWellFormed(pictured([{ ...event, frames: ['<DC&2>', 'd0.1', 'c', '', body] }], {}))
      }),
      { numRuns: 50 },
    )
  })

  test('needs nothing from elsewhere, and is for light pages and dark', () => {
    const svg = pictured(traceOf(DELEGATED), TASK)
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import|href/)
    expect(svg).toContain('@media(prefers-color-scheme:dark)')
  })
})

function expectWellFormed(svg: string): void {
  const open: string[] = []
  const text = svg.replace(/<style>[\s\S]*?<\/style>/, '')
  for (const [, slash, name = '', rest = ''] of text.matchAll(/<(\/?)(\w+)([^<>]*)>/g)) {
    expect(rest).toMatch(/^(?:\s[\w:-]+="[^"<]*")*\/?$/)
    if (slash) expect(open.pop()).toBe(name)
    else if (!rest.endsWith('/')) open.push(name)
  }
  expect(open).toEqual([])
  const outside = text.replace(/<[^<>]*>/g, '').replace(/&(?:amp|lt|gt|quot|#39);/g, '')
  expect(outside).not.toMatch(/[<>&]/)
}

/** Pairs of words that are drawn over each other, as wide as such words are at least. */
function overlaps(svg: string): string[] {
  const boxes = [
    ...svg.matchAll(/<text class="[^"]*" x="([^"]+)" y="([^"]+)"([^>]*)>([^<]*)</g),
  ].map(([, x, y, rest = '', words = '']) => {
    const width = 6 * words.length
    const isEnd = rest.includes('"end"')
    return { left: Number(x) - (isEnd ? width : 0), y: Number(y), width, words }
  })
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter(
        b => Math.abs(a.y - b.y) < 10 && a.left < b.left + b.width && b.left < a.left + a.width,
      )
      .map(b => `${a.words} / ${b.words}`),
  )
}
