/** Bugs put into the broker by hand: the verdicts of a simulated run must find each of them. */

import { afterEach, describe, expect, test, vi } from 'vitest'
import { readScenario } from '../../src/scenario/scenario.js'
import type { NewBroker } from '../../src/sim/cluster-contract.js'
import { simulate } from '../../src/sim/simulate.js'
import {
  assignsTwice,
  comparesNames,
  delegatesOn,
  dropsRedelivery,
  forgetsCapacity,
  forgetsNobody,
  hearsNoPeer,
  mixesUpClients,
  neverRests,
  neverTells,
  servesInOneQueue,
  suspendsNobody,
  waitsFor,
} from '../support/bugs.js'
import { busyWith, FAULTS } from '../support/scenarios.js'

/** Longer than any peer is waited for; clients that try again would hide what brokers lose. */
const PATIENCE_MS = 60_000

/** Clients that think for so long that an answer too many finds them thinking. */
const THINKERS = `\
version: 1
duration: 40s
clusters:
  DC1: { workers: 2, service: 100ms }
  DC2: { workers: 3, service: 100ms }
links: { default: { latency: 5ms } }
load: [{ at: DC1, executor: closed, clients: 9, think: 20s, timeout: 1h, retries: 0 }]
faults: [{ at: 20020ms, pause: DC2, resume: 30s }]
`

/** So few tasks that a peer's capacity outlasts the time for which it is believed. */
const CALM = `\
version: 1
duration: 20s
clusters:
  DC1: { workers: 0 }
  DC2: { workers: 20, service: 100ms }
load: [{ at: DC1, executor: rate, rate: 2/s, clients: 40, timeout: 1h, retries: 0 }]
faults: [{ at: 5s, pause: DC2, resume: 15s }]
`

/** Four strangers request 200 tasks that nobody waits for. */
const CROWDED = `\
version: 1
duration: 10s
clusters: { DC1: { workers: 1, service: 20ms } }
load: [{ at: DC1, executor: closed, clients: 4, think: 10ms, timeout: 1m }]
attacks: [{ from: 1s, on: DC1, does: requests, every: 1ms, until: 5s }]
`

/** Four workers answer nothing, and say READY again and again. */
const SILENT = `\
version: 1
duration: 20s
clusters: { DC1: { workers: 2, service: 20ms } }
broker: { taskTimeout: 200ms }
load: [{ at: DC1, executor: closed, clients: 8, think: 10ms, timeout: 1h, retries: 0 }]
attacks: [{ on: DC1, does: silent-workers, every: 20ms }]
`

/** The verdicts that are false after a run, in any of a few seeds. */
async function found(text: string, newBroker?: NewBroker): Promise<string[]> {
  const plan = readScenario(text, 'test.yaml')
  const names = new Set<string>()
  for (const seed of [1, 2]) {
    const options = { patienceMs: PATIENCE_MS, ...(newBroker && { newBroker }) }
    const { summary } = await simulate({ ...plan, seed }, options)
    for (const { name, verdict } of summary.invariants) if (verdict === 'false') names.add(name)
  }
  return [...names]
}

/** Nobody tries again. */
function busy(fault: string): string {
  const text = busyWith(FAULTS[fault] ?? '')
  return text.replaceAll('timeout: 2s, retries: 9', 'timeout: 1h, retries: 0')
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe('a broker', { timeout: 20_000 }, () => {
  const killed = [busy('kill for good'), busy('kill-workers')]
  const healthy = [...killed, busy('pause'), THINKERS, CALM, CROWDED, SILENT]

  test.each(healthy)('without a bug is found to have none', async text => {
    expect(await found(text)).toEqual([])
  })

  test.each<[string, string, () => void, string, NewBroker?]>([
    ['drops what a peer had', 'every client is answered', dropsRedelivery, busy('kill for good')],
    ['drops what a worker had', 'every client is answered', dropsRedelivery, busy('kill-workers')],
    ['forgets to take one off', 'no capacity is negative', forgetsCapacity, busy('pause')],
    ['compares names', 'no task is answered twice', nothing, THINKERS, comparesNames],
    ['forgets nobody', 'nothing is sent to a forgotten peer', nothing, CALM, forgetsNobody],
    ['delegates on', 'no task is delegated twice over', delegatesOn, busy('pause')],
    ['never tells', 'state converges', neverTells, busy('pause')],
    ['serves in one queue', 'no client starves', servesInOneQueue, CROWDED],
    ['waits too shortly', 'answers are missed in time', nothing, SILENT, waitsFor(0.5)],
    ['waits too long', 'answers are missed in time', nothing, SILENT, waitsFor(40)],
    ['suspends nobody', 'who never answers is suspended', suspendsNobody, SILENT],
    ['assigns twice', 'no worker holds two tasks', assignsTwice, busy('pause')],
    [
      'hears no peer',
      'no ready worker idles while a task waits',
      nothing,
      busy('pause'),
      hearsNoPeer,
    ],
    [
      ...(['mixes up clients', 'replies reach the client that asked', nothing] as const),
      ...([busy('pause'), mixesUpClients] as const),
    ],
  ])('that %s is found: "%s" is broken', async (_, name, putIn, text, newBroker) => {
    putIn()
    expect(await found(text, newBroker)).toContain(name)
  })

  test('a deadline that stays in the past: time does not go on', async () => {
    const { summary } = await simulate(readScenario(CALM, 'test.yaml'), { newBroker: neverRests })
    expect(summary).toMatchObject({ verdict: 'fail', exitCode: 3 })
    const broken = summary.invariants.filter(({ verdict }) => verdict === 'false')
    expect(broken.map(({ name }) => name)).toEqual(['time goes on'])
    expect(broken[0]?.broken?.what).toMatch(/^time does not go on: more than 2\d\d,.* at DC\d/)
  })
})

function nothing(): void {}
