/** What an actor does for its machine: its deadline, its pollset, its lives, its pauses. */

import { describe, expect, test } from 'vitest'
import { NEVER } from '../../src/base/time.js'
import { Arrival, Return } from '../../src/sim/arrival.js'
import { Clock } from '../../src/sim/clock.js'
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

describe('the pollset', () => {
  const pollset = () => {
    const clock = new Clock()
    const { actor, scribe } = scribeIn(clock, 'DC1', ['localfe', 'cloudfe'])
    const wantNone = () => {
      for (const inlet of ['localfe', 'cloudfe']) scribe.unwanted.add(inlet)
    }
    const want = (...inlets: string[]) => {
      for (const inlet of inlets) scribe.unwanted.delete(inlet)
      scribe.told.length = 0
      actor.receive('localbe', ['wake'])
    }
    return { actor, scribe, wantNone, want }
  }

  test('lets in one message that was being received as it closed; others wait outside', () => {
    const { actor, scribe, wantNone } = pollset()
    wantNone()
    for (const body of ['a', 'b', 'c']) actor.receive('localfe', [body])
    expect(scribe.told).toEqual(['0 localfe a waited'])
    expect(actor.queued).toBe(2)
  })

  test('reads the frontends in turn once they are wanted', () => {
    const { actor, scribe, wantNone, want } = pollset()
    wantNone()
    for (const nth of ['1', '2', '3']) {
      actor.receive('localfe', [`l${nth}`])
      actor.receive('cloudfe', [`c${nth}`])
    }
    want('localfe', 'cloudfe')
    expect(scribe.told).toEqual([
      '0 localbe wake',
      '0 localfe l2 waited',
      '0 cloudfe c2 waited',
      '0 localfe l3 waited',
      '0 cloudfe c3 waited',
    ])
    expect(actor.queued).toBe(0)
  })

  test('stops reading in the midst when the machine wants no more', () => {
    const { actor, scribe, wantNone, want } = pollset()
    wantNone()
    for (const body of ['a', 'b', 'c', 'd']) actor.receive('localfe', [body])
    scribe.onTold = line => {
      if (line.includes('localfe')) scribe.unwanted.add('localfe')
    }
    want('localfe')
    expect(scribe.told).toEqual(['0 localbe wake', '0 localfe b waited'])
    want('localfe')
    expect(scribe.told).toEqual(['0 localbe wake', '0 localfe c waited'])
  })

  test('begins a receive again when it has read all that was there', () => {
    const { actor, scribe, wantNone, want } = pollset()
    wantNone()
    actor.receive('localfe', ['a'])
    want('localfe')
    wantNone()
    actor.receive('localfe', ['b'])
    actor.receive('localfe', ['c'])
    expect(scribe.told).toEqual(['0 localbe wake', '0 localfe b waited'])
    expect(actor.queued).toBe(1)
  })

  test('is for the frontends only: all else comes in as it comes', () => {
    const { actor, scribe, wantNone } = pollset()
    wantNone()
    for (const body of ['a', 'b']) actor.receive('localbe', [body])
    expect(scribe.told).toEqual(['0 localbe a', '0 localbe b'])
  })
})

describe('an actor that died', () => {
  test('gets nothing of an earlier life, neither messages nor what came home nor ticks', () => {
    const clock = new Clock()
    const { actor, scribe } = scribeIn(clock, 'DC1', ['localfe'])
    scribe.deadline = 6
    scribe.unwanted.add('localfe')
    actor.receive('localbe', ['a'])
    for (const body of ['b', 'c']) actor.receive('localfe', [body])
    clock.at(5, new Arrival(actor, 'localbe', ['old']))
    clock.at(5, new Return(actor, 'localbe', ['old']))
    clock.runTo(1)
    scribe.told.length = 0
    actor.die()
    const next = new Scribe()
    actor.start(next)
    clock.runTo(10)
    expect(scribe.told).toEqual([])
    expect(next.told).toEqual(['1 start'])
    expect(actor.queued).toBe(0)
  })

  test('is told nothing while it is dead', () => {
    const clock = new Clock()
    const { actor, scribe } = scribeIn(clock, 'DC1', ['localfe'])
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
    const { actor, scribe } = scribeIn(clock, 'DC1', ['localfe'])
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
