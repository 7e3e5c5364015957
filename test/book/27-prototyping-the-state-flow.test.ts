/**
 * The Guide, chapter 3, "Prototyping the State Flow": what brokers tell each other.
 *
 * Not tested: that one flow at a time is the way to try such things out.
 */

import { describe, expect } from 'vitest'
import { Subscriber, XPublisher } from 'zeromq'
import { claim } from '../support/claim.js'
import { Cloud } from '../support/cloud.js'
import { bound, connected, hears, says } from '../support/sockets.js'
import { story } from '../support/story.js'

describe('Guide, "Prototyping the State Flow"', () => {
  claim('a state message is two frames: who speaks, and what it has', () => {
    const cloud = story().worker('w1').ready().after(5)
    expect(cloud.everySent('statebe')).toEqual([
      ['DC1', '0'],
      ['DC1', '1'],
    ])
  })

  claim('state is told when it changes', () => {
    const cloud = story().after(10).worker('w1').ready()
    expect(cloud.told()).toBe('1')
    expect(cloud.client('c1').asks('work').after(10).told()).toBe('0')
  })

  claim('brokers that hear each other do not make each other speak', () => {
    const cloud = new Cloud({ DC1: { clients: 0 }, DC2: { clients: 0 }, DC3: { clients: 0 } })
    cloud.start().after(10_000)
    // Zero, one, and then a heartbeat a second.
    for (const name of ['DC1', 'DC2', 'DC3']) {
      expect(cloud.logOf(name, 'statebe')).toHaveLength(12)
    }
  })

  claim('the number is told as text, so that anyone can read it', async () => {
    const statebe = await bound(XPublisher)
    const statefe = connected(Subscriber, statebe)
    statefe.subscribe()
    await hears(statebe)
    const [name, capacity] = story().worker('w1').ready().after(5).everySent('statebe').at(-1) ?? []
    await says(statebe, `${name} | ${capacity}`)
    expect((await statefe.receive()).map(frame => [...frame])).toEqual([[0x44, 0x43, 0x31], [0x31]])
  })

  claim('what was said last is what counts', () => {
    const cloud = story()
    for (const capacity of [3, 7, 2]) cloud.peer('DC2').tells(capacity)
    expect(cloud.capacityOf('DC2')).toBe(2)
  })

  claim('a broker hears its peers while it tells its own: neither waits for the other', () => {
    const cloud = story().peer('DC2').tells(4).worker('w1').ready().peer('DC3').tells(2).after(10)
    expect([cloud.capacityOf('DC2'), cloud.capacityOf('DC3')]).toEqual([4, 2])
    expect(cloud.told()).toBe('1')
  })
})
