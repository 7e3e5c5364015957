/** What waits in a ROUTER socket, against the plainest model of it: connections read in turn. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FairQueue } from '../../src/sim/fair-queue.js'

const drain = (queue: FairQueue) => {
  const read: string[] = []
  for (let message = queue.shift(); message; message = queue.shift()) read.push(message.join(' '))
  return read
}

describe('a fair queue', () => {
  test('reads its connections in turn, one message each', () => {
    const queue = new FairQueue()
    for (const nth of ['1', '2', '3', '4']) queue.push(['A', `a${nth}`])
    queue.push(['B', 'b1'])
    expect(queue.size).toBe(5)
    expect(drain(queue)).toEqual(['A a1', 'B b1', 'A a2', 'A a3', 'A a4'])
    expect(queue.size).toBe(0)
  })

  test('is first in, first out where each connection has one message, as a REQ has', () => {
    const ids = fc.uniqueArray(fc.string(), { maxLength: 50 })
    fc.assert(
      fc.property(ids, names => {
        const queue = new FairQueue()
        for (const name of names) queue.push([name, 'body'])
        expect(drain(queue)).toEqual(names.map(name => `${name} body`))
      }),
    )
  })

  test('keeps the order of each connection, and lets none wait longer than one turn', () => {
    const step = fc.oneof(fc.constantFrom('A', 'B', 'C'), fc.constant('read' as const))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200, size: 'max' }), steps => {
        const queue = new FairQueue()
        const waiting: Record<string, number[]> = { A: [], B: [], C: [] }
        const missed: Record<string, number> = { A: 0, B: 0, C: 0 }
        steps.forEach((at, number) => {
          if (at !== 'read') {
            queue.push([at, String(number)])
            waiting[at]?.push(number)
            return
          }
          const message = queue.shift()
          const from = String(message?.[0])
          expect(message?.[1]).toBe(message && String(waiting[from]?.shift()))
          for (const name of Object.keys(missed)) {
            const isNext = name === from || waiting[name]?.length === 0
            missed[name] = isNext ? 0 : (missed[name] ?? 0) + 1
            expect(missed[name]).toBeLessThanOrEqual(3)
          }
        })
      }),
    )
  })
})
