/** The queue against a plain array, which is slow at its head and right. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Fifo } from '../../src/base/fifo.js'

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('push' as const), item: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unshift' as const), item: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('shift' as const), item: fc.constant(0) }) },
)

describe('a queue', () => {
  test('does what an array does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300, size: 'max' }), steps => {
        const queue = new Fifo<number>()
        const model: number[] = []
        for (const { do: act, item } of steps) {
          if (act === 'shift') expect(queue.shift()).toBe(model.shift())
          else {
            queue[act](item)
            model[act](item)
          }
          expect(queue.size).toBe(model.length)
        }
        while (model.length > 0) expect(queue.shift()).toBe(model.shift())
        expect(queue.shift()).toBeUndefined()
      }),
    )
  })

  test('puts back in an order, before all that was pushed', () => {
    const queue = new Fifo<number>()
    queue.push(0)
    for (const item of [5, 3, 9, 4]) queue.unshift(item, (one, other) => one < other)
    expect([1, 2, 3, 4, 5].map(() => queue.shift())).toEqual([3, 4, 5, 9, 0])
  })

  test('gives as cheaply when it is long', () => {
    const queue = new Fifo<number>()
    for (let item = 0; item < 400_000; item++) queue.push(item)
    const startedAt = performance.now()
    while (queue.size > 0) queue.shift()
    expect(performance.now() - startedAt).toBeLessThan(500)
  })

  test('can be rejoined at its head as cheaply as at its end', () => {
    const queue = new Fifo<number>()
    const startedAt = performance.now()
    for (let item = 0; item < 200_000; item++) queue.unshift(item)
    expect(queue.shift()).toBe(199_999)
    // An array that moves all its items each time needs seconds for this.
    expect(performance.now() - startedAt).toBeLessThan(500)
  })
})
