/** When clients want to send: the Guide's bursts, a think time, or arrivals of their own. */

import { type Distribution, draw, exponential } from '../base/distribution.js'
import type { Random } from '../base/random.js'
import { type Millis, NEVER } from '../base/time.js'
import { constantRate, type MassTime, rampingRate, type Stage } from './ramp.js'

/** Rates are for all clients together, and times from the start of the load. Plain data. */
export type Load =
  | { readonly kind: 'guide' }
  | { readonly kind: 'closed'; readonly think: Distribution }
  | { readonly kind: 'rate'; readonly perSecond: number; readonly arrivals: Arrivals }
  /** After the last stage there are no more arrivals. */
  | {
      readonly kind: 'ramping-rate'
      readonly stages: readonly Stage[]
      readonly arrivals: Arrivals
    }
  /** In the order of their times. */
  | { readonly kind: 'replay'; readonly atMs: readonly Millis[] }

export type Arrivals = 'poisson' | 'even'

/**
 * Asked when a client is free: the time at which its next task should be sent. A time that has
 * passed means that the task is late already, and its latency counts from then. NEVER: no more.
 */
export type NextTask = (client: number, now: Millis) => Millis

export interface LoadOptions {
  readonly load: Load
  /** The part of the arrivals that falls to these clients, above 0 and up to 1. */
  readonly share: number
  /**
   * The parts of all the clients before these: 0 to 1. Even arrivals of several threads then do
   * not come at the same instants, and each arrival of a replay is one thread's.
   */
  readonly phase: number
  /**
   * When the load begins and ends; no task is intended before, or at the end or later. Below 0 for
   * a load that began before these clients did.
   */
  readonly fromMs?: Millis
  readonly untilMs?: Millis
}

/** @param start the origin of all times of the load. */
export function nextTaskOf(options: LoadOptions, start: Millis, random: Random): NextTask {
  const { fromMs = 0, untilMs = NEVER } = options
  const begin = start + fromMs
  const end = start + untilMs
  const next = unendingTaskOf(options, begin, random)
  return (client, now) => {
    for (;;) {
      const at = next(client, Math.max(now, begin))
      // Clients that were started again in the midst of a load do not make up for what they missed.
      if (at >= start) return at < end ? at : NEVER
    }
  }
}

function unendingTaskOf(options: LoadOptions, begin: Millis, random: Random): NextTask {
  const { load, share } = options
  switch (load.kind) {
    case 'guide':
      return guideBursts(random)
    case 'closed':
      return (_client, now) => now + draw(load.think, random)
    case 'rate':
      return arrivals(options, load.arrivals, constantRate(load.perSecond * share), begin, random)
    case 'ramping-rate':
      return arrivals(options, load.arrivals, rampingRate(load.stages, share), begin, random)
    case 'replay':
      return replayed(options, load.atMs, begin)
  }
}

/** Guide, the client task of peering3: sleep 0 to 4 whole seconds, then send 0 to 14 tasks. */
function guideBursts(random: Random): NextTask {
  const left: number[] = []
  return (client, now) => {
    let at = now
    let burst = left[client] ?? 0
    while (burst === 0) {
      at += 1000 * Math.floor(random() * 5)
      burst = Math.floor(random() * 15)
    }
    left[client] = burst - 1
    return at
  }
}

/**
 * Arrivals come whether clients are free or not: each free client gets the next one. Those that
 * wait need no memory, because the time of the next one is all there is to know of them.
 *
 * A Poisson process of any rate is one of rate 1 in the time that its integrated rate tells, so
 * that each arrival costs one draw, however the rate changes.
 */
function arrivals(
  { phase }: LoadOptions,
  kind: Arrivals,
  timeOf: MassTime,
  begin: Millis,
  random: Random,
): NextTask {
  let mass = kind === 'even' ? -phase : 0
  return () => {
    mass += kind === 'even' ? 1 : exponential(1, random)
    return begin + timeOf(mass)
  }
}

/** Multiples of it, without their whole part, are spread evenly from 0 to 1 (Weyl). */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2

function replayed({ share, phase }: LoadOptions, atMs: readonly Millis[], begin: Millis): NextTask {
  // Rounding must not let an arrival fall between the parts of two threads.
  const first = Math.round(phase * 2 ** 32)
  const end = Math.round((phase + share) * 2 ** 32)
  const isOurs = (index: number) => {
    const part = Math.floor(((index * GOLDEN_RATIO) % 1) * 2 ** 32)
    return part >= first && part < end
  }
  let index = -1
  return () => {
    do index++
    while (index < atMs.length && !isOurs(index))
    const at = atMs[index]
    return at === undefined ? NEVER : begin + at
  }
}
