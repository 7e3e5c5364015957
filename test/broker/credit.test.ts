/** Who takes tasks and does not answer costs a bounded number of them. */

import { describe, expect, test } from 'vitest'
import { Credit } from '../../src/broker/credit.js'
import { show } from '../support/frames.js'
import { type Story, story } from '../support/story.js'

const LIMIT_MS = 1000
const limited = (options = {}) =>
  story({ taskTimeoutMs: LIMIT_MS, stateTtlMs: 0, heartbeatMs: 10_000, ...options })
const local = () => limited({ policy: 'local-only' })

/** With one worker, w1, that has answered. */
const withProven = () =>
  local().worker('w1').ready().client('c0').asks('warm').worker('w1').answers('WARM')

/** So many clients ask, each for one task. */
function asked(cloud: Story, count: number): Story {
  for (let nth = 0; nth < count; nth++) cloud.client(`c${nth}`).asks('work')
  return cloud
}

/** A worker does all that it is sent, each in 10 ms, for so long; gives how many tasks it did. */
function works(cloud: Story, name: string, ms: number, done = 0): number {
  const end = cloud.now + ms
  const sentTo = () => cloud.everySent('localbe').filter(([to]) => to === name).length
  for (let answered = done; cloud.now < end; cloud.after(10)) {
    if (sentTo() === answered) continue
    answered++
    cloud.worker(name).answers('DONE')
  }
  return sentTo() - done
}

describe('the credit', () => {
  const LATER_MS = 5000

  test('halves with each miss down to 0, by no more tasks than were out', () => {
    const credit = new Credit(64)
    const misses = [64, 63, 62, 61, 60, 59, 58].map(inUse => {
      const isSuspended = credit.missed(0, inUse, LIMIT_MS, LIMIT_MS)
      return `${credit.window}${isSuspended ? ' suspended' : ''}`
    })
    expect(misses).toEqual(['32', '16', '8', '4', '2', '1', '0 suspended'])
    expect(credit.missed(0, 57, LIMIT_MS, LIMIT_MS)).toBe(false)
    expect(credit.probeAt).toBe(2 * LIMIT_MS)
  })

  test('is 1 after one lost task of somebody who has few, and 0 after the next', () => {
    const credit = new Credit(64)
    expect(credit.missed(0, 1, LIMIT_MS, LIMIT_MS)).toBe(false)
    expect(credit.window).toBe(1)
    expect(credit.missed(LIMIT_MS, 1, LIMIT_MS, LATER_MS)).toBe(true)
  })

  test('halves once for all that were sent before a miss, where replies came since', () => {
    const credit = new Credit(64)
    credit.replied(10, LIMIT_MS / 2)
    for (const inUse of [9, 8, 7]) credit.missed(0, inUse, LIMIT_MS, LIMIT_MS)
    expect(credit.window).toBe(4)
    credit.replied(1, LIMIT_MS + 1)
    credit.missed(LIMIT_MS, 6, LIMIT_MS, 2 * LIMIT_MS)
    expect(credit.window, 'what was sent at the miss is no older').toBe(2)
  })

  test('grows with each reply while it is used, and not beyond', () => {
    const credit = new Credit(1)
    for (let nth = 0; nth < 63; nth++) credit.replied(credit.window, nth)
    expect(credit.window).toBe(64)
    for (let nth = 0; nth < 100; nth++) credit.replied(32, nth)
    expect(credit.window).toBe(64)
  })

  test('has probes that are further and further apart, until a reply comes', () => {
    const credit = new Credit(1)
    let now = 0
    const backoffs = Array.from({ length: 8 }, () => {
      credit.missed(now, 1, LIMIT_MS, now)
      const { probeAt } = credit
      const backoffMs = probeAt - now
      now = probeAt
      credit.probe(now)
      return backoffMs / LIMIT_MS
    })
    expect(backoffs).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
    expect(credit.isSuspended).toBe(true)
    expect(credit.replied(1, now)).toBe(true)
    credit.missed(now, 1, LIMIT_MS, now + 1)
    expect(credit.isSuspended).toBe(false)
    credit.missed(now + 1, 1, LIMIT_MS, now + 2)
    expect(credit.backoffMs).toBe(LIMIT_MS)
  })
})

