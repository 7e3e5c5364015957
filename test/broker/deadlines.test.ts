/** Every task that is handed out has a deadline: what nobody answers is placed anew. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NEVER } from '../../src/base/time.js'
import { ReplyTimeout } from '../../src/broker/reply-timeout.js'
import { type Story, story } from '../support/story.js'

const LIMIT_MS = 1000
const limited = (options = {}) =>
  story({ taskTimeoutMs: LIMIT_MS, stateTtlMs: 0, heartbeatMs: 10_000, ...options })

/** Workers that have answered before: what they miss costs nobody else his credit. */
function proven(cloud: Story, ...names: string[]): Story {
  for (const name of names) cloud.worker(name).ready()
  for (const _ of names) cloud.client('c0').asks('warm')
  for (const name of names) {
    cloud.sees('localbe', `${name} | | c0 | | warm`).worker(name).answers('WARM')
    cloud.sees('localfe', 'c0 | | WARM')
  }
  return cloud
}

describe('a worker that does not answer in time', () => {
  test('is forgotten, and its task goes to the next one', () => {
    const cloud = limited().worker('w1').ready().client('c1').asks('one')
    cloud.sees('localbe', 'w1 | | c1 | | one').after(LIMIT_MS - 1)
    expect(cloud.state()).toMatchObject({ workers: 1, busyLocal: 1, waiting: 0 })
    cloud.after(1)
    expect(cloud.noted('expired')).toBe('w1')
    expect(cloud.noted('worker-gone')).toBe('w1')
    expect(cloud.state()).toMatchObject({ workers: 0, ready: 0, busyLocal: 0, waiting: 1 })
    cloud.worker('w2').ready().sees('localbe', 'w2 | | c1 | | one')
  })

  test('is not ready again until it speaks; its late reply is a stray', () => {
    const cloud = proven(limited(), 'w1', 'w2').client('c1').asks('one').after(LIMIT_MS)
    cloud.sees('localbe', 'w1 | | c1 | | one')
    cloud.sees('localbe', 'w2 | | c1 | | one').worker('w1').answers('LATE').seesNothing()
    expect(cloud.noted('stray')).toBe('w1')
    expect(cloud.state()).toMatchObject({ workers: 2, ready: 1, busyLocal: 1 })
    cloud.worker('w2').answers('ONE').sees('localfe', 'c1 | | ONE')
  })

  test("gives a peer's task back to where it was", () => {
    const cloud = limited().worker('w1').ready().peer('DC2').asks('c1', 'one').after(LIMIT_MS)
    expect(cloud.state()).toMatchObject({ workers: 0, busyCloud: 0, waiting: 1 })
    cloud.sees('localbe', 'w1 | | DC2 | c1 | | one').worker('w2').ready()
    cloud.sees('localbe', 'w2 | | DC2 | c1 | | one').worker('w2').answers('ONE')
    cloud.sees('cloudfe', 'DC2 | c1 | | ONE')
  })

  test('keeps its task for ever where there is no limit', () => {
    const cloud = limited({ taskTimeoutMs: 0 }).worker('w1').ready().client('c1').asks('one')
    cloud.after(1e6)
    expect(cloud.state()).toMatchObject({ workers: 1, busyLocal: 1 })
  })

  test('costs nothing while answers come in time: no tick is asked for', () => {
    const cloud = limited({ heartbeatMs: 1e9 }).worker('w1').ready()
    for (let nth = 0; nth < 10; nth++) {
      cloud
        .client('c1')
        .asks('work')
        .after(LIMIT_MS / 2)
        .worker('w1')
        .answers('done')
    }
    expect(cloud.broker.deadline).toBeGreaterThan(1e8)
    expect(cloud.noted('expired')).toBe('')
  })
})

