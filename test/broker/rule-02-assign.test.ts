/** Broker rule 2: a request goes to a ready worker; its reply goes back by what is remembered. */

import { describe, expect, test } from 'vitest'
import { story } from '../support/story.js'

describe('a request', () => {
  test('goes to a local worker while one is ready, whatever the peers have', () => {
    const cloud = story().worker('w1').ready().peer('DC2').tells(100)
    cloud.client('c1').asks('hello').sees('localbe', 'w1 | | c1 | | hello').seesNothing()
  })

  test.each([
    ['a client', 'localfe', 'c1 | | hello', 'c1 | | HELLO'],
    [
      'a client that correlates',
      'localfe',
      'c1 | <00000007> | | hello',
      'c1 | <00000007> | | HELLO',
    ],
    ['a peer of ours', 'cloudfe', 'DC2 | d7.1 | c9 | | hello', 'DC2 | d7.1 | c9 | | HELLO'],
    ["the Guide's peer in C", 'cloudfe', 'DC2 | c9 | | hello', 'DC2 | c9 | | HELLO'],
    ["the Guide's peer in Python", 'cloudfe', 'DC2 | | c9 | | hello', 'DC2 | | c9 | | HELLO'],
    ['a stranger', 'cloudfe', 'DC9 | c9 | | hello', 'DC9 | c9 | | HELLO'],
  ] as const)('of %s goes out whole and its reply comes home', (_, frontend, asked, answered) => {
    const cloud = story().worker('w1').ready().gets(frontend, asked)
    cloud.sees('localbe', `w1 | | ${asked}`)
    cloud.worker('w1').answers('HELLO').sees(frontend, answered).seesNothing()
  })

  test('may have an empty body, or a body of many frames, and so may its reply', () => {
    const cloud = story().worker('w1').ready().client('c1').asks('')
    cloud.sees('localbe', 'w1 | | c1 | |')
    cloud.gets('localbe', 'w1 | | c1 | | a | | b').sees('localfe', 'c1 | | a | | b')
  })
})

describe('a reply', () => {
  test('goes to the frontend that its task came in on, not by the look of its address', () => {
    const cloud = story().worker('w1').ready().worker('w2').ready()
    cloud.client('DC2').asks('one').gets('cloudfe', 'c1 | c2 | | two')
    cloud.worker('w1').answers('ONE').sees('localfe', 'DC2 | | ONE')
    cloud.worker('w2').answers('TWO').sees('cloudfe', 'c1 | c2 | | TWO')
  })

  test("with another task's addresses goes to nobody, and the worker still owes its own", () => {
    const cloud = story().worker('w1').ready().client('c1').asks('one')
    cloud.sees('localbe', 'w1 | | c1 | | one')
    cloud.gets('localbe', 'w1 | | c9 | | NINE').seesNothing()
    expect(cloud.noted('stray')).toBe('w1')
    cloud.worker('w1').answers('ONE').sees('localfe', 'c1 | | ONE')
  })

  test('to a task that came home does not pass for that to the next one', () => {
    const cloud = story().worker('w1').ready().client('c1').asks('one')
    cloud.sees('localbe', 'w1 | | c1 | | one')
    cloud.worker('w2').ready().worker('w1').ready().sees('localbe', 'w2 | | c1 | | one')
    cloud.client('c2').asks('two').sees('localbe', 'w1 | | c2 | | two')
    cloud.gets('localbe', 'w1 | | c1 | | ONE').seesNothing()
    cloud.worker('w1').answers('TWO').sees('localfe', 'c2 | | TWO')
    cloud.worker('w2').answers('ONE').sees('localfe', 'c1 | | ONE')
  })

  test.each(['w1 | | ONE', 'w1 | | c1 | ONE', 'w1 | | c1 | x | ONE', 'w1 | | c1 |'])(
    'that is not of the shape of its task is dropped, and the task placed anew: %s',
    reply => {
      const cloud = story().worker('w1').ready().client('c1').asks('one')
      cloud.sees('localbe', 'w1 | | c1 | | one')
      // Its worker is ready, and here the only one.
      cloud.gets('localbe', reply).sees('localbe', 'w1 | | c1 | | one').seesNothing()
      expect([cloud.noted('malformed'), cloud.noted('home')]).toEqual(['localbe', 'w1'])
      cloud.worker('w1').answers('ONE').sees('localfe', 'c1 | | ONE')
    },
  )

  test('to a peer counts as served for it', () => {
    const cloud = story().worker('w1').ready().peer('DC2').asks('c1', 'one')
    cloud.worker('w1').answers('ONE').client('c1').asks('two').worker('w1').answers('TWO')
    expect(cloud.noted('served')).toBe('DC2')
  })
})
