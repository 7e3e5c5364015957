/** A cluster's plan: its defaults, and each thing that can be wrong with one, in exact words. */

import { describe, expect, test } from 'vitest'
import {
  type ClusterRequest,
  clusterPlan,
  DEFAULTS,
  LOAD_DEFAULTS,
} from '../../src/scenario/plan.js'
import { UsageError } from '../../src/scenario/usage-error.js'

const REQUEST: ClusterRequest = { self: 'DC1', dir: '/run', seed: 42 }

describe('a plan', () => {
  test.each([
    // A quarter of the shortest client timeout.
    [{ service: { kind: 'constant', ms: 1 } as const, loads: [{}, { timeoutMs: 4000 }] }, 1000],
    // Three times the longest service.
    [{ service: { kind: 'choice', ofMs: [0, 2000] } as const }, 6000],
    [{ service: { kind: 'exp', meanMs: 1000 } as const }, 41_447],
    [{ service: { kind: 'lognormal', medianMs: 1000, p99Ms: 10_000 } as const }, 331_500],
    [{ taskTimeoutMs: 0 }, 0],
  ])('has a limit for answers that follows from what it says: %j', (said, limitMs) => {
    expect(clusterPlan({ ...REQUEST, ...said }).taskTimeoutMs / (limitMs || 1)).toBeCloseTo(
      limitMs === 0 ? 0 : 1,
      3,
    )
  })

  test('is complete by its defaults', () => {
    expect(clusterPlan(REQUEST)).toEqual({
      taskTimeoutMs: 3000,
      ...DEFAULTS,
      ...REQUEST,
      peers: [],
    })
  })

  test('takes what was said before the defaults, but not what was left undefined', () => {
    const loads = [{ clients: 3, retries: undefined }]
    const plan = clusterPlan({ ...REQUEST, loads, workers: undefined, peers: ['DC2'] })
    expect(plan).toMatchObject({ workers: 5, peers: ['DC2'] })
    expect(plan.loads).toEqual([{ ...LOAD_DEFAULTS, clients: 3 }])
  })

  test.each<Partial<ClusterRequest>>([
    { loads: [{ clients: 0 }], workers: 0 },
    { loads: [{ clients: 65_536 }] },
    { loads: [{ retries: 0 }] },
    { stateTtlMs: 0 },
    { stateTtlMs: 1000 },
    { stateIntervalMs: 0 },
    { loads: [{ bodyBytes: 1 }] },
    { loads: [{ bodyBytes: 1_048_576 }] },
    { policy: 'local-only' },
    { template: 'ipc://{cluster}-{socket}.ipc' },
    { clientThreads: 1, workerThreads: 2 },
  ])('may say %j', said => {
    expect(clusterPlan({ ...REQUEST, ...said })).toMatchObject(said)
  })

  test.each<[Partial<ClusterRequest>, string]>([
    [{ self: '' }, 'The cluster name "" is empty'],
    [{ self: '-x' }, 'The cluster name "-x" must begin with a letter or a digit'],
    [{ peers: ['DC2', 'DC2'] }, 'The peer DC2 is listed twice: name each peer once'],
    [{ peers: ['DC2', 'DC1'] }, 'DC1 is listed among its own peers: leave it out there'],
    [{ loads: [{ clients: -1 }] }, '--clients -1: use a whole number from 0 to 65536'],
    [{ loads: [{ clients: 1.5 }] }, '--clients 1.5: use a whole number from 0 to 65536'],
    [
      { loads: [{ clients: 40_000 }, { clients: 40_000 }] },
      '--clients 80000: use a whole number from 0 to 65536',
    ],
    [{ workers: Number.NaN }, '--workers NaN: use a whole number from 0 to 65536'],
    [{ workers: 65_537 }, '--workers 65537: use a whole number from 0 to 65536'],
    [{ clientThreads: 0 }, '--client-threads 0: use a whole number from 1 to 1024'],
    [{ workerThreads: 1025 }, '--worker-threads 1025: use a whole number from 1 to 1024'],
    [{ loads: [{ retries: -1 }] }, '--retries -1: use a whole number from 0 to 1000'],
    [{ loads: [{ bodyBytes: 0 }] }, '--body 0: use a whole number from 1 to 1048576'],
    [{ seed: -1 }, '--seed -1: use a whole number from 0 to 9007199254740991'],
    [{ loads: [{ timeoutMs: 0 }] }, '--timeout 0s: use a time of at least 1ms'],
    [{ heartbeatMs: 0.5 }, '--heartbeat 0.5ms: use a time of at least 1ms'],
    [{ stateTtlMs: -1 }, '--state-ttl -1ms: use a time of at least 0s'],
    [{ stateIntervalMs: Number.NaN }, '--state-interval NaNms: use a time of at least 0s'],
    [
      { stateTtlMs: 999 },
      '--state-ttl 999ms is shorter than the heartbeat of 1s: ' +
        'every peer would be forgotten between two words, use 1s or more, or 0s for never',
    ],
    [
      { template: 'ipc://{cluster}' },
      'Endpoint template "ipc://{cluster}" must have {cluster} and {socket} in it',
    ],
  ])('is refused where it says %j', (said, complaint) => {
    expect(() => clusterPlan({ ...REQUEST, ...said })).toThrow(new UsageError(complaint))
  })

  test('is refused with the nearest policy where it names none', () => {
    const said = { ...REQUEST, policy: 'wieghted' as 'weighted' }
    expect(() => clusterPlan(said)).toThrow('Unknown policy "wieghted": did you mean "weighted"?')
  })
})
