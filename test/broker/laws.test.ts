/**
 * Laws that hold whatever happens around a broker, and in whatever order. The world checks, after
 * each step, that every task is where it must be: so that a worker has one at a time, each is
 * answered at most once and to whom it came from, and none is lost.
 */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { POLICY_NAMES } from '../../src/broker/policy.js'
import { INLETS } from '../support/story.js'
import { World } from '../support/world.js'

const PEERS = ['DC2', 'DC3']

/** What may happen in the world. */
type Deed = Exclude<
  {
    [Name in keyof World]: World[Name] extends (...args: never[]) => void ? Name : never
  }[keyof World],
  'at' | 'check'
>

type Arbitraries<Args extends unknown[]> = { [Nth in keyof Args]: fc.Arbitrary<Args[Nth]> }

/** A deed with random arguments, and how likely it is as compared with the others. */
function deed<Name extends Deed>(
  weight: number,
  name: Name,
  ...args: Arbitraries<Parameters<World[Name]>>
) {
  const arbitrary = fc.record({ does: fc.constant<Deed>(name), to: fc.tuple<unknown[]>(...args) })
  return { weight, arbitrary }
}

const worker = fc.constantFrom('w1', 'w2', 'w3')
const peer = fc.constantFrom(...PEERS)
const nth = fc.nat({ max: 50 })
const socket = fc.constantFrom('localbe', 'cloudbe', 'localfe', 'cloudfe', 'statebe' as const)

const deeds = fc.oneof(
  deed(3, 'says', worker),
  deed(4, 'workerAnswers', worker),
  deed(4, 'asks', fc.constant('localfe'), fc.constant('c1')),
  deed(2, 'asks', fc.constant('cloudfe'), peer),
  deed(2, 'endsReceive', fc.constantFrom('localfe', 'cloudfe')),
  deed(3, 'tells', peer, fc.nat({ max: 4 })),
  deed(4, 'peerAnswers', nth),
  deed(1, 'goes', peer),
  deed(2, 'bounces', socket, nth),
  deed(1, 'isTold', fc.constantFrom(...INLETS), fc.constant(['nonsense'])),
  deed(2, 'passes', fc.constantFrom(0, 1, 5, 100, 1000, 3000)),
)

const life = fc.record({
  policy: fc.constantFrom(...POLICY_NAMES),
  seed: fc.nat(),
  deeds: fc.array(deeds, { maxLength: 100, size: 'max' }),
})

type Life = typeof life extends fc.Arbitrary<infer T> ? T : never

function live({ policy, seed, deeds }: Life): World {
  const world = new World(policy, PEERS, seed)
  for (const { does, to } of deeds) Reflect.apply(world[does], world, to)
  return world
}

describe('broker, whatever happens around it,', () => {
  test('has every task in one place, and tells its capacity when things have settled', () => {
    fc.assert(
      fc.property(life, input => {
        const world = live(input)
        world.passes(5)
        expect(world.lastTold).toBe(world.ready.size)
      }),
      { numRuns: 500 },
    )
  })

  test('answers every task in the end, once workers and peers do their part', () => {
    fc.assert(
      fc.property(life, input => {
        const world = live(input)
        for (const name of PEERS) world.goes(name)
        for (let left = world.tasks.length; left >= 0; left--) {
          world.says('w1')
          world.workerAnswers('w1')
          for (const name of ['w2', 'w3']) world.workerAnswers(name)
        }
        expect(world.tasks.filter(({ place }) => place !== 'answered')).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})
