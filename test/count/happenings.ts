/** What happened in a cloud, each thing with its exact time: all that figures are made of. */

import { Level } from './level.js'

/** A task with a good reply. Times in ms. */
export interface Done {
  readonly t: number
  readonly task: string
  readonly sentAt: number
  /** When it should have been sent. Only a fact tells, right behind the message. */
  intendedAt: number
  /** The cluster of the worker that signed; '' for nobody. */
  readonly by: string
}

/** A task whose service began; since when it should have been sent, may never be told. */
export interface Began {
  readonly t: number
  /** The cluster of the worker. */
  readonly at: string
  readonly sending: Sending
}

/** A task of a client, from its first send on. */
export interface Sending {
  readonly task: string
  readonly sentAt: number
  /** Undefined as long as nobody has told. */
  intendedAt: number | undefined
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
