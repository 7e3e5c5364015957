/** The clock against a list that is sorted anew, and the order of what happens at one time. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NEVER } from '../../src/base/time.js'
import { Clock, StuckError } from '../../src/sim/clock.js'
import { Callback } from '../../src/sim/sim-events.js'

describe('the clock', () => {
  test('lets things happen in the order of their times, equal times as they were asked for', () => {
    const times = fc.array(fc.integer({ min: 0, max: 10 }), { maxLength: 60 })
    fc.assert(
      fc.property(times, list => {
        const clock = new Clock()
        const happened: [number, number][] = []
        for (const [index, at] of list.entries()) {
          clock.at(at, new Callback(() => happened.push([clock.now, index])))
        }
        clock.runTo(10)
        const asked = list.map((at, index): [number, number] => [at, index])
        expect(happened).toEqual(asked.sort(([a, i], [b, j]) => a - b || i - j))
      }),
    )
  })

  test('keeps that order for what is asked for by what happens', () => {
    // Each happening asks for one more, so many milliseconds later: often none.
    const steps = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(steps, list => {
        const clock = new Clock()
        const happened: [number, number][] = []
        let asked = 0
        const ask = (at: number, laterMs: number | undefined) => {
          const order = asked++
          const happen = () => {
            happened.push([clock.now, order])
            if (laterMs !== undefined) ask(clock.now + laterMs, undefined)
          }
          clock.at(at, new Callback(happen))
        }
        for (const [at, laterMs] of list) ask(at, laterMs)
        clock.runTo(10)
        expect(happened).toHaveLength(2 * list.length)
        expect(happened).toEqual(happened.toSorted(([a, i], [b, j]) => a - b || i - j))
      }),
    )
  })

  test('never lets anything happen before now', () => {
    const clock = new Clock()
    const happened: number[] = []
    clock.runTo(5)
    clock.at(3, new Callback(() => happened.push(clock.now)))
    clock.runTo(6)
    expect(happened).toEqual([5])
  })

  test('stands at the end that it ran to, and leaves what is later', () => {
    const clock = new Clock()
    const happened: number[] = []
    clock.at(10, new Callback(() => happened.push(clock.now)))
    clock.at(10.5, new Callback(() => happened.push(clock.now)))
    clock.runTo(10)
    expect(clock.now).toBe(10)
    expect(happened).toEqual([10])
    expect(clock.pending).toBe(1)
    expect(clock.count).toBe(1)
  })

  test('forgets at once what is never to happen', () => {
    const clock = new Clock()
    clock.at(NEVER, new Callback(() => expect.unreachable()))
    expect(clock.pending).toBe(0)
    clock.runTo(1e9)
  })

  test('says so where time does not go on', () => {
    for (const stepMs of [-1, 0, 1e-9]) {
      const clock = new Clock()
      const again = () => clock.at(clock.now + stepMs, new Callback(again))
      again()
      expect(() => clock.runTo(10)).toThrow(StuckError)
      expect(clock.now).toBeLessThan(1)
    }
  })
})
