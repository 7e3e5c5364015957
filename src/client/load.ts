/** When clients want to send: the Guide's bursts, a think time, or arrivals of their own. */

import { type Distribution, draw } from '../base/distribution.js'
import type { Random } from '../base/random.js'
import { type Millis, NEVER } from '../base/time.js'
import { ArrivalQueue, evenTimes, type Part, poissonTimes, replayedTimes } from './arrivals.js'
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

/** Of arrivals: a Poisson process, or evenly spaced. */
export type Arrivals = 'poisson' | 'even'

/** When the clients of a load should send. */
export interface Schedule {
  /**
   * Asked when a client is free: the time at which its next task should be sent. A time that has
   * passed means that the task is late already, and its latency counts from then. NEVER: no more.
   */
  next(client: number, now: Millis): Millis
  /** How many tasks should have been sent by now that no client was free for. */
  overdue(now: Millis): number
}

/** A load that has ended. */
export const NO_TASKS: Schedule = { next: () => NEVER, overdue: () => 0 }

export interface LoadOptions extends Part {
  readonly load: Load
  /** The part of the arrivals that falls to these clients, above 0 and up to 1. */
  readonly share: number
  /**
   * The parts of all the clients before these: 0 to 1. Each even arrival, and each of a replay, is
   * then one thread's, and at the same time however many threads there are.
   */
  readonly phase: number
  /**
   * When the load begins and ends; no task is intended before, or at the end or later. Below 0 for
   * a load that began before these clients did.
   */
  readonly fromMs?: Millis
  readonly untilMs?: Millis
  /** Tasks are intended only then, in the order of time; its arrivals count from `fromMs` still. */
  readonly onlyIn?: Spans
}

/** Parts of a run, in the order of time. */
export type Spans = readonly { readonly fromMs: Millis; readonly untilMs: Millis }[]

/**
 * Sums of fractions are not exact: an even arrival so near to an end, in ms, comes at it. No rate
 * has arrivals so close to each other.
 */
const EDGE_MS: Millis = 1e-4

/** @param start the origin of all times of the load. */
export function scheduleOf(options: LoadOptions, start: Millis, random: Random): Schedule {
  const { load, fromMs = 0, untilMs = NEVER } = options
  const begin = start + fromMs
  const spans = (options.onlyIn ?? [{ fromMs, untilMs }]).map(span => ({
    from: start + span.fromMs,
    until: start + span.untilMs,
  }))
  if (load.kind === 'guide' || load.kind === 'closed') {
    const next = load.kind === 'guide' ? guideBursts(random) : thinking(load.think, random)
    return {
      next(client, now) {
        let at = next(client, Math.max(now, begin))
        for (const { from, until } of spans) {
          if (at < from) at = next(client, from)
          if (at < until) return at
        }
        return NEVER
      },
      overdue: () => 0,
    }
  }
  const times = timesOf(options, load, random)
  const edgeMs = isEven(load) ? EDGE_MS : 0
  const queue = new ArrivalQueue(() => {
    for (;;) {
      const at = begin + times()
      const span = spans.find(({ until }) => at < until - edgeMs)
      if (!span) return NEVER
      // Clients that were started again in the midst of a load do not make up for what they missed.
      const first = Math.max(start, span.from)
      if (at >= first - edgeMs) return Math.max(at, first)
    }
  })
  return { next: () => queue.take(), overdue: now => queue.overdue(now) }
}

/** When a client's next task should be sent that is free now. */
type Think = (client: number, now: Millis) => Millis

function thinking(think: Distribution, random: Random): Think {
  return (_client, now) => now + draw(think, random)
}

/** Guide, the client task of peering3: sleep 0 to 4 whole seconds, then send 0 to 14 tasks. */
function guideBursts(random: Random): Think {
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

/** Loads whose tasks arrive, whatever the answers do: each free client gets the next one. */
type OpenLoad = Exclude<Load, { readonly kind: 'guide' | 'closed' }>

function isEven(load: OpenLoad): boolean {
  return load.kind !== 'replay' && load.arrivals === 'even'
}

/** Since the beginning of the load. */
function timesOf(part: Part, load: OpenLoad, random: Random): () => Millis {
  if (load.kind === 'replay') return replayedTimes(load.atMs, part)
  if (load.arrivals === 'even') return evenTimes(massTimeOf(load, 1), part)
  return poissonTimes(massTimeOf(load, part.share), random)
}

function massTimeOf(load: Exclude<OpenLoad, { readonly kind: 'replay' }>, share: number): MassTime {
  return load.kind === 'rate'
    ? constantRate(load.perSecond * share)
    : rampingRate(load.stages, share)
}
