/**
 * The Guide, chapter 3, "The Load Balancing Pattern": one queue, and work for whoever is free.
 *
 * Not tested: that sending ahead is faster (the airport); that people get annoyed.
 */

import { describe, expect } from 'vitest'
import { Dealer, Pull, Push, Reply, Request, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import { bound, connected, hears, hearsAll, says, serves } from '../support/sockets.js'
import { story } from '../support/story.js'
import { Wire } from '../support/wire.js'

/** Minutes at the counter: who opens an account is there for long, who buys stamps is not. */
const ACCOUNT = 20
const STAMPS = 1
const MIXED = [ACCOUNT, ...Array(9).fill(STAMPS)]

describe('Guide, "The Load Balancing Pattern"', () => {
  claim('DEALER deals to a worker that is stuck as to one that is not', async () => {
    const [stuck, free] = [await bound(Reply), await bound(Reply)]
    serves(free, body => `${body} done`)
    const dealer = connected(Dealer, [stuck, free])
    for (let nth = 0; nth < 6; nth++) await says(dealer, `| ${nth}`)
    // The half of them stays where nothing is done.
    expect(await hearsAll(dealer, 3)).toEqual(['| 1 done', '| 3 done', '| 5 done'])
    expect(await hears(stuck)).toBe('0')
  })

  claim('PUSH does so too', async () => {
    const pulls = await Promise.all([bound(Pull), bound(Pull)])
    const push = connected(Push, pulls)
    for (let nth = 0; nth < 4; nth++) await says(push, `${nth}`)
    const dealt = await Promise.all(pulls.map(pull => hearsAll(pull, 2)))
    expect(dealt).toEqual([
      ['0', '2'],
      ['1', '3'],
    ])
  })

  claim('work is sent ahead by PUSH: to those who have not asked for it', async () => {
    const worker = await bound(Pull)
    const push = connected(Push, worker)
    for (let nth = 0; nth < 10; nth++) await says(push, `${nth}`)
    expect(await hearsAll(worker, 10)).toHaveLength(10)
  })

  claim('round robin is a poor rule where tasks differ: the quick wait behind the slow', () => {
    const waits = waitsAtCounters(MIXED, roundRobin)
    expect(waits).toEqual([0, 0, 18, 0, 17, 0, 16, 0, 15, 0])
  })

  claim('with a single queue the other counter serves them all, in the order of coming', () => {
    const waits = waitsAtCounters(MIXED, firstFree)
    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  })

  claim('where all tasks take the same time, round robin is as fair', () => {
    const alike = Array(20).fill(3 * STAMPS)
    expect(waitsAtCounters(alike, roundRobin)).toEqual(waitsAtCounters(alike, firstFree))
  })

  claim('a load balancer leaves a stuck worker alone, and the others go on', () => {
    const cloud = story().worker('w1').ready().worker('w2').ready()
    cloud.client('c0').asks('slow').sees('localbe', 'w1 | | c0 | | slow')
    for (const name of ['c1', 'c2', 'c3']) {
      cloud.client(name).asks('quick').sees('localbe', `w2 | | ${name} | | quick`)
      cloud.worker('w2').answers('DONE').sees('localfe', `${name} | | DONE`)
    }
  })

  claim('whoever has waited longest for work is next', () => {
    const cloud = story()
    for (const name of ['w1', 'w2', 'w3']) cloud.worker(name).ready()
    const order: unknown[] = []
    for (const client of ['c1', 'c2', 'c3', 'c4']) {
      const worker = String(cloud.client(client).asks('work').everySent('localbe').at(-1)?.[0])
      order.push(worker)
      cloud.worker(worker).answers('DONE')
    }
    expect(order).toEqual(['w1', 'w2', 'w3', 'w1'])
  })

  claim('a worker says ready when it starts, and the end of a task says so again', () => {
    const cloud = story().client('c1').asks('one').client('c2').asks('two')
    expect(cloud.state().waiting).toBe(2)
    cloud.worker('w1').ready().sees('localbe', 'w1 | | c1 | | one')
    cloud.worker('w1').answers('ONE').sees('localbe', 'w1 | | c2 | | two')
  })

  claim('the identity that comes with READY is where the task is sent', async () => {
    const broker = await bound(Router)
    const worker = connected(Request, broker)
    await says(worker, 'READY')
    const [identity] = (await hears(broker)).split(' | ')
    await says(broker, `${identity} | | work`)
    expect(await hears(worker)).toBe('work')
  })

  claim('it is request-reply turned round: tasks are replies, and results requests', async () => {
    const broker = await bound(Router)
    const wire = await Wire.to(broker)
    const worker = connected(Request, wire, { routingId: 'W' })
    await says(worker, 'READY')
    for (const nth of [1, 2]) {
      await hears(broker)
      await says(broker, `W | | task ${nth}`)
      await says(worker, `result of ${await hears(worker)}`)
    }
    expect(await hears(broker)).toBe('W | | result of task 2')
    expect(wire.there).toEqual(['| READY', '| result of task 1', '| result of task 2'])
    expect(wire.back).toEqual(['| task 1', '| task 2'])
  })
})

type Choice = (nth: number, freeAt: readonly number[]) => number

const roundRobin: Choice = (nth, freeAt) => nth % freeAt.length
const firstFree: Choice = (_, freeAt) => freeAt.indexOf(Math.min(...freeAt))

/** How long each waits at a post office of two counters, where one comes every minute. */
function waitsAtCounters(minutes: readonly number[], choose: Choice): number[] {
  const freeAt = [0, 0]
  return minutes.map((long, nth) => {
    const counter = choose(nth, freeAt)
    const begins = Math.max(nth, freeAt[counter] ?? 0)
    freeAt[counter] = begins + long
    return begins - nth
  })
}
