/** Broker rule 5: eight ways to choose a peer. By fixed seeds: a share is right within 3 errors. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomStream } from '../../src/base/random.js'
import { Broker } from '../../src/broker/broker.js'
import type { BrokerFact, BrokerOutlet } from '../../src/broker/contract.js'
import { Peers } from '../../src/broker/peers.js'
import { POLICY_NAMES, type PolicyName, policyOf } from '../../src/broker/policy.js'
import { taskOf } from '../../src/broker/task.js'
import { frames } from '../support/frames.js'
import { Recorder } from '../support/recorder.js'
import { meanAndError } from '../support/statistics.js'
import { story } from '../support/story.js'

const HEARTBEAT_MS = 1000
const NOW = 10_000

interface Told {
  readonly capacity: number
  readonly outstanding?: number
  readonly ageMs?: number
}

function peersOf(told: Record<string, Told>): Peers {
  const peers = new Peers(Object.keys(told), 0, 0)
  for (const [name, { capacity, outstanding = 0, ageMs = 0 }] of Object.entries(told)) {
    const peer = peers.get(name)
    if (!peer) continue
    for (let nth = 0; nth < outstanding; nth++) {
      const task = taskOf('localfe', frames('c1 | | hello'), 'c')
      if (task) peers.delegate(peer, { id: `d${nth}`, task, sent: [], at: NOW })
    }
    peers.hear(peer, capacity, NOW - ageMs)
  }
  return peers
}

const TABLE: readonly (readonly [PolicyName, Record<string, Told>, Record<string, number>])[] = [
  ['random', { A: { capacity: 1 }, B: { capacity: 9 }, C: { capacity: 0 } }, { A: 0.5, B: 0.5 }],
  ['most-capacity', { A: { capacity: 1 }, B: { capacity: 3 }, C: { capacity: 2 } }, { B: 1 }],
  ['most-capacity', { A: { capacity: 3 }, B: { capacity: 3 } }, { A: 0.5, B: 0.5 }],
  // The best of three is in two of the three pairs, the worst is the better one of none.
  [
    'two-choices',
    { A: { capacity: 1 }, B: { capacity: 2 }, C: { capacity: 3 } },
    { B: 1 / 3, C: 2 / 3 },
  ],
  ['two-choices', { A: { capacity: 1 } }, { A: 1 }],
  [
    'weighted',
    { A: { capacity: 1 }, B: { capacity: 3 }, C: { capacity: 0 } },
    { A: 0.25, B: 0.75 },
  ],
  [
    'least-outstanding',
    { A: { capacity: 9, outstanding: 2 }, B: { capacity: 1, outstanding: 1 } },
    { B: 1 },
  ],
  ['least-outstanding', { A: { capacity: 9 }, B: { capacity: 1 } }, { A: 0.5, B: 0.5 }],
  // A word as old as one heartbeat counts half, one of two heartbeats a quarter.
  [
    'age-weighted',
    { A: { capacity: 4 }, B: { capacity: 4, ageMs: 1000 }, C: { capacity: 8, ageMs: 2000 } },
    { A: 0.5, B: 0.25, C: 0.25 },
  ],
  // Of words that are all beyond trust, somebody is still taken.
  ['age-weighted', { A: { capacity: 1, ageMs: 1e9 } }, { A: 1 }],
  ['guide', { A: { capacity: 0 }, B: { capacity: 9 } }, { A: 0.5, B: 0.5 }],
]

describe('policy', () => {
  test.each(TABLE)('%s of %j takes %j', (name, told, expected) => {
    const policy = policyOf(name, HEARTBEAT_MS)
    const peers = peersOf(told)
    const random = randomStream(1, name)
    const taken = Array.from({ length: 10_000 }, () => policy.choose(peers, random, NOW)?.name)
    for (const peer of Object.keys(told)) {
      const share = meanAndError(taken.map(chosen => (chosen === peer ? 1 : 0)))
      expect(share.errorsFrom(expected[peer] ?? 0), `share of ${peer}`).toBeLessThanOrEqual(3)
    }
  })

  const anyPeers = fc
    .dictionary(
      fc.constantFrom('A', 'B', 'C', 'D'),
      fc.record({
        capacity: fc.integer({ min: 0, max: 5 }),
        outstanding: fc.integer({ min: 0, max: 5 }),
        ageMs: fc.integer({ min: 0, max: 10_000 }),
      }),
    )
    .map(peersOf)

  test.each(POLICY_NAMES.filter(name => name !== 'guide'))(
    '%s takes somebody while it says there is capacity, and only one that has some',
    name => {
      const policy = policyOf(name, HEARTBEAT_MS)
      const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
      fc.assert(
        fc.property(anyPeers, chance, (peers, random) => {
          const chosen = policy.choose(peers, () => random, NOW)
          expect(chosen !== undefined).toBe(policy.capacity(peers) > 0)
          if (chosen) expect(chosen.capacity).toBeGreaterThan(0)
        }),
      )
    },
  )
})

describe('a policy file', () => {
  test('that chooses nobody leaves the task where it is', () => {
    const ports = new Recorder<BrokerOutlet, BrokerFact>()
    const times = { heartbeatMs: 1000, stateTtlMs: 3000, stateIntervalMs: 5 }
    const options = { self: 'DC1', peers: ['DC2'], policy: { file: 'mine.ts' }, ...times }
    const broker = new Broker(options, ports, () => () => undefined)
    broker.receive('statefe', frames('DC2 | 9'), 0)
    broker.receive('localfe', frames('c1 | | work'), 0)
    expect(broker.state(0)).toMatchObject({ waiting: 1 })
    expect(ports.sent).toEqual([])
  })

  test('is shown the peers that have capacity left, and gives the name of one', () => {
    let seen: unknown
    const policy = policyOf({ file: 'mine.ts' }, HEARTBEAT_MS, () => peers => {
      seen = peers
      return 'B'
    })
    const told = {
      A: { capacity: 2, outstanding: 1 },
      B: { capacity: 3, ageMs: 7 },
      C: { capacity: 0 },
    }
    expect(policy.choose(peersOf(told), () => 0, NOW)?.name).toBe('B')
    expect(seen).toEqual([
      { name: 'A', capacity: 2, outstanding: 1, ageMs: 0 },
      { name: 'B', capacity: 3, outstanding: 0, ageMs: 7 },
    ])
  })

  test('needs somebody who can run it', () => {
    expect(() => policyOf({ file: 'mine.ts' }, 1000)).toThrow(
      'nobody here can run the policy mine.ts',
    )
  })
})

describe('policy local-only', () => {
  test('delegates nothing, whatever the peers have', () => {
    expect(policyOf('local-only', HEARTBEAT_MS).capacity(peersOf({ A: { capacity: 9 } }))).toBe(0)
    const cloud = story({ policy: 'local-only' }).peer('DC2').tells(9).client('c1').asks('work')
    expect(cloud.seesNothing().state().waiting).toBe(1)
  })
})

describe("policy guide, the Guide's own", () => {
  test('keeps one number for all peers, overwritten by the last that spoke', () => {
    const cloud = story({ policy: 'guide' }).peer('DC2').tells(9).peer('DC3').tells(0)
    expect(cloud.client('c1').asks('work').seesNothing().state().waiting).toBe(1)
    // And then it may well go to the one that has none.
    cloud.peer('DC2').tells(0).peer('DC3').tells(1).sees('cloudbe', 'DC2 | d0.1 | c1 | | work')
  })

  test('keeps also what was read already while the last that spoke has none', () => {
    const cloud = story({ policy: 'guide' }).peer('DC2').tells(9).peer('DC3').tells(0)
    cloud.client('c1').asks('work').seesNothing()
    expect(cloud.state().waiting).toBe(1)
  })

  test('does not count down what it delegates, and so overloads its peers', () => {
    const cloud = story({ policy: 'guide' }).peer('DC2').tells(1)
    for (const name of ['c1', 'c2', 'c3']) cloud.client(name).asks('work')
    expect(cloud.everySent('cloudbe')).toHaveLength(3)
  })

  test('stops when the last that spoke is forgotten', () => {
    const cloud = story({ policy: 'guide' }).peer('DC2').tells(1).peer('DC3').tells(1)
    cloud.peer('DC3').isSeenToGo().client('c1').asks('work').seesNothing()
  })
})