describe('a peer that claims a million and answers nothing', () => {
  const claimed = (options = {}) => asked(limited(options).peer('DC2').tells(1_000_000), 300)

  test.each(['weighted', 'guide', 'least-outstanding'] as const)(
    'costs 64 tasks, then one at a time, by the policy %s',
    policy => {
      const cloud = claimed({ policy })
      expect(cloud.everySent('cloudbe')).toHaveLength(64)
      expect(cloud.state().waiting).toBe(300 - 64)
      cloud.after(2 * LIMIT_MS)
      expect(cloud.state().peers[0]).toMatchObject({ outstanding: 0, isSuspended: true })
      expect(cloud.state().peers[0]?.capacity).toBeGreaterThan(0)
      expect(cloud.noted('suspended')).toBe('DC2')
      expect(cloud.ports.reopened).toEqual(['cloudbe DC2'])
      // Limits and backoffs double, up to a minute.
      cloud.after(600_000)
      expect(cloud.everySent('cloudbe').length).toBeLessThan(64 + 20)
    },
  )

  test('gets more again when it answers', () => {
    const cloud = claimed().after(2 * LIMIT_MS)
    const before = cloud.everySent('cloudbe').length
    while (cloud.everySent('cloudbe').length === before) cloud.after(100)
    expect(cloud.state().peers[0]).toMatchObject({ isSuspended: true, outstanding: 1 })
    cloud.peer('DC2').answers('DONE')
    expect(cloud.noted('restored')).toBe('DC2')
    expect(cloud.state().peers[0]).toMatchObject({ isSuspended: false, outstanding: 2 })
    cloud.peer('DC2').answers('DONE').peer('DC2').answers('DONE')
    expect(cloud.state().peers[0]?.outstanding).toBe(4)
  })

  test.each(['weighted', 'guide'] as const)('leaves what nobody can take: %s', policy => {
    const cloud = claimed({ policy }).after(2 * LIMIT_MS)
    const { waiting } = cloud.state()
    asked(cloud, 10)
    expect(cloud.state().waiting).toBe(waiting + 10)
  })

  test('is probed in time, whoever speaks meanwhile', () => {
    const cloud = claimed().after(2 * LIMIT_MS)
    const before = cloud.everySent('cloudbe').length
    cloud.peer('DC3').tells(0).after(60_000)
    expect(cloud.everySent('cloudbe').length).toBeGreaterThan(before)
  })

  test('leaves the tasks to another peer', () => {
    const cloud = claimed({ policy: 'weighted' }).peer('DC3').tells(1000)
    const toDC3 = cloud.everySent('cloudbe').filter(([name]) => name === 'DC3')
    expect(toDC3).toHaveLength(64)
  })

  test('has all credit where there is no limit', () => {
    const cloud = claimed({ taskTimeoutMs: 0 })
    expect(cloud.everySent('cloudbe')).toHaveLength(300)
  })
})

