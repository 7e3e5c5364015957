/** Links: order, latency, loss, bandwidth, and the faults that strike them. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Distribution } from '../../src/base/distribution.js'
import { randomStream } from '../../src/base/random.js'
import type { LinkSpec } from '../../src/scenario/scenario-plan.js'
import { Clock } from '../../src/sim/clock.js'
import { type Flow, Link } from '../../src/sim/link.js'
import { Callback } from '../../src/sim/sim-events.js'

const ms = (time: number): Distribution => ({ kind: 'constant', ms: time })

function linkOf(spec: Partial<LinkSpec>, seed = 1) {
  const clock = new Clock()
  const counts = { lost: 0 }
  const onLost = () => {
    counts.lost++
  }
  const whole = { latency: ms(0), loss: 0, ...spec }
  const link = new Link(whole, clock, randomStream(seed, 'DC1>DC2'), onLost)
  const arrived: string[] = []
  const send = (body: string, flow: Flow = 'tasks') =>
    link.carry(flow, [body], new Callback(() => arrived.push(`${clock.now} ${body}`)))
  return { clock, link, counts, arrived, send }
}

describe('a link', () => {
  test('takes its latency', () => {
    const { clock, arrived, send } = linkOf({ latency: ms(40) })
    clock.runTo(2)
    send('a')
    clock.runTo(41.9)
    expect(arrived).toEqual([])
    clock.runTo(42)
    expect(arrived).toEqual(['42 a'])
  })

  test('keeps the order of each flow, and never delivers before the latency is over', () => {
    const latency: Distribution = { kind: 'uniform', fromMs: 1, toMs: 100 }
    const flow = fc.constantFrom<Flow>('tasks', 'replies', 'state')
    const sends = fc.array(fc.tuple(fc.nat(20), flow), { maxLength: 60 })
    fc.assert(
      fc.property(sends, fc.nat(), (list, seed) => {
        const { clock, link } = linkOf({ latency }, seed)
        const arrived: Record<Flow, number[]> = { tasks: [], replies: [], state: [] }
        for (const [index, [waitMs, to]] of list.entries()) {
          clock.runTo(clock.now + waitMs)
          const sentAt = clock.now
          const arrive = () => {
            arrived[to].push(index)
            expect(clock.now - sentAt).toBeGreaterThanOrEqual(1)
          }
          link.carry(to, ['x'], new Callback(arrive))
        }
        clock.runTo(1e6)
        const all = Object.values(arrived)
        expect(all.flat()).toHaveLength(list.length)
        for (const one of all) expect(one).toEqual(one.toSorted((a, b) => a - b))
      }),
    )
  })

  test('lets a flow overtake another: each has a connection of its own', () => {
    const { clock, link, arrived, send } = linkOf({ latency: ms(50) })
    send('slow', 'tasks')
    link.strike({ latency: ms(5) })
    send('fast', 'state')
    send('behind', 'tasks')
    clock.runTo(100)
    expect(arrived).toEqual(['5 fast', '50 slow', '50 behind'])
  })

  test('loses its share, and counts it', () => {
    const { clock, counts, arrived, send } = linkOf({ loss: 0.2 })
    for (let nth = 0; nth < 10_000; nth++) send('x')
    clock.runTo(1)
    expect(arrived.length + counts.lost).toBe(10_000)
    // Three standard errors of a binomial count.
    expect(Math.abs(counts.lost - 2000)).toBeLessThan(3 * Math.sqrt(10_000 * 0.2 * 0.8))
  })

  test('loses nothing if it is not lossy, and all if it is nothing but', () => {
    const fine = linkOf({ loss: 0 })
    const bad = linkOf({ loss: 1 })
    for (let nth = 0; nth < 100; nth++) {
      fine.send('x')
      bad.send('x')
    }
    fine.clock.runTo(1)
    bad.clock.runTo(1)
    expect([fine.arrived.length, bad.arrived.length]).toEqual([100, 0])
  })

  test('sends one byte after the other', () => {
    const { clock, arrived, send } = linkOf({ latency: ms(10), bytesPerMs: 2 })
    send('1234')
    send('12')
    clock.runTo(100)
    send('1234')
    clock.runTo(200)
    expect(arrived).toEqual(['12 1234', '13 12', '112 1234'])
  })

  test('that is cut carries nothing, until all that cut it have healed', () => {
    const { clock, link, counts, arrived, send } = linkOf({})
    const cuts = [{ isCut: true }, { isCut: true }] as const
    for (const cut of cuts) link.strike(cut)
    send('a')
    link.mend(cuts[0])
    send('b')
    link.mend(cuts[1])
    send('c')
    clock.runTo(1)
    expect(arrived).toEqual(['0 c'])
    expect(counts.lost).toBe(2)
  })

  test('that is slow takes so many times as long, in latency and in bandwidth', () => {
    const { clock, link, arrived, send } = linkOf({ latency: ms(10), bytesPerMs: 1 })
    link.strike({ factor: 3 })
    send('12')
    clock.runTo(100)
    expect(arrived).toEqual(['36 12'])
  })

  test('that is struck twice keeps what is left when one of the two is over', () => {
    const { clock, link, arrived, send } = linkOf({ latency: ms(10) })
    const [slow, late] = [{ factor: 3 }, { latency: ms(100) }]
    link.strike(slow)
    link.strike(late)
    send('both')
    link.mend(late)
    clock.runTo(1000)
    send('slow')
    link.mend(slow)
    clock.runTo(2000)
    send('none')
    clock.runTo(3000)
    expect(arrived).toEqual(['300 both', '1030 slow', '2010 none'])
  })

  test('that is mended is as it was', () => {
    const { clock, link, arrived, send } = linkOf({ latency: ms(10) })
    link.strike({ isCut: true })
    link.strike({ loss: 1 })
    link.strike({ latency: ms(500) })
    link.mendAll()
    send('a')
    clock.runTo(1000)
    expect(arrived).toEqual(['10 a'])
  })
})
