/** Names: which are allowed, which are made, and whose they are. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CLUSTER_NAME_MAX,
  CLUSTER_NAME_PATTERN,
  clientNames,
  clientPrefix,
  clusterNameProblem,
  clusterOf,
  isWorkerName,
  sharedClientName,
  workerNames,
} from '../../src/wire/names.js'

const goodName = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/)

describe('the name of a cluster', () => {
  test('is good where it is as its pattern says, for a schema', () => {
    const pattern = new RegExp(CLUSTER_NAME_PATTERN)
    fc.assert(
      fc.property(fc.oneof(goodName, fc.string({ maxLength: 40 })), name => {
        expect(pattern.test(name)).toBe(clusterNameProblem(name) === undefined)
      }),
    )
    expect([32, 33].map(length => pattern.test('x'.repeat(length)))).toEqual([true, false])
  })

  test('may be any of letters, digits, "_", "." and "-" that begins with a letter or digit', () => {
    fc.assert(
      fc.property(goodName, name => {
        expect(clusterNameProblem(name)).toBeUndefined()
      }),
    )
  })

  test('may hold nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), name => {
        const isGood = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name) && name.length <= CLUSTER_NAME_MAX
        expect(clusterNameProblem(name) === undefined).toBe(isGood)
      }),
    )
  })

  test.each([
    ['', 'is empty'],
    ['x'.repeat(32), undefined],
    ['x'.repeat(33), 'is longer than 32 bytes'],
    ['-x', 'must begin with a letter or a digit'],
    ['.', 'must begin with a letter or a digit'],
    ['DC 1', 'has a " ": use letters, digits, "_", "." and "-"'],
    ['DC1\n', 'has a "\\n": use letters, digits, "_", "." and "-"'],
    ['DC1/x', 'has a "/": use letters, digits, "_", "." and "-"'],
    ['DC#1', 'has a "#": use letters, digits, "_", "." and "-"'],
    ['DCé', 'has a "é": use letters, digits, "_", "." and "-"'],
    ['D😀', 'has a "😀": use letters, digits, "_", "." and "-"'],
  ])('%j %s', (name, problem) => {
    expect(clusterNameProblem(name)).toBe(problem)
  })
})

describe('the names of clients and workers', () => {
  test('count from one, with at least four digits', () => {
    expect(clientNames('DC1', 2)).toEqual(['DC1-c0001', 'DC1-c0002'])
    expect(sharedClientName('DC1', 2)).toBe('DC1-clients-2')
    for (const name of [...clientNames('DC1', 2), sharedClientName('DC1', 2)]) {
      expect(name.startsWith(clientPrefix('DC1'))).toBe(true)
    }
    expect(workerNames('DC1', 10_000).at(-1)).toBe('DC1-w10000')
    expect(workerNames('DC1', 0)).toEqual([])
  })

  test('tell their cluster, whatever it is called', () => {
    fc.assert(
      fc.property(goodName, fc.integer({ min: 1, max: 50 }), (cluster, count) => {
        const names = [...clientNames(cluster, count), ...workerNames(cluster, count)]
        expect(new Set(names.map(clusterOf))).toEqual(new Set([cluster]))
        expect(new Set(names).size).toBe(2 * count)
      }),
    )
  })

  test.each([
    ['DC1-w0001', true],
    ['DC1-w10000', true],
    ['DC1-c0001', false],
    ['DC1-w', false],
    ['DC1-w1x', false],
    ['w0001', false],
  ])('%s is what a worker is called: %s', (name, isSo) => {
    expect(isWorkerName(name)).toBe(isSo)
  })

  test.each(['', 'DC1', 'DC1-x0001', 'DC1-c', '-c0001', 'DC1-c0001 ', '\nDC1-c0001', 'w1'])(
    '%j is of no cluster of ours',
    name => expect(clusterOf(name)).toBe(''),
  )
})
