/** What an actor does for its machine: its deadline, its lives, its pauses. */

import { describe, expect, test } from 'vitest'
import { NEVER } from '../../src/base/time.js'
import { Clock } from '../../src/sim/clock.js'
import { Arrival, Bounce } from '../../src/sim/sim-events.js'
import { Scribe, scribeIn } from '../support/actors.js'

describe('the deadline of a machine', () => {
  test('is kept to the instant', () => {
    const clock = new Clock()
    const { actor, scribe } = scribeIn(clock, 'DC1')
    scribe.deadline = 7.25
    actor.receive('localbe', ['a'])
    clock.runTo(20)
    expect(scribe.told).toEqual(['0 localbe a', '7.25 tick'])
  })

  test('can come nearer, and can move away', () => {
    const clock = new Clock()
    const { actor, scribe } = scribeIn(clock, 'DC1')
    const deadlineAt = (deadline: number) => {
      scribe.deadline = deadline
      actor.receive('localbe', ['a'])
    }
    deadlineAt(9)
    deadlineAt(5)
    clock.runTo(4)
    deadlineAt(NEVER)
    clock.runTo(6)
    deadlineAt(8)
    clock.runTo(20)
    expect(scribe.told.filter(line => line.endsWith('tick'))).toEqual(['8 tick'])
  })

  test('that has passed is due at once', () => {
    const clock = new Clock()
    clock.runTo(10)
    const { actor, scribe } = scribeIn(clock, 'DC1')
    scribe.deadline = 3
    actor.receive('localbe', ['a'])
    clock.runTo(10)
    expect(scribe.told.at(-1)).toBe('10 tick')
  })
})

describe('an actor that died', () => {
  test('gets nothing of an earlier life, neither messages nor what came home nor ticks', () => {
    const clock = new Clock()
    const { actor, scribe } = scribeIn(clock, 'DC1')
    scribe.deadline = 6
    actor.receive('localbe', ['a'])
    actor.pause()
    for (const body of ['b', 'c']) actor.receive('localfe', [body])
    clock.at(5, new Arrival(actor, 'localbe', ['old']))
    clock.at(5, new Bounce(actor, 'localbe', ['old']))
    clock.runTo(1)
    scribe.told.length = 0
    actor.die()
    const next = new Scribe()
    actor.start(next)
    clock.runTo(10)
    expect(scribe.told).toEqual([])
    expect(next.told).toEqual(['1 start'])
    expect(actor.held).toBe(0)
  })

  test('is told nothing while it is dead', () => {
    const clock = new Clock()
    const { actor, scribe } = scribeIn(clock, 'DC1')
    actor.die()
    actor.receive('localfe', ['a'])
    actor.bounce('localbe', ['a'])
    actor.connection('cloudbe', 'DC2', true)
    expect(scribe.told).toEqual([])
    expect(actor.isAlive).toBe(false)
  })
})

describe('an actor that is paused', () => {
  test('catches up in order when it goes on', () => {
    const clock = new Clock()
    const { actor, scribe } = scribeIn(clock, 'DC1')
    actor.pause()
    actor.receive('localfe', ['a'])
    actor.bounce('localbe', ['b'])
    actor.connection('cloudbe', 'DC2', false)
    actor.receive('localbe', ['c'])
    clock.runTo(5)
    expect(scribe.told).toEqual([])
    actor.resume()
    expect(scribe.told).toEqual(['5 localfe a', '5 bounce localbe b', '5 DC2 down', '5 localbe c'])
  })

  test('finds out first that a deadline has passed, as an event loop sees to timers first', () => {
    const clock = new Clock()
    const { actor, scribe } = scribeIn(clock, 'DC1')
    scribe.deadline = 3
    actor.receive('localbe', ['a'])
    actor.pause()
    clock.runTo(4)
    actor.receive('localbe', ['b'])
    clock.runTo(5)
    actor.resume()
    clock.runTo(5)
    expect(scribe.told).toEqual(['0 localbe a', '5 tick', '5 localbe b'])
  })

  test('holds back nothing for the life after a death', () => {
    const clock = new Clock()
    const { actor } = scribeIn(clock, 'DC1')
    actor.pause()
    actor.receive('localbe', ['old'])
    actor.die()
    const next = new Scribe()
    actor.start(next)
    actor.receive('localbe', ['new'])
    actor.resume()
    expect(next.told).toEqual(['0 start', '0 localbe new'])
  })
})
