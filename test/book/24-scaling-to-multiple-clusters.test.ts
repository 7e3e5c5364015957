/**
 * The Guide, chapter 3, "Scaling to Multiple Clusters": brokers talk, and nobody notices.
 *
 * Not tested: which design is the more appealing; the super-broker, which was never needed;
 * here, that threads can become processes, for which `test/contract` is there.
 */

import { describe, expect } from 'vitest'
import { Dealer, Reply, Request, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import { Cloud, type ClusterOptions } from '../support/cloud.js'
import {
  bound,
  connected,
  hears,
  hearsAll,
  says,
  saysOnceThere,
  serves,
} from '../support/sockets.js'
import { story } from '../support/story.js'
import { Wire } from '../support/wire.js'

const alike = (names: readonly string[], options: ClusterOptions) =>
  Object.fromEntries(names.map(name => [name, options]))

describe('Guide, "Scaling to Multiple Clusters"', () => {
  claim('a client cannot see whether its task was done at home or in the cloud', () => {
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

  claim('a worker answers the task of another cluster as it answers one of its own', () => {
    const cloud = new Cloud({ DC1: { workers: 0 }, DC2: { clients: 1 } }).start().after(5000)
    const [, ...answers] = cloud.logOf('DC2', 'worker')
    expect(answers.some(answer => /^DC1 \| d\S+ \| DC1-c0001 \| \| DC1-c/.test(answer))).toBe(true)
    expect(answers.some(answer => /^DC2-c0001 \| \| DC2-c/.test(answer))).toBe(true)
  })

  claim('the common case is home: a cluster whose workers are enough delegates nothing', () => {
    const names = ['DC1', 'DC2', 'DC3']
    const cloud = new Cloud(alike(names, { clients: 3, workers: 3 })).start().after(60_000)
    for (const name of names) expect(cloud.logOf(name, 'cloudbe')).toEqual([])
  })

  claim('a remote worker is taken only where the alternative is to wait', () => {
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

  claim('a worker says READY to its own broker only, so that it never has two tasks', () => {
    const names = ['DC1', 'DC2', 'DC3']
    const cloud = new Cloud(alike(names, { clients: 4, workers: 2 })).start().after(20_000)
    const ready = cloud.log.filter(line => line.endsWith('worker: READY'))
    expect(ready).toHaveLength(6)
    for (const name of names) expect(cloud.get(name).facts.noted('ready')).toHaveLength(2)
  })

  claim('it grows smoothly: with more clusters a task still crosses one border at most', () => {
    for (const count of [2, 3, 6, 12]) {
      const names = Array.from({ length: count }, (_, index) => `DC${index + 1}`)
      const plans = { ...alike(names, { clients: 1, workers: 3 }), DC1: { clients: 8, workers: 2 } }
      const cloud = new Cloud(plans).start().after(10_000)
      // What a broker delegates is of its own clients.
      for (const name of names) {
        const borders = cloud.logOf(name, 'cloudbe').map(line => line.split(' | ')[2])
        expect(borders.every(client => client?.startsWith(`${name}-c`))).toBe(true)
        expect(cloud.get(name).clientFacts.noted('retried')).toEqual([])
      }
      expect(cloud.logOf('DC1', 'cloudbe').length).toBeGreaterThan(0)
    }
  })

  claim('each kind of work has its flow: local tasks never touch the cloud sockets', () => {
    const cloud = new Cloud({ DC1: {}, DC2: {} }).start().after(10_000)
    for (const socket of ['cloudfe', 'cloudbe']) expect(cloud.logOf('DC1', socket)).toEqual([])
    expect(cloud.logOf('DC1', 'localbe').length).toBeGreaterThan(5)
  })

  claim('a client of two brokers asks them in turn, whichever has a free worker', async () => {
    const brokers = await Promise.all([bound(Router), bound(Router)])
    for (const [nth, broker] of brokers.entries()) serves(broker, task => `${task} by ${nth}`)
    const client = connected(Request, brokers, { routingId: 'C' })
    const heard: string[] = []
    for (let turn = 0; turn < 4; turn++) {
      await says(client, 'task')
      heard.push(await hears(client))
    }
    expect(heard).toEqual(['task by 0', 'task by 1', 'task by 0', 'task by 1'])
  })

  claim('a REQ worker cannot serve two brokers: tasks of the other are thrown away', async () => {
    const [home, other] = [await bound(Router), await bound(Router)]
    const wire = await Wire.to(other)
    const worker = connected(Request, [home, wire], { routingId: 'W' })
    await says(worker, 'READY')
    expect(await hears(home)).toBe('W | | READY')
    // It is known to the other as well, but has said nothing to it, and listens to one only.
    await saysOnceThere(other, 'W | | of the other')
    await expect.poll(() => wire.back, { interval: 1 }).toEqual(['| of the other'])
    await says(home, 'W | | of home')
    expect(await hears(worker)).toBe('of home')
  })

  claim('REP workers would have no say: work is dealt to them in turn, idle or not', async () => {
    const [stuck, idle] = [await bound(Reply), await bound(Reply)]
    serves(idle, task => task)
    const broker = connected(Dealer, [stuck, idle])
    for (const task of ['1', '2', '3', '4']) await says(broker, `| ${task}`)
    expect(await hearsAll(broker, 2)).toEqual(['| 2', '| 4'])
    expect(await hears(stuck)).toBe('1')
  })

  claim('a ROUTER worker that is ready at two brokers can get two tasks, others none', async () => {
    const brokers = await Promise.all(['DC1', 'DC2'].map(routingId => bound(Router, { routingId })))
    const worker = connected(Router, brokers, { routingId: 'W1' })
    for (const name of ['DC1', 'DC2']) await saysOnceThere(worker, `${name} | READY`)
    for (const broker of brokers) {
      expect(await hears(broker)).toBe('W1 | READY')
      await says(broker, 'W1 | task')
    }
    expect((await hearsAll(worker, 2)).sort()).toEqual(['DC1 | task', 'DC2 | task'])
  })

  claim('clusters cannot be added on the fly where brokers must know each other', () => {
    const cloud = story({ peers: ['DC2'] }).gets('statefe', 'DC9 | 5')
    cloud.client('c1').asks('work').seesNothing()
    expect(cloud.noted('malformed')).not.toBe('')
  })
})
