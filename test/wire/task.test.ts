/** Task bodies: signed by the worker, known again by the client, and let alone if not ours. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  clientOfTask,
  numbersOf,
  signed,
  signerOf,
  taskBody,
  taskIdIn,
  taskIdOf,
} from '../../src/wire/task.js'

const cluster = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,31}$/)
const number = fc.integer({ min: 1, max: 65_536 })
const client = fc.tuple(cluster, number).map(([name, nth]) => `${name}-c${nth}`)
const worker = fc.tuple(cluster, number).map(([name, nth]) => `${name}-w${nth}`)
const life = fc.integer({ min: 1, max: 1000 })
const taskId = fc
  .tuple(client, fc.nat(), life)
  .map(([name, nth, ofLife]) => taskIdOf(name, nth, ofLife))
const bytes = fc.integer({ min: 1, max: 200 })

describe('the body of a task', () => {
  test('is as long as it was asked to be, or as its id needs', () => {
    fc.assert(
      fc.property(taskId, bytes, (id, length) => {
        const body = taskBody(id, length)
        expect(body).toHaveLength(Math.max(length, id.length))
        expect(body.startsWith(id)).toBe(true)
      }),
    )
  })

  test('is of the client that its id is of', () => {
    const idOf = fc.tuple(client, fc.nat())
    fc.assert(
      fc.property(idOf, bytes, ([name, nth], length) => {
        const id = taskIdOf(name, nth)
        expect(clientOfTask(id)).toBe(name)
        expect(clientOfTask(taskBody(id, length))).toBe(name)
      }),
    )
  })

  test("is nobody's until a worker has signed it, and then that worker's", () => {
    fc.assert(
      fc.property(taskId, bytes, worker, (id, length, name) => {
        const body = taskBody(id, length)
        expect(signerOf(body, id)).toBe('')
        expect(signerOf(signed(body, name) ?? '', id)).toBe(name)
      }),
    )
  })

  test('keeps its length when signed, where there is room', () => {
    fc.assert(
      fc.property(taskId, bytes, worker, (id, length, name) => {
        const needed = id.length + '@'.length + name.length
        expect(signed(taskBody(id, length), name)).toHaveLength(Math.max(length, needed))
      }),
    )
  })

  test('tells its id, asked or answered', () => {
    fc.assert(
      fc.property(taskId, bytes, worker, (id, length, name) => {
        const body = taskBody(id, length)
        expect([taskIdIn(body), taskIdIn(signed(body, name) ?? '')]).toEqual([id, id])
      }),
    )
  })

  test.each(['HELLO', '#1', 'c1#', 'c1#x', 'c1#1x', 'c1#1\n', ' c1#1', '#c1#1', 'c1#1.', 'c1#.1'])(
    'tells no id where it is none of ours: %j',
    body => expect(taskIdIn(body)).toBeUndefined(),
  )

  test('has the life of its client in its id, but the first', () => {
    const ids = [undefined, 1, 2, 12].map(ofLife => taskIdOf('c1', 7, ofLife))
    expect(ids).toEqual(['c1#7', 'c1#7', 'c1#2.7', 'c1#12.7'])
  })

  test('is its id where that is as long as it was asked to be', () => {
    expect([3, 4, 5, 6].map(length => taskBody('c1#7', length))).toEqual([
      'c1#7',
      'c1#7',
      'c1#7 ',
      'c1#7 .',
    ])
  })

  test('answers no other task', () => {
    fc.assert(
      fc.property(taskId, taskId, bytes, worker, (id, other, length, name) => {
        fc.pre(id !== other)
        expect(signerOf(signed(taskBody(id, length), name) ?? '', other)).toBeUndefined()
      }),
    )
  })

  test.each([
    ['DC1-c0001#1', 'DC1-c0001#12'],
    ['DC1-c0001#12', 'DC1-c0001#1'],
    ['DC1-c0001#1', 'DC1-c0001#1x'],
    // Of another life of its client.
    ['DC1-c0001#1', 'DC1-c0001#1.1'],
    ['DC1-c0001#2', 'DC1-c0001#2.1@DC1-w0001'],
    ['DC1-c0001#2.1', 'DC1-c0001#1@DC1-w0001'],
    ['DC1-c0001#2.1', 'DC1-c0001#2@DC1-w0001'],
    ['DC1-c0001#2.1', 'DC1-c0001#3.1@DC1-w0001'],
    ['DC1-c0001#2.1', 'DC1-c0001#2.10@DC1-w0001'],
    ['DC1-c0001#1', 'DC1-c0001#1@'],
    ['DC1-c0001#1', 'DC1-c0001#1@DC1-w0001!'],
  ])('asked as %s is not answered by %s', (id, answer) => {
    expect(signerOf(answer, id)).toBeUndefined()
  })
})

test.each([
  ['DC1-c0001#12', { life: 1, sequence: 12 }],
  ['DC1-c0001#2.12@DC1-w0001 ....', { life: 2, sequence: 12 }],
  ['DC1-c0001#12.3', { life: 12, sequence: 3 }],
  ['DC1-c0001', undefined],
  ['DC1-c00010#1', undefined],
  ['DC1-c0002#1', undefined],
  ['DC1-c0001#x', undefined],
])('the numbers of %s among the tasks of DC1-c0001 are %j', (body, numbers) => {
  expect(numbersOf(body, 'DC1-c0001')).toEqual(numbers)
})

describe('a body that is not ours', () => {
  const OURS = /^[\w.-]+#(?:\d+\.)?\d+(?: \.*)?$/

  test('is never signed', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[#@ .\w-]{0,12}$/)),
        worker,
        (body, name) => {
          fc.pre(!OURS.test(body))
          expect(signed(body, name)).toBeUndefined()
        },
      ),
    )
  })

  test.each([
    ['the Guide, C', '0A3F'],
    ['the Guide, Python', 'HELLO'],
    ['nothing', ''],
    ['no number', 'DC1-c0001#'],
    ['no name', '#12'],
    ['words before', 'hello DC1-c0001#12'],
    ['words behind', 'DC1-c0001#12 hello'],
    ['a line end', 'DC1-c0001#12\n'],
    ['a signature already', 'DC1-c0001#12@DC1-w0001'],
    ['padding of another kind', 'DC1-c0001#12    '],
    ['a megabyte', 'x'.repeat(1_048_576)],
  ])('is left as it is: %s', (_, body) => {
    expect(signed(body, 'DC1-w0001')).toBeUndefined()
  })
})
