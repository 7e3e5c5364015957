/** The steps of messages: every sending with its own end, however many are alike. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Hop } from '../../src/trace/hop-log.js'
import { sortCausally, stepsOf } from '../../src/trace/steps.js'

const hop = (t: number, at: string, dir: Hop['dir'], other: string, id?: string): Hop => {
  return { t, at, socket: 'cloudbe', dir, with: other, ...(id === undefined ? {} : { id }) }
}
const always = () => true

const hops = fc
  .array(
    fc.record<Hop>({
      t: fc.integer({ min: 0, max: 3 }),
      at: fc.constantFrom('DC1', 'DC2', 'DC3'),
      socket: fc.constant('cloudbe'),
      dir: fc.constantFrom('in', 'out', 'back'),
      with: fc.constantFrom('DC1', 'DC2', 'DC3'),
    }),
    { maxLength: 16 },
  )
  .map(all => all.sort((a, b) => a.t - b.t))

describe('the order of cause and effect', () => {
  test('has each hop once, and leaves those of one place as they were', () => {
    fc.assert(
      fc.property(hops, all => {
        const order = sortCausally(all)
        expect(new Set(order)).toEqual(new Set(all))
        for (const name of ['DC1', 'DC2', 'DC3']) {
          const own = (some: readonly Hop[]) => some.filter(({ at }) => at === name)
          expect(own(order)).toEqual(own(all))
        }
      }),
    )
  })

  test('puts what left before what came in, of the same moment', () => {
    const [came, other, left] = [
      hop(1, 'DC2', 'in', 'DC1'),
      hop(1, 'DC3', 'back', 'DC1'),
      hop(1, 'DC1', 'out', 'DC2'),
    ]
    expect(sortCausally([came, other, left])).toEqual([other, left, came])
  })

  test('goes on where each waits for another', () => {
    const [a, b] = [hop(1, 'DC1', 'in', 'DC2'), hop(1, 'DC2', 'in', 'DC1')]
    const [c, d] = [hop(1, 'DC1', 'out', 'DC2'), hop(1, 'DC2', 'out', 'DC1')]
    expect(sortCausally([a, b, c, d])).toEqual([a, c, b, d])
  })
})

describe('the steps', () => {
  test('tell each hop once', () => {
    fc.assert(
      fc.property(hops, all => {
        const told = stepsOf(all, always).flatMap(({ sent, received }) => [sent, received])
        expect(told.filter(Boolean)).toHaveLength(all.length)
      }),
    )
  })

  test('of two delegations to one peer do not mix them', () => {
    const [first, second] = [hop(0, 'DC1', 'out', 'DC2', 'd1'), hop(1, 'DC1', 'out', 'DC2', 'd2')]
    const [came, back] = [hop(2, 'DC2', 'in', 'DC1', 'd2'), hop(3, 'DC1', 'back', 'DC2', 'd1')]
    const steps = stepsOf([first, second, came, back], always)
    expect(steps.map(({ sent, received, end }) => [sent, received, end])).toEqual([
      [first, back, 'back'],
      [second, came, 'arrived'],
    ])
  })

  test('of a hundred thousand messages that are all alike are found at once', () => {
    const count = 25_000
    const alike = Array.from({ length: count }, (_, t) => [
      hop(t, 'DC1', 'out', 'DC2'),
      hop(t, 'DC2', 'in', 'DC1'),
      hop(t, 'DC2', 'out', 'DC1'),
      hop(t, 'DC1', 'in', 'DC2'),
    ]).flat()
    const steps = stepsOf(alike, always)
    expect(steps).toHaveLength(2 * count)
    expect(steps.every(({ sent, received }) => sent && sent.t === received?.t)).toBe(true)
  })
})
