/** Workers behind one socket: an address of two frames, and all rules hold as for any worker. */

import { describe, expect, test } from 'vitest'
import { story } from '../support/story.js'

/** Two workers behind the socket s1, the first idle for longer. */
const pair = () => story().gets('localbe', 's1 | w1 | | READY').gets('localbe', 's1 | w2 | | READY')

describe('a worker behind a shared socket', () => {
  test('is a worker of its own, by the name that it has there', () => {
    const cloud = pair()
    expect(cloud.state()).toMatchObject({ workers: 2, ready: 2 })
    expect(cloud.noted('ready')).toBe('w1 w2')
  })

  test('is assigned after all that have been idle for longer', () => {
    const cloud = pair().worker('w3').ready()
    cloud.client('c1').asks('one').client('c2').asks('two')
    cloud.gets('localbe', 's1 | w1 | | c1 | | ONE')
    cloud.client('c3').asks('three').client('c4').asks('four')
    cloud.sees('localbe', 's1 | w1 | | c1 | | one').sees('localbe', 's1 | w2 | | c2 | | two')
    cloud.sees('localbe', 'w3 | | c3 | | three').sees('localbe', 's1 | w1 | | c4 | | four')
    expect(cloud.noted('assigned')).toBe('w1 w2 w3 w1')
  })

  test('brings its reply to who asked, client or peer', () => {
    const cloud = pair().client('c1').asks('one').peer('DC2').asks('c9', 'two')
    cloud.gets('localbe', 's1 | w2 | | DC2 | c9 | | TWO').sees('cloudfe', 'DC2 | c9 | | TWO')
    cloud.gets('localbe', 's1 | w1 | | c1 | | ONE').sees('localfe', 'c1 | | ONE')
    expect(cloud.state()).toMatchObject({ ready: 2, busyLocal: 0, busyCloud: 0 })
  })

  test('is none of the same name elsewhere, nor of a name that looks alike', () => {
    const cloud = pair()
    for (const ready of ['s2 | w1', 'w1', 's1w1', '2 s1w1', 's | 1w1']) {
      cloud.gets('localbe', `${ready} | | READY`)
    }
    expect(cloud.state()).toMatchObject({ workers: 7, ready: 7 })
  })

  test('was started again when it says READY in the middle of a task', () => {
    const cloud = pair().client('c1').asks('one').sees('localbe', 's1 | w1 | | c1 | | one')
    cloud.gets('localbe', 's1 | w1 | | READY').sees('localbe', 's1 | w2 | | c1 | | one')
    expect(cloud.state()).toMatchObject({ workers: 2, ready: 1 })
  })

  test('is hired by its reply where the broker was started anew', () => {
    const cloud = story().gets('localbe', 's1 | w1 | | c1 | | ONE').seesNothing()
    expect(cloud.noted('stray')).toBe('w1')
    expect(cloud.state()).toMatchObject({ workers: 1, ready: 1 })
  })

  test('is alone in being forgotten when its task bounces', () => {
    const cloud = pair().client('c1').asks('one').bounces('localbe', 's1 | w1 | | c1 | | one')
    cloud.sees('localbe', 's1 | w1 | | c1 | | one').sees('localbe', 's1 | w2 | | c1 | | one')
    expect(cloud.noted('worker-gone')).toBe('w1')
    expect(cloud.state()).toMatchObject({ workers: 1, ready: 0 })
  })
})

describe('a worker that its socket says is GONE', () => {
  test('is not one that says another word of four letters, with a task or without', () => {
    const cloud = pair().client('c1').asks('one')
    cloud.gets('localbe', 's1 | w1 | | DONE').gets('localbe', 's1 | w1 | | DONE')
    expect([cloud.noted('malformed'), cloud.noted('worker-gone')]).toEqual(['localbe localbe', ''])
    // The task is with the other one meanwhile.
    expect(cloud.state()).toMatchObject({ workers: 2, ready: 1, busyLocal: 1 })
  })

  test('is forgotten, and its task goes to the next', () => {
    const cloud = pair().client('c1').asks('one').sees('localbe', 's1 | w1 | | c1 | | one')
    cloud.gets('localbe', 's1 | w1 | | GONE').sees('localbe', 's1 | w2 | | c1 | | one')
    expect(cloud.noted('worker-gone')).toBe('w1')
    expect(cloud.state()).toMatchObject({ workers: 1, ready: 0, busyLocal: 1 })
  })

  test('is there again when it says READY', () => {
    const cloud = pair().client('c1').asks('one').gets('localbe', 's1 | w1 | | GONE')
    cloud.gets('localbe', 's1 | w1 | | READY')
    expect(cloud.state()).toMatchObject({ workers: 2, ready: 1 })
  })

  test.each(['s1 | w1', 's1 | w9'])('is left as it is where %s has no task', address => {
    const cloud = pair().gets('localbe', `${address} | | GONE`).seesNothing()
    expect(cloud.state()).toMatchObject({ workers: 2, ready: 2 })
    expect(cloud.noted('stray')).toBe(address.slice(-2))
  })
})
