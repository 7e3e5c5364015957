/** The Guide, chapter 3, "Federation Versus Peering": brokers that know of each other. */

import { describe, expect, test } from 'vitest'
import { Cloud } from '../support/cloud.js'
import { story } from '../support/story.js'

describe('Guide, "Federation Versus Peering"', () => {
  test('a broker can say that it has capacity, and be given several tasks at once', () => {
    const cloud = story().peer('DC2').tells(3)
    for (const name of ['c1', 'c2', 'c3']) cloud.client(name).asks('work')
    expect(cloud.state().peers[0]?.outstanding).toBe(3)
  })

  test('federation would be lock-step, one task a peer; here all workers are used', () => {
    const cloud = new Cloud({ DC1: { clients: 4, workers: 0 }, DC2: { clients: 0, workers: 4 } })
    cloud.start().after(500)
    expect(cloud.get('DC2').broker.state(cloud.now)).toMatchObject({ ready: 0, busyCloud: 4 })
  })

  test('a broker can say that it is full, and is given no more', () => {
    const cloud = story().peer('DC2').tells(3).peer('DC2').tells(0)
    cloud.client('c1').asks('work').seesNothing()
  })

  test('it need not be perfect: a task that comes too much is done as soon as possible', () => {
    const cloud = story()
      .worker('w1')
      .ready()
      .peer('DC2')
      .asks('c1', 'one')
      .peer('DC3')
      .asks('c2', 'two')
    cloud.endsReceive('cloudfe').sees('localbe', 'w1 | | DC2 | c1 | | one').seesNothing()
    cloud.worker('w1').answers('ONE').sees('localbe', 'w1 | | DC3 | c2 | | two')
    expect(cloud.noted('overcommit')).toBe('DC3')
  })

  test('all brokers are of the same code: what one does for another, the other does for it', () => {
    const plans = { DC1: { clients: 4 }, DC2: { clients: 4 }, DC3: { clients: 0, workers: 4 } }
    const cloud = new Cloud(plans).start().after(30_000)
    const served = new Set(cloud.get('DC3').facts.noted('served'))
    expect(served).toEqual(new Set(['DC1', 'DC2']))
    const roles = new Cloud({ DC1: { workers: 0 }, DC2: {} }).start().after(5000)
    const mirrored = new Cloud({ DC2: { workers: 0 }, DC1: {} }).start().after(5000)
    const swap = (line: string) => line.replace(/DC[12]/g, name => (name === 'DC1' ? 'DC2' : 'DC1'))
    const plain = (line: string) => line.replace(/ d[a-z\d]+\.(?=\d)/, ' d')
    expect(mirrored.logOf('DC1', 'cloudfe').map(swap).map(plain)).toEqual(
      roles.logOf('DC2', 'cloudfe').map(plain),
    )
  })

  test('each of N brokers has N - 1 peers, and tells all of them', () => {
    const names = ['DC1', 'DC2', 'DC3', 'DC4']
    const plans = Object.fromEntries(names.map(name => [name, { clients: 0, workers: 2 }]))
    const cloud = new Cloud(plans).start()
    for (const name of names) {
      const { peers } = cloud.get(name).broker.state(cloud.now)
      expect(peers.map(({ capacity }) => capacity)).toEqual([2, 2, 2])
      expect(peers.map(peer => peer.name)).toEqual(names.filter(other => other !== name))
    }
  })

  test('the state is just a number, told regularly', () => {
    const cloud = new Cloud({ DC1: { clients: 0, workers: 3 }, DC2: {} }).start().after(10_000)
    const told = cloud.logOf('DC1', 'statebe')
    expect(told.length).toBeGreaterThanOrEqual(10)
    expect(told.every(line => /^DC1 \| \d+$/.test(line))).toBe(true)
  })

  test('two sockets tell requests from replies, so that the envelope need not', () => {
    const frames = 'DC2 | d0.1 | c1 | | work'
    const asked = story().worker('w1').ready().gets('cloudfe', frames)
    asked.sees('localbe', `w1 | | ${frames}`)
    const answered = story().peer('DC2').tells(1).client('c1').asks('work').gets('cloudbe', frames)
    answered.sees('localfe', 'c1 | | work')
  })

  test('delegation is asynchronous: replies come in any order, and each finds its client', () => {
    const cloud = story().peer('DC2').tells(3)
    for (const name of ['c1', 'c2', 'c3']) cloud.client(name).asks('work')
    for (const nth of [3, 1, 2]) {
      cloud.peer('DC2').answers(`${nth}`, `d0.${nth}`).sees('localfe', `c${nth} | | ${nth}`)
    }
  })
})
