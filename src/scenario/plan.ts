/** A plan: everything that one cluster is told before it starts, checked, with the defaults. */

import type { Distribution } from '../base/distribution.js'
import type { Millis } from '../base/time.js'
import { POLICY_NAMES, type PolicyName } from '../broker/policy.js'
import type { Load } from '../client/load.js'
import { DEFAULT_TEMPLATE } from '../wire/endpoints.js'
import { clusterNameProblem } from '../wire/names.js'
import { sayMs } from './grammar.js'
import { suggestion } from './nearest.js'
import { UsageError } from './usage-error.js'

/** How a cluster is built and how it behaves. Plain data: it travels to threads and processes. */
export interface ClusterPlan {
  readonly self: string
  readonly peers: readonly string[]
  /** 0 to 65,536 each. */
  readonly clients: number
  readonly workers: number
  readonly load: Load
  readonly service: Distribution
  readonly policy: PolicyName
  readonly timeoutMs: Millis
  readonly retries: number
  readonly heartbeatMs: Millis
  /** 0: what a peer said is believed for ever. */
  readonly stateTtlMs: Millis
  readonly stateIntervalMs: Millis
  /** 1 to 1,048,576. */
  readonly bodyBytes: number
  readonly seed: number
  /** Where `{dir}` in the endpoint template points to. */
  readonly dir: string
  readonly template: string
  /** The directories in which peers are found, if not in `dir`: by the peer's name. */
  readonly peerDirs?: Readonly<Record<string, string>>
  readonly local: 'ipc' | 'inproc'
  /** Threads that share the clients, and the workers; undefined for what suits the machine. */
  readonly clientThreads: number | undefined
  readonly workerThreads: number | undefined
}

export const DEFAULTS = {
  clients: 10,
  workers: 5,
  load: { kind: 'guide' },
  service: { kind: 'choice', ofMs: [0, 1000] },
  policy: 'weighted',
  timeoutMs: 10_000,
  retries: 3,
  heartbeatMs: 1000,
  stateTtlMs: 3000,
  stateIntervalMs: 5,
  bodyBytes: 16,
  template: DEFAULT_TEMPLATE,
  local: 'ipc',
  clientThreads: undefined,
  workerThreads: undefined,
} as const satisfies Partial<ClusterPlan>

/** The largest body of a task: 1 MiB. */
export const BODY_BYTES_MAX = 1_048_576

/** The most clients, or workers, of a cluster. */
export const COUNT_MAX = 65_536

/** What must be said of a cluster; all else has a default. */
export type ClusterRequest = Pick<ClusterPlan, 'self' | 'dir' | 'seed'> & {
  readonly [Key in keyof ClusterPlan]?: ClusterPlan[Key] | undefined
}

/**
 * A checked plan.
 *
 * @throws UsageError for the first thing that is wrong with it.
 */
export function clusterPlan(request: ClusterRequest): ClusterPlan {
  const said = Object.fromEntries(
    Object.entries(request).filter(([, value]) => value !== undefined),
  ) as ClusterRequest
  const plan = { peers: [], ...DEFAULTS, ...said } as ClusterPlan
  checkNames(plan.self, plan.peers)
  checkCounts(plan)
  checkTimes(plan)
  if (!POLICY_NAMES.includes(plan.policy)) {
    throw new UsageError(
      `Unknown policy "${plan.policy}": ${suggestion(plan.policy, POLICY_NAMES)}`,
    )
  }
  if (!plan.template.includes('{cluster}') || !plan.template.includes('{socket}')) {
    throw new UsageError(
      `Endpoint template "${plan.template}" must have {cluster} and {socket} in it`,
    )
  }
  return plan
}

function checkNames(self: string, peers: readonly string[]): void {
  for (const name of [self, ...peers]) {
    const problem = clusterNameProblem(name)
    if (problem) throw new UsageError(`The cluster name "${name}" ${problem}`)
  }
  const twice = peers.find((name, index) => peers.indexOf(name) !== index)
  if (twice) throw new UsageError(`The peer ${twice} is listed twice: name each peer once`)
  if (peers.includes(self)) {
    throw new UsageError(`${self} is listed among its own peers: leave it out there`)
  }
}

function checkCounts(plan: ClusterPlan): void {
  const counts: [option: string, count: number | undefined, min: number, max: number][] = [
    ['clients', plan.clients, 0, COUNT_MAX],
    ['workers', plan.workers, 0, COUNT_MAX],
    ['client-threads', plan.clientThreads, 1, 1024],
    ['worker-threads', plan.workerThreads, 1, 1024],
    ['retries', plan.retries, 0, 1000],
    ['body', plan.bodyBytes, 1, BODY_BYTES_MAX],
    ['seed', plan.seed, 0, Number.MAX_SAFE_INTEGER],
  ]
  for (const [option, count, min, max] of counts) {
    if (count === undefined) continue
    if (!Number.isInteger(count) || count < min || count > max) {
      throw new UsageError(`--${option} ${count}: use a whole number from ${min} to ${max}`)
    }
  }
}

function checkTimes(plan: ClusterPlan): void {
  const times: [option: string, ms: Millis, min: Millis][] = [
    ['timeout', plan.timeoutMs, 1],
    ['heartbeat', plan.heartbeatMs, 1],
    ['state-ttl', plan.stateTtlMs, 0],
    ['state-interval', plan.stateIntervalMs, 0],
  ]
  for (const [option, ms, min] of times) {
    if (!(ms >= min)) {
      throw new UsageError(`--${option} ${sayMs(ms)}: use a time of at least ${sayMs(min)}`)
    }
  }
  if (plan.stateTtlMs > 0 && plan.stateTtlMs < plan.heartbeatMs) {
    throw new UsageError(
      `--state-ttl ${sayMs(plan.stateTtlMs)} is shorter than the heartbeat of ` +
        `${sayMs(plan.heartbeatMs)}: every peer would be forgotten between two words`,
    )
  }
}
