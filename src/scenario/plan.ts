/** A plan: everything that one cluster is told before it starts, checked, with the defaults. */

import type { Distribution } from '../base/distribution.js'
import { type Millis, NEVER } from '../base/time.js'
import { POLICY_NAMES, type PolicyName } from '../broker/policy.js'
import type { PolicyFile } from '../broker/policy-file.js'
import type { Load, Spans } from '../client/load.js'
import { DEFAULT_TEMPLATE } from '../wire/endpoints.js'
import { clusterNameProblem } from '../wire/names.js'
import { BROKER_FIELDS, CLUSTER_FIELDS, HEAD_FIELDS, LOAD_FIELDS, ttlProblem } from './fields.js'
import { parseDistribution, parseDuration, parseLoad, sayMs } from './grammar.js'
import { quoted, suggest } from './messages.js'
import { defaultTaskTimeout } from './task-timeout.js'
import { UsageError } from './usage-error.js'

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

/** Clients of a cluster whose load nobody says. */
export const DEFAULT_LOAD = 'guide'

const { clients, timeout, retries, body, sockets } = LOAD_FIELDS
const { workers, service, workerSockets } = CLUSTER_FIELDS
const { policy, heartbeat, stateTtl, stateInterval } = BROKER_FIELDS

export const LOAD_DEFAULTS: LoadPlan = {
  clients: clients.default,
  load: parseLoad(DEFAULT_LOAD),
  timeoutMs: parseDuration(timeout.default),
  retries: retries.default,
  bodyBytes: body.default,
  sockets: sockets.default,
}

/** The defaults of a scenario's fields, for a cluster that no scenario is about. */
export const DEFAULTS = {
  loads: [LOAD_DEFAULTS],
  workers: workers.default,
  service: parseDistribution(service.default),
  policy: policy.default,
  heartbeatMs: parseDuration(heartbeat.default),
  stateTtlMs: parseDuration(stateTtl.default),
  stateIntervalMs: parseDuration(stateInterval.default),
  template: DEFAULT_TEMPLATE,
  local: 'ipc',
  clientThreads: undefined,
  workerThreads: undefined,
  workerSockets: workerSockets.default,
} as const satisfies Partial<ClusterPlan>

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
  const said = {
    peers: [],
    ...DEFAULTS,
    ...withoutUndefined(cluster),
    loads: loads.map(load => ({ ...LOAD_DEFAULTS, ...withoutUndefined(load) })),
  } as unknown as Omit<ClusterPlan, 'taskTimeoutMs'>
  const { taskTimeoutMs = defaultTaskTimeout([said.service], said.loads) } = cluster
  const plan = { ...said, taskTimeoutMs }
  checkNames(plan.self, plan.peers)
  checkRanges(plan)
  if (typeof plan.policy === 'string' && !POLICY_NAMES.includes(plan.policy)) {
    throw new UsageError(`Unknown policy "${plan.policy}": ${suggest(plan.policy, POLICY_NAMES)}`)
  }
  if (!plan.template.includes('{cluster}') || !plan.template.includes('{socket}')) {
    throw new UsageError(
      `Endpoint template "${plan.template}" must have {cluster} and {socket} in it`,
    )
  }
  return plan
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

function checkRanges(plan: ClusterPlan): void {
  for (const load of plan.loads) {
    checkCount('clients', load.clients, ANY_CLIENTS)
    checkCount('retries', load.retries, retries)
    checkCount('body', load.bodyBytes, body)
    checkTime('timeout', load.timeoutMs, timeout)
  }
  checkCount('clients', clientsOf(plan), ANY_CLIENTS)
  checkCount('workers', plan.workers, workers)
  checkCount('client-threads', plan.clientThreads, CLUSTER_FIELDS.clientThreads)
  checkCount('worker-threads', plan.workerThreads, CLUSTER_FIELDS.workerThreads)
  checkCount('seed', plan.seed, HEAD_FIELDS.seed)
  checkTime('heartbeat', plan.heartbeatMs, heartbeat)
  checkTime('state-ttl', plan.stateTtlMs, stateTtl)
  checkTime('state-interval', plan.stateIntervalMs, stateInterval)
  checkTime('task-timeout', plan.taskTimeoutMs, BROKER_FIELDS.taskTimeout)
  const problem = ttlProblem(plan.stateTtlMs, plan.heartbeatMs)
  if (problem) throw new UsageError(`--state-ttl ${problem}`)
}

/** A load has one at least; a cluster may have no load. */
const ANY_CLIENTS = { ...clients, least: 0 }

function checkCount(
  option: string,
  count: number | undefined,
  { least, most }: { readonly least: number; readonly most: number },
): void {
  if (count === undefined || (Number.isInteger(count) && count >= least && count <= most)) return
  throw new UsageError(`--${option} ${count}: use a whole number from ${least} to ${most}`)
}

function checkTime(option: string, ms: Millis, { least }: { readonly least: Millis }): void {
  if (ms >= least) return
  throw new UsageError(`--${option} ${sayMs(ms)}: use a time of at least ${sayMs(least)}`)
}
