/** Lists in lines: broken between their items, and nowhere else. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutAt, listed } from '../../src/cli/output/format.js'

test('a list that fits is one line', () => {
  expect(listed('delegated', ['DC1 → DC2 6', 'DC2 → DC1 5'], 80)).toEqual([
    'delegated: DC1 → DC2 6, DC2 → DC1 5',
  ])
})

test('a list that is longer goes on in the next line, set in', () => {
  expect(listed('also', ['2 retried', '3 late replies dropped'], 24)).toEqual([
    'also: 2 retried,',
    '  3 late replies dropped',
  ])
})

test('no line is longer than it may be, and nothing is lost', () => {
  const items = fc.array(fc.stringMatching(/^[a-z]{1,6}( [a-z]{1,6}){0,2}$/), { minLength: 1 })
  fc.assert(
    fc.property(items, fc.integer({ min: 30, max: 200 }), (words, columns) => {
      const lines = listed('also', words, columns)
      expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(columns)
      expect(lines.map(line => line.trim()).join(' ')).toBe(`also: ${words.join(', ')}`)
    }),
  )
})

test('a line that is too long is cut, and shows it', () => {
  expect(cutAt(9)('delegated')).toBe('delegated')
  expect(cutAt(8)('delegated')).toBe('delegat…')
})