describe('tasks that are missed', () => {
  test('go out before all that came after them, oldest first', () => {
    const cloud = proven(limited(), 'w1', 'w2')
    cloud.client('c1').asks('one').client('c2').asks('two').client('c3').asks('three')
    cloud.after(LIMIT_MS).sees('localbe', 'w1 | | c1 | | one')
    cloud.sees('localbe', 'w2 | | c2 | | two').seesNothing()
    for (const name of ['w3', 'w4', 'w5']) cloud.worker(name).ready()
    expect(cloud.noted('expired')).toBe('w1 w2')
    const bodies = cloud.everySent('localbe').map(message => message.at(-1))
    expect(bodies.slice(2)).toEqual(['one', 'two', 'one', 'two', 'three'])
  })

  test('go out oldest first also where an older one came home before', () => {
    const cloud = proven(limited({ policy: 'local-only' }), 'w1', 'w2')
      .client('c1')
      .asks('one')
    cloud
      .after(1)
      .client('c2')
      .asks('two')
      .after(2 * LIMIT_MS)
    expect(cloud.noted('expired')).toBe('w1 w2')
    cloud.worker('w3').ready().worker('w4').ready()
    const bodies = cloud.everySent('localbe').map(message => message.at(-1))
    expect(bodies.slice(2)).toEqual(['one', 'two', 'one', 'two'])
  })

  test('six times are given up, and counted', () => {
    const cloud = limited({ policy: 'local-only' })
    const story = proven(cloud, 'w1', 'w2', 'w3', 'w4', 'w5', 'w6').client('c1').asks('one')
    story.after(6 * 16 * LIMIT_MS)
    expect(story.noted('expired')).toBe('w1 w2 w3 w4 w5 w6')
    expect(story.noted('home')).toBe('w1 w2 w3 w4 w5')
    expect(story.noted('given-up')).toBe('w6')
    expect(story.state()).toMatchObject({ workers: 0, busyLocal: 0, waiting: 0 })
  })

  test('by a bounce are tried for as long as it takes', () => {
    const cloud = limited().client('c1').asks('one')
    for (let nth = 1; nth <= 20; nth++) {
      cloud.worker(`w${nth}`).ready().bounces('localbe', `w${nth} | | c1 | | one`)
    }
    cloud.worker('w0').ready().worker('w0').answers('ONE').noted('given-up')
    expect(cloud.everySent('localfe')).toHaveLength(1)
  })
})

describe('a deadline', () => {
  // Here (at + limit) - limit is another number than at, as floats have it.
  const atMs = 0.1
  const limitMs = 0.7

  test('that has come is met by one tick, whatever is rounded', () => {
    for (let nth = 0; nth < 1000; nth++) {
      const cloud = limited({ taskTimeoutMs: limitMs * (nth + 1) }).after(atMs * nth)
      cloud.worker('w1').ready().client('c1').asks('one').peer('DC2').tells(1)
      cloud.client('c2').asks('two').after(10_000)
      expect(cloud.noted('expired')).toContain('w1')
      expect(cloud.noted('expired')).toContain('DC2')
    }
  })
})

