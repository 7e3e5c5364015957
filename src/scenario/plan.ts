/** A plan: everything that one cluster is told before it starts, checked, with the defaults. */

import type { Distribution } from '../base/distribution.js'
import { type Millis, NEVER } from '../base/time.js'
import { POLICY_NAMES, type PolicyName } from '../broker/policy.js'
import type { PolicyFile } from '../broker/policy-file.js'
import type { Load, Spans } from '../client/load.js'
import { DEFAULT_TEMPLATE } from '../wire/endpoints.js'
import { clusterNameProblem } from '../wire/names.js'
import { sayMs } from './grammar.js'
import { suggestion } from './nearest.js'
import { defaultTaskTimeout } from './task-timeout.js'
import { UsageError } from './usage-error.js'
import { quoted } from './wording.js'

/** How a cluster is built and how it behaves. Plain data: it travels to threads and processes. */
export interface ClusterPlan {
  readonly self: string
  readonly peers: readonly string[]
  /** Each has clients of its own. */
  readonly loads: readonly LoadPlan[]
  /** 0 to 65,536. */
  readonly workers: number
  /** Those of the workers that are not there from the start: by their names. */
  readonly away?: readonly string[]
  /** Which of its lives it lives: the first, unless it is said here. It is in the ids of tasks. */
  readonly life?: number
  readonly service: Distribution
  readonly policy: PolicyName | PolicyFile
  readonly heartbeatMs: Millis
  /** 0: what a peer said is believed for ever. */
  readonly stateTtlMs: Millis
  readonly stateIntervalMs: Millis
  /** How long its broker waits for the answer of a worker, at the least; 0: for ever. */
  readonly taskTimeoutMs: Millis
  readonly seed: number
  /** Where `{dir}` in the endpoint template points to. */
  readonly dir: string
  readonly template: string
  /** The directories in which peers are found, if not in `dir`: by the peer's name. */
  readonly peerDirs?: Readonly<Record<string, string>>
  readonly local: 'ipc' | 'inproc'
  /** Threads that share the clients of a load, and the workers; undefined: as suits the machine. */
  readonly clientThreads: number | undefined
  readonly workerThreads: number | undefined
  /**
   * A REQ socket for each worker, as the Guide has them; or one DEALER for all of a thread, which
   * costs far less and puts the worker's name on the envelope, behind the socket's.
   */
  readonly workerSockets: 'own' | 'shared'
  /** Whether its broker remembers what passed it, so that the ways of slow tasks can be told. */
  readonly keepsWays?: boolean
  /** A directory in which each of its threads writes down all that passes it: for traces. */
  readonly tracesTo?: string
}

/** Clients, and what they do. Plain data. */
export interface LoadPlan {
  /** All of a cluster have 65,536 at most. */
  readonly clients: number
  readonly load: Load
  /** How long a client waits for an answer before it sends the task again, and how often. */
  readonly timeoutMs: Millis
  readonly retries: number
  /** 1 to 1,048,576. */
  readonly bodyBytes: number
  /**
   * A REQ socket for each client, as the Guide has them; or one DEALER for all of a thread, which
   * costs far less and puts one more address on the envelope.
   */
  readonly sockets: 'own' | 'shared'
  /** Since the start of the load: no task is intended before, or at the end or later. */
  readonly fromMs?: Millis
  readonly untilMs?: Millis
  /** It is made only then, in the order of time: it stands in for clients that are not there. */
  readonly onlyIn?: Spans
}

export const LOAD_DEFAULTS = {
  clients: 10,
  load: { kind: 'guide' },
  timeoutMs: 10_000,
  retries: 3,
  bodyBytes: 16,
  sockets: 'own',
} as const satisfies LoadPlan

export const DEFAULTS = {
  loads: [LOAD_DEFAULTS],
  workers: 5,
  service: { kind: 'choice', ofMs: [0, 1000] },
  policy: 'weighted',
  heartbeatMs: 1000,
  stateTtlMs: 3000,
  stateIntervalMs: 5,
  template: DEFAULT_TEMPLATE,
  local: 'ipc',
  clientThreads: undefined,
  workerThreads: undefined,
  workerSockets: 'own',
} as const satisfies Partial<ClusterPlan>

/** The largest body of a task: 1 MiB. */
export const BODY_BYTES_MAX = 1_048_576

/** The most clients, or workers, of a cluster. */
export const COUNT_MAX = 65_536

/** Some of it, where the rest has a default. */
type Partly<Plan> = { readonly [Key in keyof Plan]?: Plan[Key] | undefined }

