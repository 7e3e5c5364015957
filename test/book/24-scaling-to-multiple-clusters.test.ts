/** The Guide, chapter 3, "Scaling to Multiple Clusters": brokers talk, and nobody notices. */

import { describe, expect, test } from 'vitest'
import { Cloud, type ClusterOptions } from '../support/cloud.js'
import { story } from '../support/story.js'

const alike = (names: readonly string[], options: ClusterOptions) =>
  Object.fromEntries(names.map(name => [name, options]))

describe('Guide, "Scaling to Multiple Clusters"', () => {
  test('a client cannot see whether its task was done at home or in the cloud', () => {
    const home = story()
      .worker('w1')
      .ready()
      .client('c1')
      .asks('hello')
      .worker('w1')
      .answers('HELLO')
    const away = story()
      .peer('DC2')
      .tells(1)
      .client('c1')
      .asks('hello')
      .peer('DC2')
      .answers('HELLO')
    expect(home.everySent('localfe')).toEqual(away.everySent('localfe'))
  })

  test('a worker answers the task of another cluster as it answers one of its own', () => {
    const cloud = new Cloud({ DC1: { workers: 0 }, DC2: { clients: 1 } }).start().after(5000)
    const [, ...answers] = cloud.logOf('DC2', 'worker')
    expect(answers.some(answer => /^DC1 \| d\S+ \| DC1-c0001 \| \| DC1-c/.test(answer))).toBe(true)
    expect(answers.some(answer => /^DC2-c0001 \| \| DC2-c/.test(answer))).toBe(true)
  })

  test('the common case is home: while its workers are enough, a cluster delegates nothing', () => {
    const names = ['DC1', 'DC2', 'DC3']
    const cloud = new Cloud(alike(names, { clients: 3, workers: 3 })).start().after(60_000)
    for (const name of names) expect(cloud.logOf(name, 'cloudbe')).toEqual([])
  })

  test('a remote worker is taken only where the alternative is to wait', () => {
    const cloud = new Cloud({ DC1: { clients: 2 }, DC2: { clients: 0, workers: 9 } }).start()
    cloud.after(30_000)
    let ready = 0
    for (const line of cloud.log) {
      if (line.startsWith('DC1 worker:')) ready++
      if (line.startsWith('DC1 localbe:')) ready--
      if (line.startsWith('DC1 cloudbe:')) expect(ready).toBe(0)
    }
    expect(cloud.logOf('DC1', 'cloudbe').length).toBeGreaterThan(20)
  })

  test('a worker says READY to its own broker only, so that it never has two tasks', () => {
    const names = ['DC1', 'DC2', 'DC3']
    const cloud = new Cloud(alike(names, { clients: 4, workers: 2 })).start().after(20_000)
    const ready = cloud.log.filter(line => line.endsWith('worker: READY'))
    expect(ready).toHaveLength(6)
    for (const name of names) expect(cloud.get(name).facts.noted('ready')).toHaveLength(2)
  })

  test.each([2, 3, 6, 12])('a cloud of %i clusters has no more rules than one of two', count => {
    const names = Array.from({ length: count }, (_, index) => `DC${index + 1}`)
    const plans = { ...alike(names, { clients: 1, workers: 3 }), DC1: { clients: 8, workers: 2 } }
    const cloud = new Cloud(plans).start().after(10_000)
    // Whatever the number, a task crosses one border at most: what a broker delegates is its own.
    for (const name of names) {
      const borders = cloud.logOf(name, 'cloudbe').map(line => line.split(' | ')[2])
      expect(borders.every(client => client?.startsWith(`${name}-c`))).toBe(true)
      expect(cloud.get(name).clientFacts.noted('retried')).toEqual([])
    }
    expect(cloud.logOf('DC1', 'cloudbe').length).toBeGreaterThan(0)
  })

  test('each kind of work has its flow: local tasks never touch the cloud sockets', () => {
    const cloud = new Cloud({ DC1: {}, DC2: {} }).start().after(10_000)
    for (const socket of ['cloudfe', 'cloudbe']) expect(cloud.logOf('DC1', socket)).toEqual([])
    expect(cloud.logOf('DC1', 'localbe').length).toBeGreaterThan(5)
  })
})