describe('a broker that stood still', () => {
  const paused = () =>
    limited().worker('w1').ready().peer('DC2').tells(1).client('c1').asks('one').client('c2')

  test('reads the replies that came meanwhile before it misses any', () => {
    const cloud = paused()
      .asks('two')
      .standsStill(100 * LIMIT_MS)
    cloud.worker('w1').answers('ONE').peer('DC2').answers('TWO')
    cloud.sees('localfe', 'c1 | | ONE').sees('localfe', 'c2 | | TWO')
    expect(cloud.after(LIMIT_MS).noted('expired')).toBe('')
  })

  test('misses what is not there after one more limit', () => {
    const cloud = paused()
      .asks('two')
      .standsStill(100 * LIMIT_MS)
    cloud.after(LIMIT_MS - 1)
    expect(cloud.noted('expired')).toBe('')
    expect(cloud.after(1).noted('expired').split(' ').sort().join(' ')).toBe('DC2 w1')
  })

  test('again and again still misses replies', () => {
    const cloud = paused().asks('two')
    for (let nth = 0; nth < 20; nth++) cloud.standsStill(cloud.broker.deadline - cloud.now + 200)
    expect(cloud.noted('expired')).toContain('w1')
    expect(cloud.noted('expired')).toContain('DC2')
  })

  describe.each([
    ['a tenth of a second', 1000, 100],
    ['a quarter of its limit', 200, 50],
  ])('for %s,', (_, taskTimeoutMs, pauseMs) => {
    const idle = () =>
      story({ policy: 'local-only', taskTimeoutMs, heartbeatMs: 10_000 }).worker('w1').ready()

    test.each([
      [0, ''],
      [1, 'w1'],
    ])('holds; for %d ms less it does not', (lessMs, expired) => {
      const cloud = idle().client('c1').asks('one')
      expect(cloud.standsStill(taskTimeoutMs + pauseMs - lessMs).noted('expired')).toBe(expired)
    })

    test.each([
      [0, ''],
      [1, 'w1'],
    ])(
      'holds anew a limit after the last hold; %d ms earlier it does not',
      (earlierMs, expired) => {
        const cloud = idle().standsStill(10_000 + pauseMs)
        cloud
          .after(taskTimeoutMs - pauseMs - earlierMs)
          .client('c1')
          .asks('one')
        expect(cloud.standsStill(taskTimeoutMs + pauseMs).noted('expired')).toBe(expired)
      },
    )
  })
})

describe('the limit by itself', () => {
  const BASE_MS = 100

  test('is never below its base, and never above sixteen times that, whatever comes', () => {
    const step = fc.record({ took: fc.nat(3000), later: fc.nat(2000), isMiss: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step), steps => {
        const timeout = new ReplyTimeout(BASE_MS)
        let now = 0
        for (const { took, later, isMiss } of steps) {
          now += later
          const before = timeout.limitMs
          if (isMiss) timeout.missed(now, now)
          else timeout.replied(now - took, now)
          if (isMiss) expect(timeout.limitMs).toBe(Math.min(1600, 2 * before))
          else expect(timeout.limitMs).toBeGreaterThanOrEqual(Math.min(1600, 2 * took))
          expect(timeout.limitMs).toBeGreaterThanOrEqual(BASE_MS)
          expect(timeout.limitMs).toBeLessThanOrEqual(16 * BASE_MS)
        }
      }),
    )
  })

  test('remembers a long answer for 16 times its base, and at most twice that', () => {
    const timeout = new ReplyTimeout(BASE_MS)
    timeout.replied(0, 300)
    const limits = [301, 1899, 1900, 1901, 3499, 3500].map(now => {
      timeout.replied(now - 1, now)
      return timeout.limitMs
    })
    expect(limits).toEqual([600, 600, 600, 600, 600, BASE_MS])
  })

  test('is that of the longest of two answers, in whatever order they come', () => {
    for (const took of [
      [120, 300],
      [300, 120],
    ]) {
      const timeout = new ReplyTimeout(BASE_MS)
      for (const ms of took) timeout.replied(400 - ms, 400)
      expect(timeout.limitMs).toBe(600)
    }
  })

  test('doubles once for what was sent before a miss, and again for what was sent at it', () => {
    const timeout = new ReplyTimeout(BASE_MS)
    timeout.missed(0, 100)
    for (const sentAt of [1, 50, 99]) timeout.missed(sentAt, 101)
    expect(timeout.limitMs).toBe(2 * BASE_MS)
    timeout.missed(100, 300)
    expect(timeout.limitMs).toBe(4 * BASE_MS)
  })

  test('is none where its base is 0, whatever comes', () => {
    const timeout = new ReplyTimeout(0)
    expect(timeout.limitMs).toBe(NEVER)
    timeout.replied(0, 100)
    expect(timeout.limitMs).toBe(NEVER)
  })
})

