/** Broker rule 7: a peer that is silent or gone is forgotten, and its tasks come home. */

import { describe, expect, test } from 'vitest'
import { type Story, story } from '../support/story.js'

/** DC2 has two tasks of ours, and capacity for more. */
const lent = () =>
  story()
    .peer('DC2')
    .tells(5)
    .client('c1')
    .asks('one')
    .client('c2')
    .asks('two')
    .sees('cloudbe', 'DC2 | d0.1 | c1 | | one')
    .sees('cloudbe', 'DC2 | d0.2 | c2 | | two')

const GOES: readonly (readonly [string, (cloud: Story) => Story])[] = [
  ['by its silence', cloud => cloud.after(3000)],
  ['by its connection', cloud => cloud.peer('DC2').isSeenToGo()],
]

describe.each(GOES)('a peer that goes, %s,', (_, goes) => {
  test('has no capacity until it speaks again', () => {
    const cloud = goes(lent())
    expect(cloud.capacityOf('DC2')).toBe(0)
    expect(cloud.noted('forgotten')).toBe('DC2')
    cloud.client('c3').asks('three').seesNothing()
    cloud.peer('DC2').tells(9).peer('DC2').tells(8)
    expect(cloud.noted('back')).toBe('DC2 DC2')
    expect(cloud.everySent('cloudbe').at(-1)?.[0]).toBe('DC2')
  })

  test('has not been heard for as long as it is silent; who never spoke, for ever', () => {
    const ages = goes(lent())
      .state()
      .peers.map(({ ageMs }) => ageMs)
    expect(ages).toEqual([expect.any(Number), Number.POSITIVE_INFINITY])
    const cloud = story().after(10).peer('DC2').tells(1).after(7)
    expect(cloud.state().peers[0]?.ageMs).toBe(7)
  })

  test('had nothing to place anew where it had no task, and is forgotten once', () => {
    const cloud = goes(story().peer('DC2').tells(5))
    cloud.peer('DC2').isSeenToGo().peer('DC3').isSeenToGo()
    expect([cloud.noted('forgotten'), cloud.noted('home'), cloud.noted('freed')]).toEqual([
      'DC2',
      '',
      '',
    ])
  })

  test('leaves its tasks to another peer, oldest first, and before newer ones', () => {
    const cloud = lent().after(1).client('c0').asks('zero')
    cloud.sees('cloudbe', 'DC2 | d0.3 | c0 | | zero')
    goes(cloud).client('c3').asks('three').seesNothing()
    cloud.peer('DC3').tells(9)
    cloud.sees('cloudbe', 'DC3 | d0.4 | c1 | | one').sees('cloudbe', 'DC3 | d0.5 | c2 | | two')
    cloud.sees('cloudbe', 'DC3 | d0.6 | c0 | | zero').sees('cloudbe', 'DC3 | d0.7 | c3 | | three')
  })

  test('leaves its tasks to a worker that becomes ready', () => {
    const cloud = goes(lent()).worker('w1').ready().sees('localbe', 'w1 | | c1 | | one')
    cloud.worker('w1').answers('ONE').sees('localfe', 'c1 | | ONE')
    cloud.sees('localbe', 'w1 | | c2 | | two')
  })

  test('answers too late: its reply is dropped and counted', () => {
    const cloud = goes(lent()).worker('w1').ready().sees('localbe', 'w1 | | c1 | | one')
    cloud.peer('DC2').answers('ONE', 'd0.1').seesNothing()
    expect(cloud.noted('late')).toBe('DC2')
    cloud.worker('w1').answers('ONE').sees('localfe', 'c1 | | ONE')
  })

  test('leaves other peers what they have', () => {
    const cloud = story({ peers: ['DC2', 'DC3'] })
      .peer('DC3')
      .tells(2)
      .client('c1')
      .asks('one')
    cloud.sees('cloudbe', 'DC3 | d0.1 | c1 | | one').peer('DC2').tells(1).after(1500)
    goes(cloud.peer('DC3').tells(1)).seesNothing()
    expect(cloud.state().peers.map(({ outstanding }) => outstanding)).toEqual(
      cloud.now < 4000 ? [0, 1] : [0, 0],
    )
  })
})

describe('a silent peer', () => {
  test('is believed until the very end of its time', () => {
    const cloud = lent().after(2999)
    expect(cloud.capacityOf('DC2')).toBe(3)
    expect(cloud.after(1).capacityOf('DC2')).toBe(0)
  })

  test('is believed again as long from each of its words', () => {
    const cloud = story().peer('DC2').tells(1).after(2000).peer('DC2').tells(1).after(2999)
    expect(cloud.capacityOf('DC2')).toBe(1)
    expect(cloud.noted('forgotten')).toBe('')
  })

  test("is believed for ever where its word has no end, as of the Guide's programs", () => {
    const cloud = story({ stateTtlMs: 0 }).peer('DC2').tells(1).after(1_000_000)
    expect(cloud.capacityOf('DC2')).toBe(1)
  })

  test('is not forgotten for speaking of no capacity', () => {
    const cloud = lent().peer('DC2').tells(0).after(2000).peer('DC2').tells(0).after(2000)
    expect(cloud.state().peers[0]).toMatchObject({ isLive: true, outstanding: 2, capacity: 0 })
  })

  test('leaves its tasks also if one of them bounced before', () => {
    const cloud = lent().bounces('cloudbe', 'DC2 | d0.2 | c2 | | two').after(3000)
    expect(cloud.state().peers[0]).toMatchObject({ outstanding: 0 })
    cloud.worker('w1').ready().sees('localbe', 'w1 | | c1 | | one')
  })
})

describe('a connection', () => {
  test('that comes up changes nothing', () => {
    const cloud = lent().peer('DC2').isSeenToCome().seesNothing()
    expect(cloud.state().peers[0]).toMatchObject({ capacity: 3, outstanding: 2 })
  })

  test('of another socket than cloudbe, or of a stranger, means nothing', () => {
    const cloud = lent()
    cloud.broker.connection('cloudfe', 'DC2', false, cloud.now)
    cloud.broker.connection('statebe', 'DC2', false, cloud.now)
    cloud.broker.connection('cloudbe', 'DC9', false, cloud.now)
    expect(cloud.state().peers[0]).toMatchObject({ capacity: 3, outstanding: 2 })
  })
})
