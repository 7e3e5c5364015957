/** Broker rule 10: what is kept is bounded, whoever speaks and however often. */

import { describe, expect, test } from 'vitest'
import { frames } from '../support/frames.js'
import { story } from '../support/story.js'

describe('broker', () => {
  test('keeps at most one task a worker; the rest waits', () => {
    const cloud = story({ policy: 'local-only' })
    for (const name of ['w1', 'w2', 'w3']) cloud.worker(name).ready()
    for (let nth = 0; nth < 100; nth++)
      cloud.client(`c${nth}`).asks('work').peer('DC2').asks('c', 'x')
    expect(cloud.state()).toMatchObject({ ready: 0, waiting: 197 })
    expect(cloud.state().busyLocal + cloud.state().busyCloud).toBe(3)
  })

  test.each([
    ['localfe', 'c1', 'c2'],
    ['cloudfe', 'DC2', 'DC3'],
  ] as const)('of one requester at %s keeps at most 16,384 tasks', (frontend, one, other) => {
    const cloud = story({ policy: 'local-only' })
    for (let nth = 0; nth < 16_400; nth++) cloud.gets(frontend, `${one} | c | | ${nth}`)
    expect(cloud.state().waiting).toBe(16_384)
    expect(cloud.ports.noted('overflow')).toEqual(Array(16).fill(one))
    expect(cloud.gets(frontend, `${other} | c | | work`).state().waiting).toBe(16_385)
    // The oldest of both are there.
    cloud.worker('w1').ready().worker('w2').ready()
    expect(cloud.everySent('localbe').map(message => message.at(-1))).toEqual(['0', 'work'])
    expect(cloud.gets(frontend, `${one} | c | | again`).state().waiting).toBe(16_384)
  })

  test('of all requesters keeps at most 256 MiB of tasks, but the first of each', () => {
    const { broker, ports } = story({ policy: 'local-only' })
    // With its id of two bytes, a task has 1 MiB.
    const body = Buffer.alloc(2 ** 20 - 2)
    const asks = (id: string) => broker.receive('localfe', [id, '', body], 0)
    const waiting = () => broker.state(0).waiting
    for (let nth = 0; nth < 300; nth++) asks('c1')
    expect(waiting()).toBe(256)
    for (let nth = 2; nth < 10; nth++) asks(`c${nth}`)
    expect(waiting()).toBe(264)
    asks('c2')
    expect(ports.noted('overflow')).toHaveLength(45)
    // What leaves makes room.
    for (let nth = 0; nth < 12; nth++) broker.receive('localbe', [`w${nth}`, '', 'READY'], 0)
    for (let nth = 0; nth < 10; nth++) asks('c1')
    expect(waiting()).toBe(256)
    // So does what is dropped, as who asked for it is gone.
    broker.bounce('localfe', ['c1', '', 'done'], 0)
    expect(waiting()).toBe(0)
    for (let nth = 0; nth < 300; nth++) asks('c1')
    expect(waiting()).toBe(256)
  })

  test('remembers no more than 65,536 workers, whatever names READYs come from', () => {
    const { broker, ports } = story()
    for (let nth = 0; nth < 66_000; nth++) {
      broker.receive('localbe', [`w${nth}`, '', 'READY'], 0)
    }
    expect(broker.state(0)).toMatchObject({ workers: 65_536, ready: 65_536 })
    expect(ports.noted('refused')).toHaveLength(66_000 - 65_536)
  })

  test('remembers no more than 4096 workers that are gone, those that went last', () => {
    const withReturned = (name: string) => {
      const cloud = story({ policy: 'local-only', taskTimeoutMs: 1000 }).client('c').asks('work')
      for (let nth = 0; nth <= 4096; nth++) {
        const { ready, answers } = cloud.worker(`w${nth}`)
        ready()
        answers('done')
        cloud.client('c').asks('work').bounces('localbe', `w${nth} | | c | | work`)
      }
      cloud.worker('s1').ready().after(1000)
      return cloud.worker(name).ready().worker('s2').ready().state()
    }
    expect(withReturned('w0')).toMatchObject({ busyLocal: 1, ready: 0, withheld: 1 })
    expect(withReturned('w1')).toMatchObject({ busyLocal: 1, ready: 1, withheld: 0 })
  })

  test('keeps at most 16,384 tasks with one peer, and gives up the oldest for a new one', () => {
    const { broker, ports } = story({ policy: 'guide' })
    broker.receive('statefe', frames('DC2 | 1'), 0)
    for (let nth = 0; nth < 16_400; nth++) {
      broker.receive('localfe', ['DC1-c1', '', `${nth}`], 0)
    }
    expect(broker.state(0).peers[0]?.outstanding).toBe(16_384)
    expect(ports.noted('given-up')).toHaveLength(16_400 - 16_384)
    expect(ports.noted('freed')).toEqual(ports.noted('given-up'))
  })

  test('routes anew all that a peer had in a moment, however much it was', () => {
    const { broker, ports } = story({ policy: 'guide' })
    broker.receive('statefe', frames('DC2 | 1'), 0)
    for (let nth = 0; nth < 16_000; nth++) broker.receive('localfe', ['c1', '', `${nth}`], 0)
    const startedAt = performance.now()
    broker.connection('cloudbe', 'DC2', false, 0)
    expect(broker.state(0)).toMatchObject({ waiting: 16_000 })
    broker.receive('statefe', frames('DC3 | 1'), 0)
    expect(ports.noted('delegated')).toHaveLength(32_000)
    expect(performance.now() - startedAt).toBeLessThan(1000)
  })
})
