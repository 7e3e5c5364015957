/** Wrong words and the right ones that they were probably meant to be. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { POLICY_NAMES } from '../../src/broker/policy.js'
import { nearest, suggest } from '../../src/scenario/messages.js'

const policy = fc.constantFrom(...POLICY_NAMES)

describe('the nearest word', () => {
  test('is the word itself if it is right, in whatever case', () => {
    fc.assert(
      fc.property(policy, word => {
        expect(nearest(word, POLICY_NAMES)).toBe(word)
        expect(nearest(word.toUpperCase(), POLICY_NAMES)).toBe(word)
      }),
    )
  })

  test('is found behind one slip: a letter too many, too few, or wrong', () => {
    fc.assert(
      fc.property(
        policy,
        fc.nat(),
        fc.constantFrom(0, 1),
        fc.constantFrom('', 'q'),
        (word, at, cut, put) => {
          const place = at % word.length
          const slip = word.slice(0, place) + put + word.slice(place + cut)
          expect(nearest(slip, POLICY_NAMES)).toBe(word)
        },
      ),
    )
  })

  test('is found behind two neighbours exchanged', () => {
    fc.assert(
      fc.property(policy, fc.nat(), (word, at) => {
        const place = at % (word.length - 1)
        const [first = '', second = ''] = word.slice(place)
        const slip = word.slice(0, place) + second + first + word.slice(place + 2)
        expect(nearest(slip, POLICY_NAMES)).toBe(word)
      }),
    )
    expect(nearest('icp', ['ipc', 'inproc'])).toBe('ipc')
    expect(nearest('tcp', ['ipc', 'inproc'])).toBeUndefined()
  })

  test.each([
    ['wieghted', 'weighted'],
    ['local', undefined],
    ['round-robin', undefined],
    ['', undefined],
    ['x', undefined],
  ])('to %j is %s', (wrong, word) => {
    expect(nearest(wrong, POLICY_NAMES)).toBe(word)
  })

  test('is suggested, or else the whole list', () => {
    expect(suggest('leest-outstanding', POLICY_NAMES)).toBe('did you mean "least-outstanding"?')
    expect(suggest('best', ['a', 'b'])).toBe('use one of a, b')
  })
})
