/** What happened in a cloud, each thing with its exact time: all that figures are made of. */

import { Level } from './level.js'

/** A task of a client, from its first send on. Times in ms. */
export interface Sending {
  readonly task: string
  readonly sentAt: number
  /** When it should have been sent. */
  readonly intendedAt: number
}

/** A task with a good reply, which came at `t`. */
export interface Done extends Sending {
  readonly t: number
  /** The cluster of the worker that signed; '' for nobody. */
  readonly by: string
}

/** A task that was given up at `t`. */
export interface Lost extends Sending {
  readonly t: number
}

/** A task whose service began at `t`. */
export interface Began extends Sending {
  readonly t: number
  /** The cluster of the worker. */
  readonly at: string
}

/** Something with a peer. */
export interface WithPeer {
  readonly t: number
  readonly peer: string
}

export const EVENTS = [
  'sent',
  'lost',
  'retried',
  'duplicates',
  'malformed',
  'overcommit',
  'home',
  'late',
  'givenUp',
  'expired',
  'suspended',
  'restored',
  'orphans',
  'behind',
  'linkLost',
] as const
export type EventName = (typeof EVENTS)[number]

/** What happened in one cluster, and to the tasks of its clients. Lists are in order of time. */
export class Happenings {
  readonly cluster: string
  /** When; something that befell three tasks is there three times. */
  readonly times = Object.fromEntries(EVENTS.map(name => [name, [] as number[]])) as Record<
    EventName,
    number[]
  >
  readonly done: Done[] = []
  readonly lost: Lost[] = []
  readonly began: Began[] = []
  readonly delegated: WithPeer[] = []
  readonly served: WithPeer[] = []
  /** A peer that is missed: its connection went, or it was silent for too long. */
  readonly missed: WithPeer[] = []
  /** How old the word of a peer was, at each delegation. */
  readonly ages: { readonly t: number; readonly ms: number }[] = []
  /** Whether the cluster is there: 0 or 1. */
  readonly there = new Level()
  readonly workers = new Level()
  readonly busy = new Level()
  /** Own tasks that are with a worker, here or at a peer. */
  readonly placed = new Level()
  /** Tasks that a client waits for. */
  readonly awaited = new Level()
  /** The same with those whose clients were killed. */
  readonly inFlight = new Level()

  constructor(cluster: string) {
    this.cluster = cluster
  }
}
