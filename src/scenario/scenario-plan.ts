/** The plan of a scenario: all that a file says, checked and parsed, for whoever runs it. */

import type { Distribution } from '../base/distribution.js'
import type { Millis } from '../base/time.js'
import type { PolicyName } from '../broker/policy.js'
import type { PolicyFile } from '../broker/policy-file.js'
import type { ArrivalFormat } from './arrivals.js'
import type { Attack } from './attack.js'
import type { LoadPlan } from './plan.js'
import type { Threshold } from './threshold.js'

/** Plain data. Times are from the start of the run, and no fault or load is after its end. */
export interface ScenarioPlan {
  readonly name: string
  readonly seed: number
  readonly durationMs: Millis
  /** What happens before is not measured. */
  readonly warmupMs: Millis
  /** All that are ever there, by name, in the order of the file. */
  readonly clusters: Readonly<Record<string, ClusterSpec>>
  readonly links: Links
  readonly loads: readonly LoadSpec[]
  /** In the order of their times. */
  readonly faults: readonly Fault[]
  /** What hostile and faulty parties do, in virtual time only. */
  readonly attacks?: readonly Attack[]
  readonly thresholds: readonly Threshold[]
  readonly expect?: Expectation
  /** What was left out of what was asked for, and why: a line for people each. */
  readonly notes?: readonly string[]
}

/** The same plan, of which something was left out. */
export function withNote(plan: ScenarioPlan, note: string): ScenarioPlan {
  return { ...plan, notes: [...(plan.notes ?? []), note] }
}

/** The queues whose mean wait is known. */
export const THEORY_NAMES = ['mmc', 'pooled-mmc', 'closed-mmc', 'mg1'] as const
/** `mmc`: each cluster alone; `pooled-mmc`: all as one; `closed-mmc`: clients that think. */
export type TheoryName = (typeof THEORY_NAMES)[number]

/** That tasks wait as long, on the average, as a theory says. */
export interface Expectation {
  readonly theory: TheoryName
  readonly queues: readonly ExpectedQueue[]
}

/** A queue whose mean wait is known. */
export interface ExpectedQueue {
  /** Whose tasks wait in it; those of all clusters, unless it is said here. */
  readonly cluster?: string
  /** As Kendall writes it: `M/M/5`. */
  readonly kind: string
  /** The mean time from the intended send to the start of service. */
  readonly waitMs: Millis
  /** Whether latency and old state can only make it longer. */
  readonly isLeast: boolean
  /** About how long what happens has an effect on those that come later. */
  readonly memoryMs: Millis
}

/** A cluster, before it is known where it runs. */
export interface ClusterSpec {
  /** 0 to 65,536. */
  readonly workers: number
  /** How long a worker works on a task. */
  readonly service: Distribution
  /** Whom its broker knows: all the others, unless the file says otherwise. */
  readonly peers: readonly string[]
  /** How its broker chooses a peer. Where it is a file, `withPolicies` reads it. */
  readonly policy: PolicyName | PolicyFile
  /** How often capacity is told, whether or not it has changed. */
  readonly heartbeatMs: Millis
  /** 0: what a peer said is believed for ever. */
  readonly stateTtlMs: Millis
  /** What changes within this time is told at once together. */
  readonly stateIntervalMs: Millis
  /** How long its broker waits for answers; undefined: as `taskTimeoutIn` says; 0: for ever. */
  readonly taskTimeoutMs: Millis | undefined
  /** Threads on a real machine; undefined for what suits it. */
  readonly clientThreads: number | undefined
  readonly workerThreads: number | undefined
  /** One for each worker, or for all of a thread. Virtual time makes no difference. */
  readonly workerSockets: 'own' | 'shared'
  /** Whether it is not there before a `join`. */
  readonly joinsLater: boolean
}

/** What one direction of a connection does to messages. */
export interface LinkSpec {
  readonly latency: Distribution
  /** The share of messages that is lost: 0 to 1. */
  readonly loss: number
  /** Undefined: without bound. */
  readonly bytesPerMs?: number
}

/** What is between clusters, and within one. */
export interface Links {
  /** Between two brokers, unless `pairs` says otherwise. */
  readonly default: LinkSpec
  /** Between a broker and its own clients and workers. */
  readonly local: LinkSpec
  /** By direction: `DC1>DC2`. */
  readonly pairs: Readonly<Record<string, LinkSpec>>
}

/** The load on one cluster. A cluster can have several. */
export interface LoadSpec extends LoadPlan {
  /** The cluster of its clients. */
  readonly at: string
  /** Where the arrivals of a `replay` are read from, as the file says: see `withArrivals`. */
  readonly file?: string
  readonly format?: ArrivalFormat
  /** Where its users go while their cluster is not there, and how long after its end. */
  readonly failover?: { readonly to: readonly string[]; readonly afterMs: Millis }
  /** Whose users these are, in another place than theirs. */
  readonly insteadOf?: string
  /** 0 and the duration, unless the file says so. */
  readonly fromMs: Millis
  readonly untilMs: Millis
}

/** One direction between two brokers. */
export interface Direction {
  readonly from: string
  readonly to: string
}

/** What breaks, at `atMs`; and when it is mended, if ever. */
export type Fault =
  | Kill
  | Pause
  | Partition
  | Slow
  | SlowLinks
  | LossyLinks
  | KillWorkers
  | { readonly kind: 'join' | 'leave'; readonly atMs: Millis; readonly cluster: string }

interface Kill {
  readonly kind: 'kill'
  readonly atMs: Millis
  readonly cluster: string
  readonly restartMs?: Millis
}

interface Pause {
  readonly kind: 'pause'
  readonly atMs: Millis
  readonly cluster: string
  readonly resumeMs?: Millis
}

/** No two groups hear of each other. A cluster of no group hears of all. */
interface Partition {
  readonly kind: 'partition'
  readonly atMs: Millis
  readonly groups: readonly (readonly string[])[]
  readonly healMs?: Millis
}

/** The workers of a cluster take `factor` times as long. */
interface Slow {
  readonly kind: 'slow'
  readonly atMs: Millis
  readonly cluster: string
  readonly factor: number
  readonly untilMs?: Millis
}

/** Links have `factor` times their latency, or another latency altogether. */
interface SlowLinks {
  readonly kind: 'slow-links'
  readonly atMs: Millis
  readonly links: readonly Direction[]
  readonly change: { readonly factor: number } | { readonly latency: Distribution }
  readonly untilMs?: Millis
}

/** Links lose this share of their messages, whatever they lost before. */
interface LossyLinks {
  readonly kind: 'loss'
  readonly atMs: Millis
  readonly links: readonly Direction[]
  readonly probability: number
  readonly untilMs?: Millis
}

/** That many of the workers that a cluster has then end at once, those with tasks too. */
export interface KillWorkers {
  readonly kind: 'kill-workers'
  readonly atMs: Millis
  readonly cluster: string
  readonly count: number
  readonly restartMs?: Millis
}

/** What a message meets from one broker to another; of one and the same, the local link. */
export function linkBetween(plan: ScenarioPlan, from: string, to: string): LinkSpec {
  if (from === to) return plan.links.local
  return plan.links.pairs[`${from}>${to}`] ?? plan.links.default
}
