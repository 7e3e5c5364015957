/** Broker rule 1: a worker is ready when it says so, and the longest idle is assigned first. */

import { describe, expect, test } from 'vitest'
import { story } from '../support/story.js'

describe('a worker', () => {
  test.each([
    ["our own, and the Guide's in Python", 'w1 | | READY'],
    ["the Guide's in C", 'w1 | | <01>'],
    ['one of bytes', '<006b8b4567> | | READY'],
  ])('is ready when it says so: %s', (_, ready) => {
    const cloud = story().gets('localbe', ready)
    expect(cloud.state()).toMatchObject({ workers: 1, ready: 1 })
    cloud.client('c1').asks('hello')
    cloud.sees('localbe', `${ready.split(' ')[0]} | | c1 | | hello`)
  })

  test('is assigned after all that have been idle for longer', () => {
    const cloud = story()
    for (const name of ['w3', 'w1', 'w2']) cloud.worker(name).ready()
    cloud.client('c1').asks('one').client('c2').asks('two')
    cloud.worker('w1').answers('TWO')
    cloud.client('c3').asks('three').client('c4').asks('four')
    cloud.sees('localbe', 'w3 | | c1 | | one').sees('localbe', 'w1 | | c2 | | two')
    cloud.sees('localbe', 'w2 | | c3 | | three').sees('localbe', 'w1 | | c4 | | four')
  })

  test('is ready again when it has answered', () => {
    const cloud = story().worker('w1').ready().client('c1').asks('one')
    expect(cloud.state()).toMatchObject({ ready: 0, busyLocal: 1 })
    cloud.worker('w1').answers('ONE')
    expect(cloud.state()).toMatchObject({ ready: 1, busyLocal: 0 })
  })

  test('is ready once, however often it says so', () => {
    const cloud = story()
    for (let time = 0; time < 3; time++) cloud.worker('w1').ready()
    cloud.client('c1').asks('one').client('c2').asks('two')
    cloud.sees('localbe', 'w1 | | c1 | | one').seesNothing()
    expect(cloud.noted('ready')).toBe('w1')
  })
})

describe('a worker that says READY in the middle of a task', () => {
  test('was started again, and its task goes to the worker idle longest', () => {
    const cloud = story().worker('w1').ready().client('c1').asks('one')
    cloud.worker('w2').ready().sees('localbe', 'w1 | | c1 | | one')
    cloud.worker('w1').ready().sees('localbe', 'w2 | | c1 | | one').seesNothing()
    cloud.worker('w2').answers('ONE').sees('localfe', 'c1 | | ONE')
    expect(cloud.state()).toMatchObject({ workers: 2, ready: 2, busyLocal: 0 })
  })

  test('gets its task again where it is the only one', () => {
    const cloud = story().worker('w1').ready().peer('DC2').asks('c1', 'one')
    cloud.sees('localbe', 'w1 | | DC2 | c1 | | one')
    cloud.worker('w1').ready().sees('localbe', 'w1 | | DC2 | c1 | | one').seesNothing()
    expect(cloud.state()).toMatchObject({ workers: 1, ready: 0, busyCloud: 1 })
  })
})

describe('a reply that nobody waits for', () => {
  test('makes its unknown sender ready: it worked for this broker in an earlier life', () => {
    const cloud = story().gets('localbe', 'w1 | | c1 | | ONE').seesNothing()
    expect(cloud.noted('stray')).toBe('w1')
    expect(cloud.state()).toMatchObject({ workers: 1, ready: 1 })
  })

  test('of a worker that is ready already changes nothing', () => {
    const cloud = story().worker('w1').ready().gets('localbe', 'w1 | | c1 | | ONE').seesNothing()
    expect(cloud.noted('stray')).toBe('w1')
    expect(cloud.state()).toMatchObject({ workers: 1, ready: 1 })
  })
})

describe('identities that are different bytes', () => {
  test('are different workers, though one is given as text', () => {
    const cloud = story()
    const names = [new Uint8Array(65).fill(0xe9), '\u00e9'.repeat(65)]
    for (const name of names) cloud.broker.receive('localbe', [name, '', 'READY'], 0)
    expect(cloud.state()).toMatchObject({ workers: 2, ready: 2 })
  })

  test('and the same bytes are one, as text or not', () => {
    const cloud = story()
    for (const name of ['\u00e9', new Uint8Array([0xc3, 0xa9])]) {
      cloud.broker.receive('localbe', [name, '', 'READY'], 0)
    }
    expect(cloud.state()).toMatchObject({ workers: 1, ready: 1 })
  })
})
