/** Broker rule 6: the capacity is told on change, to new subscribers, and each heartbeat. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frames } from '../support/frames.js'
import { story } from '../support/story.js'

/** A broker whose first word was said long enough ago. */
const settled = () => story().after(10)

describe('broker', () => {
  test('tells a change at once, and further ones when the interval is over', () => {
    const cloud = settled().worker('w1').ready()
    expect(cloud.told()).toBe('1')
    cloud.worker('w2').ready().after(1).worker('w3').ready().after(3)
    expect(cloud.told()).toBe('')
    expect(cloud.after(1).told()).toBe('3')
  })

  test('tells only what is left when the frontends have been read', () => {
    const { broker, ports, now } = settled()
    broker.receive('localbe', frames('w1 | | READY'), now)
    expect(broker.deadline).toBe(now)
    broker.receive('localfe', frames('c1 | | one'), now)
    broker.tick(now)
    expect(ports.shown('statebe')).toEqual([])
  })

  test('tells nothing of a change that is undone before the interval is over', () => {
    const cloud = settled().worker('w1').ready().client('c1').asks('one')
    cloud.worker('w1').answers('ONE').after(900)
    expect(cloud.told()).toBe('1')
  })

  test('tells a change that is undone if a peer has counted on it: it took one off', () => {
    const cloud = settled().worker('w1').ready()
    expect(cloud.told()).toBe('1')
    cloud.after(1).peer('DC2').asks('c1', 'one').worker('w1').answers('ONE')
    expect(cloud.told()).toBe('')
    expect(cloud.after(4).told()).toBe('1')
    expect(cloud.after(900).told()).toBe('')
  })

  test('tells its capacity each heartbeat, changed or not', () => {
    expect(story().after(3000).told()).toBe('0 0 0')
  })

  test('keeps the heartbeat also where the interval is longer', () => {
    const cloud = story({ stateIntervalMs: 60_000 }).worker('w1').ready()
    expect(cloud.after(3000).told()).toBe('1 1 1')
  })

  test('counts the heartbeat from the last word', () => {
    const cloud = story().after(600).worker('w1').ready()
    expect(cloud.told()).toBe('1')
    expect(cloud.after(999).told()).toBe('')
    expect(cloud.after(1).told()).toBe('1')
  })

  test('tells a new subscriber at once, and a crowd of them once per interval', () => {
    const cloud = story().worker('w1').ready().worker('w2').ready()
    cloud.after(10).told()
    expect(cloud.peer('DC2').subscribes().told()).toBe('2')
    expect(cloud.peer('DC3').subscribes().told()).toBe('')
    expect(cloud.peer('DC4').subscribes().told()).toBe('')
    expect(cloud.after(5).told()).toBe('2')
    expect(cloud.gets('statebe', '<00>').told()).toBe('')
  })

  test('tells the first subscriber at once, however short ago it spoke', () => {
    const cloud = settled().worker('w1').ready()
    expect(cloud.told()).toBe('1')
    expect(cloud.after(2).peer('DC2').subscribes().told()).toBe('1')
  })

  test('counts the interval of subscribers from the last that was told at once', () => {
    const cloud = settled().peer('DC2').subscribes().after(5).peer('DC3').subscribes()
    expect(cloud.told()).toBe('0 0')
    expect(cloud.after(1).peer('DC2').subscribes().told()).toBe('')
    expect(cloud.after(4).told()).toBe('0')
  })

  test('minds no subscription that ends', () => {
    const cloud = settled().gets('statebe', '<00>')
    expect([cloud.told(), cloud.noted('malformed')]).toEqual(['', ''])
  })

  test('tells nothing because of what it hears', () => {
    const cloud = settled()
    for (let capacity = 0; capacity < 9; capacity++) cloud.peer('DC2').tells(capacity).after(1)
    expect(cloud.told()).toBe('')
  })

  test('tells at most once per interval, and never a heartbeat late, whatever happens', () => {
    const step = fc.record({
      ms: fc.integer({ min: 0, max: 1500 }),
      act: fc.constantFrom('ready', 'asks', 'answers', 'tells'),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        const cloud = story({ policy: 'local-only' }).worker('w1').ready()
        const toldAt = [0]
        for (const { ms, act } of steps) {
          const end = cloud.now + ms
          while (cloud.now < end) {
            cloud.after(Math.min(end, cloud.broker.deadline) - cloud.now)
            if (cloud.told()) toldAt.push(cloud.now)
          }
          if (act === 'ready') cloud.worker(`w${cloud.now}`).ready()
          if (act === 'asks') cloud.client('c1').asks('work')
          if (act === 'answers' && cloud.state().busyLocal) cloud.worker('w1').answers('done')
          if (act === 'tells') cloud.peer('DC2').tells(1)
          if (cloud.told()) toldAt.push(cloud.now)
        }
        for (const [index, at] of toldAt.slice(1).entries()) {
          const gapMs = at - (toldAt[index] ?? 0)
          expect(gapMs).toBeGreaterThanOrEqual(5)
          expect(gapMs).toBeLessThanOrEqual(1000)
        }
      }),
    )
  })
})

describe('the told capacity', () => {
  test('is the number of workers that are ready: none of those that work', () => {
    const cloud = settled()
    for (const name of ['w1', 'w2', 'w3']) cloud.worker(name).ready().after(5)
    cloud.client('c1').asks('one').after(5).peer('DC2').asks('c2', 'two').after(5)
    expect(cloud.told()).toBe('1 2 3 2 1')
    expect(cloud.ports.valuesOf('told')).toEqual([0, 1, 2, 3, 2, 1])
  })
})
