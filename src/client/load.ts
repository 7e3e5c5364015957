/** When clients want to send: the Guide's bursts, a think time, or arrivals at a rate. */

import { type Distribution, draw, exponential } from '../base/distribution.js'
import type { Random } from '../base/random.js'
import type { Millis } from '../base/time.js'

export type Load =
  | { readonly kind: 'guide' }
  | { readonly kind: 'closed'; readonly think: Distribution }
  /** `perSecond` is for all clients together. */
  | { readonly kind: 'rate'; readonly perSecond: number; readonly arrivals: 'poisson' | 'even' }

/**
 * Asked when a client is free: the time at which its next task should be sent. A time that has
 * passed means that the task is late already, and its latency counts from then.
 */
export type NextTask = (client: number, now: Millis) => Millis

/**
 * @param share the part of a rate that falls to these clients, above 0 and up to 1.
 * @param phase how far into a gap they begin, so that even arrivals of several threads do not all
 * come at the same instants.
 * @param start when the load begins.
 */
export function nextTaskOf(
  { load, share, phase }: { readonly load: Load; readonly share: number; readonly phase: number },
  start: Millis,
  random: Random,
): NextTask {
  switch (load.kind) {
    case 'guide':
      return guideBursts(random)
    case 'closed':
      return (_client, now) => now + draw(load.think, random)
    case 'rate':
      return arrivals(start, phase, 1000 / (load.perSecond * share), load.arrivals, random)
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
 */
function arrivals(
  start: Millis,
  phase: number,
  meanGapMs: Millis,
  kind: 'poisson' | 'even',
  random: Random,
): NextTask {
  const gap = kind === 'even' ? () => meanGapMs : () => exponential(meanGapMs, random)
  let at = start - phase * meanGapMs
  return () => {
    at += gap()
    return at
  }
}
