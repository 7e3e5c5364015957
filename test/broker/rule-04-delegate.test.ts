/** Broker rule 4: what no worker can take goes to a peer, and is kept until answered. */

import { describe, expect, test } from 'vitest'
import { story } from '../support/story.js'

describe('broker', () => {
  test('delegates only when no worker is ready', () => {
    const cloud = story().worker('w1').ready().peer('DC2').tells(1)
    cloud.client('c1').asks('one').sees('localbe', 'w1 | | c1 | | one').seesNothing()
    cloud.client('c2').asks('two').sees('cloudbe', 'DC2 | d0.1 | c2 | | two').seesNothing()
  })

  test('delegates no more than a peer has capacity for', () => {
    const cloud = story().peer('DC2').tells(2)
    for (const name of ['c1', 'c2', 'c3']) cloud.client(name).asks('work')
    cloud.sees('cloudbe', 'DC2 | d0.1 | c1 | | work').sees('cloudbe', 'DC2 | d0.2 | c2 | | work')
    cloud.seesNothing()
    expect(cloud.capacityOf('DC2')).toBe(0)
    expect(cloud.state().waiting).toBe(1)
    cloud.peer('DC2').tells(1).sees('cloudbe', 'DC2 | d0.3 | c3 | | work')
  })

  test('notes how old the word was on which it delegates', () => {
    const cloud = story().after(5).peer('DC2').tells(2).after(7).client('c1').asks('one')
    cloud.after(3).client('c2').asks('two')
    expect(cloud.ports.valuesOf('trusted')).toEqual([7, 10])
  })

  test('never delegates what came from a peer', () => {
    const cloud = story().peer('DC2').asks('c1', 'work')
    cloud.peer('DC3').tells(5).seesNothing()
    cloud.worker('w1').ready().sees('localbe', 'w1 | | DC2 | c1 | | work')
    cloud.worker('w1').ready().sees('localbe', 'w1 | | DC2 | c1 | | work').seesNothing()
  })

  test('draws no chance while it has nothing to delegate', () => {
    let draws = 0
    const cloud = story({ policy: 'random' }, () => ++draws && 0)
    const atStart = draws
    cloud.peer('DC2').tells(1).peer('DC3').asks('c1', 'work').after(5000)
    expect(draws).toBe(atStart)
    cloud.peer('DC2').tells(1).client('c1').asks('work')
    expect(draws).toBe(atStart + 1)
  })

  test('delegates nothing to a peer that has not spoken, or has no capacity', () => {
    const cloud = story().peer('DC2').tells(0).client('c1').asks('work').seesNothing()
    expect(cloud.state().waiting).toBe(1)
  })

  test('gives ids of another life after a restart, so that no old reply fits', () => {
    const idIn = (random: number) => {
      const cloud = story({}, [random]).peer('DC2').tells(1).client('c1').asks('work')
      return cloud.everySent('cloudbe')[0]?.[1]
    }
    expect(idIn(0.5)).toBe('di0000000.1')
    expect(idIn(0.25)).not.toBe(idIn(0.5))
  })
})

describe('the reply to a delegation', () => {
  test.each([
    ['a peer of ours', 'DC2 | d0.1 | c1 | | DONE'],
    ['a peer that wraps its replies', 'DC2 | | d0.1 | c1 | | DONE'],
    ['a peer that changed the address', 'DC2 | d0.1 | c9 | | DONE'],
  ])('goes to the client that asked: %s', (_, reply) => {
    const cloud = story().peer('DC2').tells(1).client('c1').asks('work')
    cloud.sees('cloudbe', 'DC2 | d0.1 | c1 | | work')
    cloud.gets('cloudbe', reply).sees('localfe', 'c1 | | DONE').seesNothing()
    expect(cloud.noted('returned')).toBe('DC2')
    expect(cloud.state().peers[0]?.outstanding).toBe(0)
  })

  test('keeps all that a client put before its delimiter', () => {
    const cloud = story().peer('DC2').tells(1).gets('localfe', 'c1 | <00000007> | | work')
    cloud.sees('cloudbe', 'DC2 | d0.1 | c1 | <00000007> | | work')
    cloud.peer('DC2').answers('DONE').sees('localfe', 'c1 | <00000007> | | DONE')
  })

  test('may come in any order', () => {
    const cloud = story().peer('DC2').tells(2).client('c1').asks('one').client('c2').asks('two')
    cloud.peer('DC2').answers('TWO', 'd0.2').sees('localfe', 'c2 | | TWO')
    cloud.peer('DC2').answers('ONE', 'd0.1').sees('localfe', 'c1 | | ONE')
  })

  test('counts once: the same again is late', () => {
    const cloud = story().peer('DC2').tells(1).client('c1').asks('work')
    cloud.peer('DC2').answers('DONE').peer('DC2').answers('DONE')
    cloud.sees('localfe', 'c1 | | DONE').seesNothing('localfe')
    expect(cloud.noted('late')).toBe('DC2')
  })

  test('from another peer than the one that has the task is late', () => {
    const cloud = story().peer('DC2').tells(1).client('c1').asks('work')
    cloud.gets('cloudbe', 'DC3 | d0.1 | c1 | | DONE').seesNothing('localfe')
    expect(cloud.noted('late')).toBe('DC3')
    expect(cloud.state().peers[0]?.outstanding).toBe(1)
  })
})

describe('a task that comes in', () => {
  test('is an overcommitment when it is of a peer and no worker is ready', () => {
    const cloud = story().peer('DC2').asks('c1', 'work')
    expect(cloud.noted('overcommit')).toBe('DC2')
    cloud.worker('w1').ready().sees('localbe', 'w1 | | DC2 | c1 | | work')
  })

  test('is none when it is of a client of our own', () => {
    const cloud = story().client('c1').asks('work')
    expect(cloud.noted('overcommit')).toBe('')
  })

  test('is none when it comes to a ready worker', () => {
    const cloud = story().worker('w1').ready().peer('DC2').asks('c1', 'work')
    expect(cloud.noted('overcommit')).toBe('')
  })
})
