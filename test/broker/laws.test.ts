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

const worker = fc.constantFrom('w1', 'w2', 'w3')
const peer = fc.constantFrom(...PEERS)
const frontend = fc.constantFrom('localfe' as const, 'cloudfe' as const)
const outlet = fc.constantFrom('localbe', 'cloudbe', 'localfe', 'cloudfe', 'statebe' as const)
const nth = fc.nat({ max: 50 })

/** A thing that happens, with the words for it in a counterexample. */
type Step = readonly [words: string, happens: (world: World) => void]

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: worker.map(w => [`${w} READY`, world => world.says(w)] as Step) },
  {
    weight: 4,
    arbitrary: worker.map(w => [`${w} answers`, world => world.workerAnswers(w)] as Step),
  },
  { weight: 4, arbitrary: fc.constant<Step>(['c1 asks', world => world.asks('localfe', 'c1')]) },
  { weight: 2, arbitrary: peer.map(p => [`${p} asks`, world => world.asks('cloudfe', p)] as Step) },
  {
    weight: 2,
    arbitrary: frontend.map(f => [`${f} in hand`, world => world.endsReceive(f)] as Step),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(peer, fc.nat({ max: 4 }))
      .map(([p, n]) => [`${p} tells ${n}`, world => world.tells(p, n)] as Step),
  },
  {
    weight: 4,
    arbitrary: nth.map(n => [`answer to d${n}`, world => world.peerAnswers(n)] as Step),
  },
  { weight: 1, arbitrary: peer.map(p => [`${p} goes`, world => world.goes(p)] as Step) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(outlet, nth)
      .map(([o, n]) => [`${o} ${n} bounces`, world => world.bounces(o, n)] as Step),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...INLETS)
      .map(inlet => [`nonsense on ${inlet}`, world => world.isTold(inlet, ['x'])] as Step),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(0, 1, 5, 100, 1000, 3000)
      .map(ms => [`${ms} ms pass`, world => world.passes(ms)] as Step),
  },
)

const life = fc.record({
  policy: fc.constantFrom(...POLICY_NAMES),
  seed: fc.nat(),
  steps: fc.array(step, { maxLength: 100, size: 'max' }),
})

const live = ({ policy, seed, steps }: typeof life extends fc.Arbitrary<infer T> ? T : never) => {
  const world = new World(policy, PEERS, seed)
  for (const [, happens] of steps) happens(world)
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
      { numRuns: 200 },
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
      { numRuns: 100 },
    )
  })
})
