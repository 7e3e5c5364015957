/** Simulated clouds for tests: from a scenario's text, run in spans whose raw reports are kept. */

import { readScenario } from '../../src/scenario/scenario.js'
import { SimCloud } from '../../src/sim/cloud.js'

/** A cloud of Poisson arrivals and exponential service; times are in seconds. */
export interface PoissonCloud {
  readonly seed: number
  /** Workers of each cluster, and arrivals per second at each. */
  readonly clusters: readonly { readonly workers: number; readonly rate: number }[]
  /** Mean service time in seconds. */
  readonly service?: number
  /** As the file says it. */
  readonly latency?: string
  readonly policy?: string
}

/** What happened in one span of a run, all clusters together. */
export interface Span {
  /** In seconds. */
  readonly waits: readonly number[]
  readonly latencies: readonly number[]
  /** The mean number of tasks in the system, and of busy workers, at the times looked at. */
  readonly inSystem: number
  readonly busy: number
  readonly overcommit: number
  /** The mean number of tasks that wait while a worker is ready, here or elsewhere. */
  readonly stranded: number
}

/** So many clients that no arrival ever waits for one. */
const CLIENTS = 400

export function poissonCloud(options: PoissonCloud): SimCloud {
  const { seed, clusters, service = 1, latency = '0s', policy = 'weighted' } = options
  const named = clusters.map((cluster, index) => ({ ...cluster, name: `DC${index + 1}` }))
  const clusterLine = ({ name, workers }: { name: string; workers: number }) =>
    `  ${name}: { workers: ${workers}, service: 'exp:${service}s' }`
  const often = `clients: ${CLIENTS}, timeout: 100h, retries: 0`
  const loadLine = ({ name, rate }: { name: string; rate: number }) =>
    `  - { at: ${name}, executor: rate, rate: ${rate}/s, ${often} }`
  const text = `
version: 1
seed: ${seed}
duration: 1000000s
clusters:
${named.map(clusterLine).join('\n')}
links: { default: { latency: '${latency}' } }
broker: { policy: ${policy}, heartbeat: 10s, stateTtl: 0s, stateInterval: 0ms }
load:
${named.map(loadLine).join('\n')}
`
  return new SimCloud(readScenario(text, 'theory.yaml'))
}

/** Runs it for `count` spans of so many seconds each, after one that is not kept. */
export function spansOf(cloud: SimCloud, count: number, seconds: number): Span[] {
  runSpan(cloud, seconds)
  return Array.from({ length: count }, () => runSpan(cloud, seconds))
}

/** How often a second the cloud is looked at. */
const LOOKS = 1

function runSpan(cloud: SimCloud, seconds: number): Span {
  let inSystem = 0
  let busy = 0
  let stranded = 0
  const looks = seconds * LOOKS
  for (let look = 0; look < looks; look++) {
    cloud.clock.runTo(cloud.clock.now + 1000 / LOOKS)
    const now = standing(cloud)
    inSystem += now.inSystem
    busy += now.busy
    stranded += Math.min(now.ready, now.inSystem - now.busy)
  }
  const counts = cloud.alive().map(cluster => cluster.report().counts)
  return {
    waits: secondsOf(counts.map(({ waits }) => waits.values)),
    latencies: secondsOf(counts.map(({ answers }) => answers.latenciesMs)),
    inSystem: inSystem / looks,
    busy: busy / looks,
    stranded: stranded / looks,
    overcommit: counts.reduce((sum, { times }) => sum + (times.overcommit?.length ?? 0), 0),
  }
}

function standing(cloud: SimCloud) {
  const now = { inSystem: 0, busy: 0, ready: 0 }
  for (const { clients, state } of cloud.alive()) {
    now.inSystem += clients.waiting
    now.busy += (state?.busyLocal ?? 0) + (state?.busyCloud ?? 0)
    now.ready += state?.ready ?? 0
  }
  return now
}

function secondsOf(times: readonly Float64Array[]): number[] {
  return times.flatMap(list => [...list].map(ms => ms / 1000))
}
