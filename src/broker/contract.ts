/** What a broker is told, takes, gives, notes and shows. */

import type { Millis } from '../base/time.js'
import type { Ports } from '../wire/machine.js'
import type { PolicyName } from './policy.js'
import type { PolicyFile } from './policy-file.js'

/** Messages come in on all six sockets; on statebe they are subscriptions. */
export type BrokerInlet = 'localfe' | 'localbe' | 'cloudfe' | 'cloudbe' | 'statefe' | 'statebe'
export type BrokerOutlet = Exclude<BrokerInlet, 'statefe'>

/**
 * What a broker notes, and about whom. About a worker: `ready`, `refused`, `assigned` (1 for a
 * task of our own clients, by their names; 0 for one of a peer, or of a stranger), `worker-gone`,
 * `stray`. About a peer: `delegated` (1 and 0 as for `assigned`), `trusted` (how old its word
 * was, in ms, when a task was delegated on it), `returned`, `late`,
 * `overcommit`, `served`, `given-up` (a delegation too old to keep; also of a worker, a task that
 * was missed too often), `closed` (by a bounce), `forgotten`, `back`. About the worker or peer
 * that tasks were with: `expired` (a task was not answered in time), `home` (how many of them are
 * to be placed anew), and `freed` (how many tasks of our own clients it has no longer, for
 * whatever reason). About a peer, or about itself for its workers that have never answered:
 * `suspended` (too many tasks were missed: for how many ms it gets none, after which one is tried)
 * and `restored` (it has answered again: how many tasks it may have). About a client or peer:
 * `orphan` (it is gone: how many of its replies and waiting tasks are dropped), `overflow` (it has
 * too many tasks that wait: one is dropped). About itself, with its capacity: `told`. About a
 * socket: `malformed`.
 */
export type BrokerFact =
  | 'ready'
  | 'refused'
  | 'assigned'
  | 'worker-gone'
  | 'stray'
  | 'delegated'
  | 'trusted'
  | 'returned'
  | 'home'
  | 'freed'
  | 'late'
  | 'overcommit'
  | 'served'
  | 'given-up'
  | 'expired'
  | 'suspended'
  | 'restored'
  | 'closed'
  | 'forgotten'
  | 'back'
  | 'orphan'
  | 'overflow'
  | 'told'
  | 'malformed'

export type BrokerPorts = Ports<BrokerOutlet, BrokerFact>

export interface BrokerOptions {
  readonly self: string
  readonly peers: readonly string[]
  readonly policy: PolicyName | PolicyFile
  readonly heartbeatMs: Millis
  /** How long a silent peer is believed; 0 for ever, for peers that speak only on change. */
  readonly stateTtlMs: Millis
  /** Changes of capacity are told at most once per interval. */
  readonly stateIntervalMs: Millis
  /**
   * How long the answer of a worker is waited for, at the least, before its task is placed anew;
   * that of a peer for twice as long. For ever, unless it is said here, and for 0.
   */
  readonly taskTimeoutMs?: Millis | undefined
}

/** What a broker knows, for people to look at. */
export interface BrokerState {
  readonly workers: number
  /** Workers that may be assigned a task. */
  readonly ready: number
  /** Idle workers that may not: they have never answered, and too many of those missed tasks. */
  readonly withheld?: number
  /** Workers busy with a task of our own clients. */
  readonly busyLocal: number
  /** Workers busy with a task of a peer. */
  readonly busyCloud: number
  /** Tasks that wait for a worker or a peer. */
  readonly waiting: number
  readonly peers: readonly PeerState[]
}

export interface PeerState {
  readonly name: string
  readonly capacity: number
  readonly isLive: boolean
  /** It has missed too many tasks, and gets no more than one at a time until it answers. */
  readonly isSuspended: boolean
  /** Since it last spoke; Infinity before its first word. */
  readonly ageMs: Millis
  readonly outstanding: number
}
