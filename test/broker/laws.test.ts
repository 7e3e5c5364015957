/**
 * Laws that hold whatever happens around a broker, and in whatever order. The world checks, after
 * each step, that every task is where it must be: so that a worker has one at a time, each is
 * answered at most once and to whom it came from, and none is lost.
 */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BrokerFact } from '../../src/broker/contract.js'
import { POLICY_NAMES } from '../../src/broker/policy.js'
import { INLETS, type Story, story } from '../support/story.js'
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
  deed(4, 'asks', fc.constant('localfe'), fc.constant('DC1-c1')),
  deed(2, 'asks', fc.constant('cloudfe'), peer),
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
        const isOver = ({ place }: { place: string }) => place === 'answered' || place === 'dropped'
        expect(world.tasks.filter(task => !isOver(task))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})

describe('the facts that a broker notes', () => {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

  test('balance: whatever a worker or a peer was sent has ended, or is with it', () => {
    fc.assert(
      fc.property(life, input => {
        const { ports, broker, tasks, now } = live(input)
        const { busyLocal, busyCloud, peers } = broker.state(now)
        const total = (fact: BrokerFact, of: string) =>
          sum(
            ports.facts.filter(one => one.fact === fact && one.about === of).map(one => one.value),
          )
        for (const { name, outstanding } of peers) {
          expect(total('delegated', name) - total('freed', name)).toBe(outstanding)
        }
        const ours = ['w1', 'w2', 'w3'].map(name => total('assigned', name) - total('freed', name))
        expect(ours.every(count => count === 0 || count === 1)).toBe(true)
        expect(sum(ours)).toBe(busyLocal)
        const placed = ports.noted('assigned').length + ports.noted('delegated').length
        const answered = tasks.filter(({ place }) => place === 'answered').length
        const held = busyLocal + busyCloud + sum(peers.map(({ outstanding }) => outstanding))
        expect(placed).toBe(answered + sum(ports.valuesOf('home')) + held)
        const served = tasks.filter(
          task => task.place === 'answered' && task.frontend === 'cloudfe',
        )
        expect(ports.noted('served')).toHaveLength(served.length)
      }),
      { numRuns: 300 },
    )
  })
})

/** What strangers may do, and time. Who asks has a name that nobody else has. */
type Hostile = (cloud: Story, nth: number) => unknown

const who = fc.constantFrom('s1', 's2', 's3', 's4')
const hasHad = (cloud: Story, outlet: 'localbe' | 'cloudbe', name: string) =>
  cloud.everySent(outlet).some(([to]) => to === name)

/** One of these does something. */
function by<Name>(names: fc.Arbitrary<Name>, act: (cloud: Story, name: Name) => unknown) {
  return names.map(
    (name): Hostile =>
      cloud =>
        act(cloud, name),
  )
}

const hostile: fc.Arbitrary<Hostile> = fc.oneof(
  by(who, (cloud, name) => cloud.worker(name).ready()),
  // What it has, or has had: perhaps for the second time.
  by(who, (cloud, name) => hasHad(cloud, 'localbe', name) && cloud.worker(name).answers('done')),
  by(who, (cloud, name) => cloud.gets('localbe', `${name} | | c1 | | made up`)),
  by(who, (cloud, name) => cloud.gets('localbe', `${name} | | junk`)),
  fc.constant<Hostile>((cloud, nth) => cloud.client(`c${nth}`).asks('work')),
  peer.map(
    (name): Hostile =>
      (cloud, nth) =>
        cloud.peer(name).asks(`c${nth}`, 'work'),
  ),
  by(fc.tuple(peer, fc.constantFrom(0, 1, 1_000_000)), (cloud, [name, capacity]) =>
    cloud.peer(name).tells(capacity),
  ),
  by(peer, (cloud, name) => hasHad(cloud, 'cloudbe', name) && cloud.peer(name).answers('done')),
  by(peer, (cloud, name) => cloud.peer(name).isSeenToGo()),
  by(fc.constantFrom(1, 300, 1000, 5000), (cloud, ms) => cloud.after(ms)),
  by(fc.constantFrom(300, 5000), (cloud, ms) => cloud.standsStill(ms)),
)

function checkCounts(cloud: Story): void {
  const { workers, ready, withheld = 0, busyLocal, busyCloud } = cloud.state()
  expect(ready + withheld + busyLocal + busyCloud, 'each worker is idle or busy').toBe(workers)
  expect(Math.min(ready, withheld, busyLocal, busyCloud)).toBeGreaterThanOrEqual(0)
  const replies = [...cloud.everySent('localfe'), ...cloud.everySent('cloudfe')]
  const askers = replies.map(message => message.find(frame => /^c\d+$/.test(String(frame))))
  expect(new Set(askers).size, 'no request has two answers').toBe(askers.length)
}

describe('broker, whatever strangers do,', () => {
  const lifeAmongThem = fc.record({
    policy: fc.constantFrom(...POLICY_NAMES),
    deeds: fc.array(hostile, { maxLength: 60, size: 'max' }),
  })

  test('answers no request twice, and its counts add up and go back', () => {
    fc.assert(
      fc.property(lifeAmongThem, ({ policy, deeds }) => {
        const cloud = story({ policy, taskTimeoutMs: 500, heartbeatMs: 60_000, stateTtlMs: 0 })
        for (const [nth, deed] of deeds.entries()) {
          deed(cloud, nth)
          checkCounts(cloud)
        }
        // One worker that works, and nobody else does.
        cloud.worker('w0').ready()
        const isLeft = () => cloud.state().waiting
        let done = 0
        const givenTo = () => cloud.everySent('localbe').filter(([to]) => to === 'w0').length
        while ((isLeft() > 0 || givenTo() > done) && cloud.now < 1e7) {
          if (givenTo() > done) {
            done++
            cloud.worker('w0').answers('done')
          } else cloud.after(1000)
          checkCounts(cloud)
        }
        cloud.after(200_000)
        while (givenTo() > done) {
          done++
          cloud.worker('w0').answers('done').after(100_000)
        }
        const { waiting, busyLocal, busyCloud, peers } = cloud.state()
        const outstanding = peers.map(one => one.outstanding)
        expect({ waiting, busyLocal, busyCloud, outstanding }).toEqual({
          ...{ waiting: 0, busyLocal: 0, busyCloud: 0 },
          outstanding: [0, 0],
        })
      }),
      { numRuns: 200 },
    )
  })
})
