/** Broker rule 3: with both frontends waiting, neither starves. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { story } from '../support/story.js'

/** Lets one worker do all, and tells what it did: L for a client's task, C for a peer's. */
function orderOf(local: number, cloudy: number): string {
  const cloud = story({ policy: 'local-only' }).worker('w1').ready()
  for (let nth = 0; nth < local; nth++) cloud.client(`c${nth}`).asks('L')
  for (let nth = 0; nth < cloudy; nth++) cloud.peer('DC2').asks(`c${nth}`, 'C')
  for (let done = 0; done < local + cloudy; done++) cloud.worker('w1').answers('done')
  const tasks = cloud.ports.facts.filter(({ fact }) => fact === 'assigned')
  expect(tasks).toHaveLength(local + cloudy)
  return cloud
    .everySent('localbe')
    .map(message => message.at(-1))
    .join('')
}

describe('broker', () => {
  test('takes turns while both frontends have tasks, and then does the rest', () => {
    const count = fc.integer({ min: 0, max: 12 })
    fc.assert(
      fc.property(count, count, (local, cloudy) => {
        const order = orderOf(local, cloudy)
        const both = 2 * Math.min(local, cloudy)
        // The first was alone when it came; from then on no frontend is served twice in a row.
        expect(order.slice(0, both)).toBe('LC'.repeat(both / 2))
        expect(order).toHaveLength(local + cloudy)
      }),
    )
  })

  test('takes turns among tasks in hand, too', () => {
    const cloud = story().client('c1').asks('one').peer('DC2').asks('c2', 'two')
    cloud.worker('w1').ready().sees('localbe', 'w1 | | c1 | | one').seesNothing()
    cloud.client('c3').asks('three')
    cloud.worker('w2').ready().sees('localbe', 'w2 | | DC2 | c2 | | two').seesNothing()
    cloud.worker('w3').ready().sees('localbe', 'w3 | | c3 | | three')
  })

  test('takes turns also when many tasks come home at once', () => {
    const cloud = story().peer('DC2').tells(3)
    for (const name of ['c1', 'c2', 'c3']) cloud.client(name).asks('L')
    cloud.peer('DC3').asks('c4', 'C').peer('DC2').isSeenToGo()
    for (const name of ['w1', 'w2', 'w3', 'w4']) cloud.worker(name).ready()
    expect(
      cloud
        .everySent('localbe')
        .map(message => message.at(-1))
        .join(''),
    ).toBe('LCLL')
  })

  test('never keeps one frontend waiting for the other to have a task', () => {
    expect(orderOf(5, 0)).toBe('LLLLL')
    expect(orderOf(0, 5)).toBe('CCCCC')
  })
})
