/** The Guide, chapter 3, "Prototyping the State Flow", and ".. the Local and Cloud Flows". */

import { describe, expect, test } from 'vitest'
import { Cloud } from '../support/cloud.js'
import { story } from '../support/story.js'

describe('Guide, "Prototyping the State Flow"', () => {
  test('a state message is two frames: who speaks, and what it has', () => {
    const cloud = story().worker('w1').ready().after(5)
    expect(cloud.everySent('statebe')).toEqual([
      ['DC1', '0'],
      ['DC1', '1'],
    ])
  })

  test('state is told when it changes', () => {
    const cloud = story().after(10).worker('w1').ready()
    expect(cloud.told()).toBe('1')
    expect(cloud.client('c1').asks('work').after(10).told()).toBe('0')
  })

  test('brokers that hear each other do not make each other speak', () => {
    const cloud = new Cloud({ DC1: { clients: 0 }, DC2: { clients: 0 }, DC3: { clients: 0 } })
    cloud.start().after(10_000)
    // Zero, one, and then a heartbeat a second.
    for (const name of ['DC1', 'DC2', 'DC3']) {
      expect(cloud.logOf(name, 'statebe')).toHaveLength(12)
    }
  })
})

describe('Guide, "Prototyping the Local and Cloud Flows"', () => {
  test('the frontends are read only when there is somewhere to send what they hold', () => {
    const cloud = story().client('c1').asks('one').peer('DC2').asks('c2', 'two').after(500)
    expect([cloud.unread('localfe'), cloud.unread('cloudfe')]).toEqual([1, 1])
    cloud.worker('w1').ready().worker('w2').ready()
    expect([cloud.unread('localfe'), cloud.unread('cloudfe')]).toEqual([0, 0])
  })

  test('sockets are queues already: the broker keeps none of its own', () => {
    const cloud = story()
    for (let nth = 0; nth < 1000; nth++)
      cloud.client('c1').asks('work').peer('DC2').asks('c2', 'work')
    expect(cloud.state().waiting).toBe(0)
  })

  test('the backends are always read: they bring what makes room', () => {
    const cloud = story()
    for (const inlet of ['localbe', 'cloudbe'] as const)
      expect(cloud.broker.wants(inlet)).toBe(true)
  })

  test('a message of a worker is its READY or a reply, and either leaves it free', () => {
    const cloud = story().worker('w1').ready()
    expect(cloud.state().ready).toBe(1)
    cloud.client('c1').asks('one')
    expect(cloud.state().ready).toBe(0)
    cloud.worker('w1').answers('ONE')
    expect(cloud.state().ready).toBe(1)
  })

  test('a name tells clients from peers in the Guide; here a client may be named as a peer', () => {
    const cloud = story().worker('w1').ready().client('DC2').asks('one')
    cloud.worker('w1').answers('ONE').sees('localfe', 'DC2 | | ONE').seesNothing('cloudfe')
  })
})