describe('workers that have never answered', () => {
  test('are assigned as others are, longest idle first, before the first miss', () => {
    const cloud = local().worker('w1').ready().client('c1').asks('one').worker('w1').answers('ONE')
    for (const name of ['s1', 's2']) cloud.worker(name).ready()
    asked(cloud, 3)
    expect(cloud.everySent('localbe').map(([name]) => name)).toEqual(['w1', 'w1', 's1', 's2'])
  })

  test('come after the others when one of them has missed, however long they are idle', () => {
    const cloud = local().worker('s1').ready().client('c1').asks('one').after(LIMIT_MS)
    for (const name of ['w1', 's2', 's3', 's4']) cloud.worker(name).ready()
    cloud.worker('w1').answers('ONE')
    expect(cloud.state()).toMatchObject({ workers: 4, ready: 3, withheld: 1 })
    asked(cloud, 3)
    expect(cloud.everySent('localbe').map(([name]) => name)).toEqual(['s1', 'w1', 'w1', 's2', 's3'])
  })

  test('are again what they were when they miss, though they had answered', () => {
    const cloud = withProven()
    cloud
      .client('c1')
      .asks('one')
      .after(LIMIT_MS)
      .worker('s1')
      .ready()
      .after(2 * LIMIT_MS)
    expect(cloud.noted('expired')).toBe('w1 s1')
    cloud.worker('w1').ready().worker('s2').ready()
    expect(cloud.state()).toMatchObject({ busyLocal: 1, ready: 0, withheld: 1 })
  })

  test('are what they were when they come back after a bounce', () => {
    for (const hasAnswered of [true, false]) {
      const cloud = local().worker('w1').ready().client('c0').asks('warm')
      if (hasAnswered) cloud.worker('w1').answers('WARM').client('c1').asks('one')
      const sent = cloud.everySent('localbe').at(-1) ?? []
      cloud.bounces('localbe', show(sent)).worker('s1').ready().after(LIMIT_MS)
      expect(cloud.noted('expired')).toBe('s1')
      cloud.worker('w1').ready().worker('s2').ready()
      expect(cloud.state()).toMatchObject({ busyLocal: 1, ready: hasAnswered ? 1 : 0 })
    }
  })

  test('stay what they are when their answer makes no sense', () => {
    const cloud = local().worker('s1').ready().client('c1').asks('one').after(LIMIT_MS)
    cloud.worker('s2').ready()
    // The task is placed anew, and with the sixth such answer it is given up.
    for (let nth = 0; nth < 5; nth++) cloud.gets('localbe', 's2 | | ONE')
    cloud.worker('s3').ready()
    expect(cloud.noted('malformed')).toBe(Array(5).fill('localbe').join(' '))
    expect(cloud.noted('given-up')).toBe('s2')
    expect(cloud.state()).toMatchObject({ workers: 2, ready: 1, withheld: 1 })
  })

  test('are restored when one of them answers', () => {
    const cloud = local().client('c1').asks('one')
    for (const name of ['s1', 's2'])
      cloud
        .worker(name)
        .ready()
        .after(4 * LIMIT_MS)
    expect([cloud.noted('suspended'), cloud.noted('restored')]).toEqual(['DC1', ''])
    cloud.worker('s3').ready()
    while (cloud.everySent('localbe').length < 3) cloud.after(100)
    expect(cloud.worker('s3').answers('ONE').noted('restored')).toBe('DC1')
  })

  test('are not restored by the answers of others', () => {
    const cloud = withProven()
    for (const name of ['s1', 's2']) {
      asked(cloud.worker(name).ready(), 2)
        .worker('w1')
        .answers('ONE')
        .after(2 * LIMIT_MS)
      cloud.worker('w1').answers('TWO')
    }
    expect([cloud.noted('suspended'), cloud.noted('restored')]).toEqual(['DC1', ''])
    expect(cloud.worker('s3').ready().state()).toMatchObject({ ready: 1, withheld: 1 })
  })

  test('are not published beyond their credit', () => {
    const cloud = local().worker('s1').ready().client('c1').asks('one').after(LIMIT_MS)
    cloud.told()
    cloud.worker('s2').ready().after(5).worker('s3').ready().after(5)
    expect(cloud.state()).toMatchObject({ workers: 2, ready: 0, busyLocal: 1, withheld: 1 })
    expect(cloud.told()).toBe('')
  })

  test('are forgotten as such when they come back, having answered', () => {
    const cloud = local().worker('w1').ready().client('c1').asks('one').worker('w1').answers('ONE')
    cloud.client('c1').asks('two').bounces('localbe', 'w1 | | c1 | | two')
    cloud.worker('s1').ready().after(LIMIT_MS).worker('w1').ready()
    cloud.worker('w1').answers('TWO')
    for (const name of ['s2', 's3']) cloud.worker(name).ready()
    asked(cloud, 1)
    expect(cloud.everySent('localbe').at(-1)?.[0]).toBe('w1')
  })

  test('by the thousand cost few tasks, and throughput is back', () => {
    const cloud = local()
    for (let nth = 0; nth < 3000; nth++) cloud.worker(`s${nth}`).ready()
    asked(cloud, 20)
    expect(cloud.state()).toMatchObject({ busyLocal: 20, ready: 2980 })
    cloud.after(LIMIT_MS)
    expect(cloud.state()).toMatchObject({ busyLocal: 0, ready: 0, withheld: 2980, waiting: 20 })
    expect(cloud.noted('suspended')).toBe('DC1')
    // The one that works is found by a probe, or has answered before.
    cloud.after(3 * LIMIT_MS)
    expect(cloud.everySent('localbe').length).toBeLessThan(25)
  })

  test('take none from those that have answered', () => {
    const cloud = withProven()
    for (let nth = 0; nth < 3000; nth++) cloud.worker(`s${nth}`).ready()
    asked(cloud, 20)
    expect(works(cloud, 'w1', LIMIT_MS + 1000, 1)).toBe(20)
    expect(cloud.ports.noted('expired')).toHaveLength(19)
    asked(cloud, 500)
    expect(works(cloud, 'w1', 10_000, 21)).toBeGreaterThan(490)
    expect(cloud.ports.noted('expired').length).toBeLessThan(25)
    const { busyLocal, workers } = cloud.state()
    expect(busyLocal).toBeLessThanOrEqual(workers)
  })
})
