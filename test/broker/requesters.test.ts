/** Turns among those who request (rule 3): laws of the queue of one frontend. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Requesters } from '../../src/broker/requesters.js'
import { taskOf } from '../../src/broker/task.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { simulate } from '../../src/sim/simulate.js'

function taskBy(id: string, body: string) {
  const task = taskOf('localfe', [id, '', body], 'c')
  if (!task) throw new Error('it is no task')
  return task
}

/** Adds tasks by ids such as `a a b`, numbered for each. */
function queueOf(ids: string): Requesters {
  const requesters = new Requesters()
  const counts = new Map<string, number>()
  for (const id of ids.split(' ').filter(id => id !== '')) {
    const nth = (counts.get(id) ?? 0) + 1
    counts.set(id, nth)
    requesters.add(taskBy(id, String(nth)))
  }
  return requesters
}

function takeAll(requesters: Requesters, most = Number.POSITIVE_INFINITY): string {
  const taken: string[] = []
  for (let task = requesters.take(); task; task = requesters.take()) {
    taken.push(`${task.message[0]}${task.message[2]}`)
    if (taken.length === most) break
  }
  return taken.join(' ')
}

describe('requesters', () => {
  test.each([
    ['with one task each, in the order of their requests', 'a b c', 'a1 b1 c1'],
    ['with many, in turn', 'a a a b b', 'a1 b1 a2 b2 a3'],
    ['one with many, and others with one: all by their places', 'a a b c', 'a1 b1 c1 a2'],
    ['first turns before second ones', 'a a b b c d', 'a1 b1 c1 d1 a2 b2'],
    ['who requests more keeps its place', 'a b c a', 'a1 b1 c1 a2'],
    ['by its routing id, whoever is behind it', 'a a a', 'a1 a2 a3'],
  ])('take turns: %s', (_, ids, order) => {
    expect(takeAll(queueOf(ids))).toBe(order)
  })

  const ids = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 60 })

  test('give each task once, of each requester the oldest first', () => {
    fc.assert(
      fc.property(ids, input => {
        const requesters = queueOf(input.join(' '))
        expect(requesters.size).toBe(input.length)
        const taken = takeAll(requesters).split(' ')
        for (const id of 'abcde') {
          const its = taken.filter(name => name.startsWith(id))
          expect(its).toEqual(input.filter(one => one === id).map((_, nth) => `${id}${nth + 1}`))
        }
        expect(requesters.size).toBe(0)
      }),
    )
  })

  test('give those with one task half of the turns, however many others queue', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), fc.integer({ min: 1, max: 10 }), (many, one) => {
        const requesters = new Requesters()
        for (let nth = 0; nth < 100; nth++) {
          for (let id = 0; id < many; id++) requesters.add(taskBy(`many${id}`, '+'))
        }
        // Each has a first turn.
        for (let id = 0; id < many; id++) requesters.take()
        for (let id = 0; id < one; id++) requesters.add(taskBy(`one${id}`, '+'))
        let turns = 0
        for (let taken = 0; taken < 100; taken++) {
          const task = requesters.take()
          const id = String(task?.message[0])
          if (!id.startsWith('one')) continue
          turns++
          // It asks again at once.
          requesters.add(taskBy(id, '+'))
        }
        expect(turns).toBeGreaterThanOrEqual(50)
        if (one < many) expect(turns).toBe(50)
      }),
    )
  })

  test('make nobody wait for more than two turns of each of the others', () => {
    const deed = fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 12 }) },
      { weight: 2, arbitrary: fc.constant('take' as const) },
    )
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 300, size: 'max' }), deeds => {
        const requesters = new Requesters()
        const waiting = new Map<string, { tasks: number; passed: number; crowd: number }>()
        for (const what of deeds) {
          if (what !== 'take') {
            const id = `r${what}`
            requesters.add(taskBy(id, '+'))
            const known = waiting.get(id) ?? { tasks: 0, passed: 0, crowd: 0 }
            waiting.set(id, { ...known, tasks: known.tasks + 1 })
            for (const one of waiting.values()) one.crowd = Math.max(one.crowd, waiting.size)
            continue
          }
          const id = String(requesters.take()?.message[0])
          const served = waiting.get(id)
          if (!served) continue
          if (--served.tasks === 0) waiting.delete(id)
          Object.assign(served, { passed: 0, crowd: waiting.size })
          for (const [other, one] of waiting) {
            if (other !== id && ++one.passed > 2 * one.crowd) return false
          }
        }
        return true
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    [9, 'a2 b2 c1'],
    [10, 'a2 c1 b2'],
  ])('have few tasks when eight are left after a turn: of %d at first', (count, order) => {
    const requesters = queueOf(`${'a '.repeat(count)}${'b '.repeat(count)}`)
    expect(takeAll(requesters, 2)).toBe('a1 b1')
    requesters.add(taskBy('c', '1'))
    expect(takeAll(requesters, 3)).toBe(order)
  })

  test('that are gone have no task left, and no turn', () => {
    const requesters = queueOf('a a b c c')
    expect(requesters.forget('a')).toBe(2)
    expect(requesters.forget('a')).toBe(0)
    expect(requesters.size).toBe(3)
    requesters.add(taskBy('a', '9'))
    expect(takeAll(requesters)).toBe('b1 c1 a9 c2')
  })

  test('are told apart by their bytes', () => {
    const requesters = new Requesters()
    for (const id of [Buffer.from([0xe9]), Buffer.from('é')]) {
      for (const body of ['1', '2']) {
        const task = taskOf('localfe', [id, '', body], 'c')
        if (task) requesters.add(task)
      }
    }
    const bodies = Array.from({ length: 4 }, () => requesters.take()?.message[2])
    expect(bodies).toEqual(['1', '1', '2', '2'])
  })
})

describe('clients that send again', () => {
  test('have their turns like others: with eight tasks at the most nobody queues', () => {
    const requesters = queueOf(`${'a '.repeat(9)}b c`)
    expect(takeAll(requesters, 5)).toBe('a1 b1 c1 a2 a3')
    requesters.add(taskBy('d', '1'))
    // It has six tasks left, and took its place before.
    expect(takeAll(requesters, 2)).toBe('a4 d1')
  })

  test('are answered again when the trouble is over, by their own turns', async () => {
    const text = `\
version: 1
duration: 200s
warmup: 170s
clusters: { DC1: { workers: 5, service: exp:100ms } }
load: [{ at: DC1, executor: rate, rate: 40/s, clients: 400, timeout: 10s, retries: 3 }]
faults: [{ at: 20s, slow: DC1, factor: 5, until: 50s }]
`
    const { summary } = await simulate(readScenario(text, 'retry-storm.yaml'))
    expect(summary.total.throughput).toBeGreaterThan(40)
  })
})