describe('the limit', () => {
  /** How many times the least limit it is until the next miss. */
  const nextMiss = (cloud: Story) => {
    const from = cloud.now
    const before = cloud.ports.noted('expired').length
    while (cloud.ports.noted('expired').length === before) cloud.after(LIMIT_MS / 4)
    return (cloud.now - from) / LIMIT_MS
  }

  test('doubles with each miss, up to sixteen times; an answer sets it back', () => {
    const cloud = proven(
      limited({ policy: 'local-only' }),
      ...['w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7'],
    )
    cloud.client('c1').asks('work')
    expect([1, 2, 3, 4, 5, 6].map(() => nextMiss(cloud))).toEqual([1, 2, 4, 8, 16, 16])
    cloud.client('c1').asks('one').worker('w7').answers('ONE')
    cloud.client('c2').asks('two').after(LIMIT_MS)
    expect(cloud.ports.noted('expired').at(-1)).toBe('w7')
  })

  test('is twice the longest time that an answer took, for a while', () => {
    const cloud = limited({ policy: 'local-only' }).worker('w1').ready().client('c1').asks('one')
    cloud.after(900).worker('w1').answers('ONE').client('c1').asks('two').after(1799)
    expect(cloud.noted('expired')).toBe('')
    cloud.worker('w1').answers('TWO').client('c1').asks('three').after(3597)
    expect(cloud.noted('expired')).toBe('')
    cloud.after(1)
    expect(cloud.noted('expired')).toBe('w1')
  })
})

describe('a task that no peer answers', () => {
  test('is given up after six misses, and each of them is noted', () => {
    const cloud = limited().peer('DC2').tells(9).client('DC1-c1').asks('one').after(1e6)
    expect(cloud.ports.noted('expired')).toEqual(Array(6).fill('DC2'))
    expect(cloud.ports.noted('freed')).toEqual(Array(6).fill('DC2'))
    expect(cloud.ports.noted('home')).toEqual(Array(5).fill('DC2'))
    expect(cloud.noted('given-up')).toBe('DC2')
  })
})

describe('a peer that does not reply in time', () => {
  const delegated = (options = {}) => limited(options).peer('DC2').tells(5).client('c1').asks('one')

  test('loses the task, which is placed anew; its late reply is dropped', () => {
    const cloud = delegated()
      .sees('cloudbe', 'DC2 | d0.1 | c1 | | one')
      .after(2 * LIMIT_MS - 1)
    expect(cloud.state().peers[0]).toMatchObject({ outstanding: 1 })
    cloud.peer('DC3').tells(9).after(1).sees('cloudbe', 'DC3 | d0.2 | c1 | | one')
    expect(cloud.noted('expired')).toBe('DC2')
    cloud.peer('DC2').answers('LATE', 'd0.1').seesNothing()
    expect(cloud.noted('late')).toBe('DC2')
    cloud.peer('DC3').answers('ONE', 'd0.2').sees('localfe', 'c1 | | ONE')
  })

  test('keeps what it was sent later', () => {
    const cloud = delegated().after(500).client('c2').asks('two').after(1500)
    expect(cloud.noted('expired')).toBe('DC2')
    cloud.peer('DC2').answers('TWO', 'd0.2').sees('localfe', 'c2 | | TWO')
  })

  test('has a limit of its own', () => {
    const cloud = delegated()
      .after(2 * LIMIT_MS)
      .peer('DC3')
      .tells(9)
      .client('c2')
      .asks('two')
    cloud.worker('w1').ready().after(1)
    expect(cloud.noted('expired')).toBe('DC2')
    cloud.after(2 * LIMIT_MS)
    expect(cloud.noted('expired').split(' ').sort()).toContain('DC3')
  })

  test('is waited for for ever where there is no limit', () => {
    const cloud = delegated({ taskTimeoutMs: 0 }).after(1e6)
    expect(cloud.state().peers[0]).toMatchObject({ outstanding: 1 })
  })
})
