/** Replaying: where one can go in a trace, and what one sees there. */

import { Chalk } from 'chalk'
import { beforeAll, describe, expect, test } from 'vitest'
import { isFault, Playback } from '../../src/cli/replay/playback.js'
import { replayView } from '../../src/cli/replay/view.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { simulate } from '../../src/sim/simulate.js'
import { eventText } from '../../src/trace/event-text.js'
import { isAbout } from '../../src/trace/tasks.js'
import { isMessage, type TraceEvent } from '../../src/trace/trace.js'
import { busyWith, FAULTS } from '../support/scenarios.js'

const events: TraceEvent[] = []

beforeAll(async () => {
  const plan = readScenario(busyWith(FAULTS.kill ?? ''), 'test.yaml')
  await simulate(plan, { trace: event => events.push(event) })
})

describe('in a trace one can go', () => {
  test('forward and back, and never beyond its ends', () => {
    const playback = new Playback(events)
    const first = playback.event
    playback.move(3)
    playback.move(-1)
    expect(playback.position).toBe(2)
    playback.move(-99)
    expect(playback.event).toBe(first)
    playback.move(Number.POSITIVE_INFINITY)
    expect(playback.position).toBe(playback.shown.length - 1)
  })

  test('to a time: to the last event that has happened by then', () => {
    const playback = new Playback(events)
    playback.toTime(5000)
    expect(playback.event.t).toBeLessThanOrEqual(5000)
    expect(playback.shown[playback.position + 1]?.t).toBeGreaterThan(5000)
    playback.toTime(0.5)
    expect(playback.event.t).toBeLessThanOrEqual(0.5)
  })

  test('from fault to fault, and round', () => {
    const playback = new Playback(events)
    const seen: string[] = []
    for (let time = 0; time < 3; time++) {
      expect(playback.toNext(isFault)).toBe(true)
      seen.push(eventText(playback.event))
    }
    expect(seen[0]).toBe('   5.0000 s  cloud fault kill DC2')
    expect(seen[1]).toBe('  10.0000 s  cloud fault restart DC2')
    expect(seen[2]).toBe(seen[0])
    playback.toNext(isFault, -1)
    expect(eventText(playback.event)).toBe(seen[1])
  })

  test('to the first event of a kind, also where that is the first of all', () => {
    const playback = new Playback(events)
    const { event } = playback
    playback.move(7)
    expect(playback.toFirst(other => other === event)).toBe(true)
    expect(playback.position).toBe(0)
    playback.move(7)
    expect(playback.toFirst(isAbout('DC1-c0001#999999'))).toBe(false)
    expect(playback.position).toBe(7)
  })

  test('along the way of one task, and of no other that begins the same', () => {
    const playback = new Playback(events)
    const way: string[] = []
    while (playback.toNext(isAbout('DC1-c0001#1')) && way.length < 100) {
      const { event, position } = playback
      way.push(isMessage(event) ? `${event.at} ${event.socket} ${event.dir}` : event.fact)
      if (position === playback.shown.findLastIndex(isAbout('DC1-c0001#1'))) break
    }
    expect(way.slice(0, 3)).toEqual(['sent', 'DC1-c0001 req out', 'DC1 localfe in'])
    expect(way.slice(-3)).toEqual(['DC1 localfe out', 'DC1-c0001 req in', 'accepted'])
    expect(playback.toNext(isAbout('DC1-c0001#999999'))).toBe(false)
  })
})

describe('at any event one sees how the brokers stand', () => {
  test('the same whether one came from before or from behind', () => {
    const playback = new Playback(events)
    playback.toTime(4000)
    const before = playback.states()
    playback.move(500)
    expect(playback.states()).not.toEqual(before)
    playback.move(-500)
    expect(playback.states()).toEqual(before)
    expect(playback.difference).toBeUndefined()
  })

  test('without those that are dead', () => {
    const playback = new Playback(events)
    playback.toTime(6000)
    expect([...playback.states().keys()]).toEqual(['DC1', 'DC3'])
    playback.toTime(11_000)
    expect([...playback.states().keys()].sort()).toEqual(['DC1', 'DC2', 'DC3'])
  })

  test.each([
    [80, 24],
    [200, 60],
    [40, 12],
  ])('on a screen of %i columns and %i rows', (columns, rows) => {
    const playback = new Playback(events)
    playback.toTime(7000)
    const options = { title: 'test', columns, rows, chalk: new Chalk({ level: 0 }), message: '' }
    const lines = replayView(playback, options)
    expect(lines.length).toBeLessThan(rows)
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(columns)
    expect(lines.filter(line => line.startsWith('›'))).toHaveLength(1)
    expect(lines.find(line => line.startsWith('›'))).toContain(
      eventText(playback.event).slice(0, 30),
    )
    expect(lines.some(line => /^DC1 +\d\/3/.test(line))).toBe(true)
  })
})

describe('a fact', () => {
  test.each([
    ['told', 'DC1', 1, '   2.0000 s  DC1 told (1 free)'],
    ['told', 'DC1', 0, '   2.0000 s  DC1 told (0 free)'],
    ['answered', 'DC2', 0, '   2.0000 s  DC1 answered DC2 (0 ms)'],
    ['delegated', 'DC2', 1, '   2.0000 s  DC1 delegated DC2'],
    ['home', 'DC2', 3, '   2.0000 s  DC1 home DC2 (3)'],
  ])('%s about %s of %j is one line', (fact, about, count, line) => {
    expect(eventText({ t: 2000, at: 'DC1', fact, about, count })).toBe(line)
  })
})