/** The load for clients that start when it has gone on for so long: times are from their start. */
export function loadAfter<Plan extends Pick<LoadPlan, 'fromMs' | 'untilMs' | 'onlyIn'>>(
  load: Plan,
  elapsedMs: Millis,
): Plan {
  const { fromMs = 0, untilMs = NEVER, onlyIn } = load
  const moved = (span: { fromMs: Millis; untilMs: Millis }) => ({
    fromMs: span.fromMs - elapsedMs,
    untilMs: span.untilMs - elapsedMs,
  })
  return { ...load, ...moved({ fromMs, untilMs }), ...(onlyIn && { onlyIn: onlyIn.map(moved) }) }
}

/** What must be said of a cluster; all else has a default. */
export type ClusterRequest = Pick<ClusterPlan, 'self' | 'dir' | 'seed'> &
  Partly<Omit<ClusterPlan, 'loads'>> & {
    readonly loads?: readonly Partly<LoadPlan>[] | undefined
  }

/** How many workers a cluster has before anything befalls it. */
export function workersAtStart({ workers, away = [] }: ClusterPlan): number {
  return workers - away.length
}

/** How many clients a cluster has. */
export function clientsOf({ loads }: Pick<ClusterPlan, 'loads'>): number {
  return loads.reduce((sum, { clients }) => sum + clients, 0)
}

/**
 * A checked plan.
 *
 * @throws UsageError for the first thing that is wrong with it.
 */
export function clusterPlan(request: ClusterRequest): ClusterPlan {
  const { loads = DEFAULTS.loads, ...cluster } = request
  const plan = {
    peers: [],
    ...DEFAULTS,
    ...withoutUndefined(cluster),
    loads: loads.map(load => ({ ...LOAD_DEFAULTS, ...withoutUndefined(load) })),
  } as unknown as ClusterPlan
  const taskTimeoutMs = plan.taskTimeoutMs ?? defaultTaskTimeout([plan.service], plan.loads)
  checkNames(plan.self, plan.peers)
  checkCounts(plan)
  checkTimes(plan)
  if (typeof plan.policy === 'string' && !POLICY_NAMES.includes(plan.policy)) {
    throw new UsageError(
      `Unknown policy "${plan.policy}": ${suggestion(plan.policy, POLICY_NAMES)}`,
    )
  }
  if (!plan.template.includes('{cluster}') || !plan.template.includes('{socket}')) {
    throw new UsageError(
      `Endpoint template "${plan.template}" must have {cluster} and {socket} in it`,
    )
  }
  return { ...plan, taskTimeoutMs }
}

function withoutUndefined(plan: object): object {
  return Object.fromEntries(Object.entries(plan).filter(([, value]) => value !== undefined))
}

/** @throws UsageError if one of them is no name of a cluster. */
export function checkClusterNames(names: readonly string[]): void {
  for (const name of names) {
    const problem = clusterNameProblem(name)
    // Quoted, it stays in one line, whatever is in it.
    if (problem) throw new UsageError(`The cluster name ${quoted(name)} ${problem}`)
  }
}

function checkNames(self: string, peers: readonly string[]): void {
  checkClusterNames([self, ...peers])
  const twice = peers.find((name, index) => peers.indexOf(name) !== index)
  if (twice) throw new UsageError(`The peer ${twice} is listed twice: name each peer once`)
  if (peers.includes(self)) {
    throw new UsageError(`${self} is listed among its own peers: leave it out there`)
  }
}

function checkCounts(plan: ClusterPlan): void {
  const counts: [option: string, count: number | undefined, min: number, max: number][] = [
    ...plan.loads.flatMap(({ clients, retries, bodyBytes }): typeof counts => [
      ['clients', clients, 0, COUNT_MAX],
      ['retries', retries, 0, 1000],
      ['body', bodyBytes, 1, BODY_BYTES_MAX],
    ]),
    ['clients', clientsOf(plan), 0, COUNT_MAX],
    ['workers', plan.workers, 0, COUNT_MAX],
    ['client-threads', plan.clientThreads, 1, 1024],
    ['worker-threads', plan.workerThreads, 1, 1024],
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
    ...plan.loads.map(({ timeoutMs }): (typeof times)[number] => ['timeout', timeoutMs, 1]),
    ['heartbeat', plan.heartbeatMs, 1],
    ['state-ttl', plan.stateTtlMs, 0],
    ['state-interval', plan.stateIntervalMs, 0],
    ['task-timeout', plan.taskTimeoutMs ?? 0, 0],
  ]
  for (const [option, ms, min] of times) {
    if (!(ms >= min)) {
      throw new UsageError(`--${option} ${sayMs(ms)}: use a time of at least ${sayMs(min)}`)
    }
  }
  if (plan.stateTtlMs > 0 && plan.stateTtlMs < plan.heartbeatMs) {
    throw new UsageError(
      `--state-ttl ${sayMs(plan.stateTtlMs)} is shorter than the heartbeat of ` +
        `${sayMs(plan.heartbeatMs)}: every peer would be forgotten between two words, ` +
        `use ${sayMs(plan.heartbeatMs)} or more, or 0s for never`,
    )
  }
}
