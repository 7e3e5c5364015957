/** Arrivals: the times at which tasks should be sent, whether or not a client is free then. */

import { exponential } from '../base/distribution.js'
import { Fifo } from '../base/fifo.js'
import type { Random } from '../base/random.js'
import { type Millis, NEVER } from '../base/time.js'
import type { MassTime } from './ramp.js'

/** Tells one time after another, none before the last; NEVER when there are no more. */
type Times = () => Millis

/** The part of a load that falls to some of its clients: see `LoadOptions`. */
export interface Part {
  readonly share: number
  readonly phase: number
}

/** Arrivals that wait for a client: they need no memory, unless they are counted. */
export class ArrivalQueue {
  readonly #times: Times
  /** Drawn to be counted, and not taken yet. */
  readonly #ahead = new Fifo<Millis>()
  /** The last of these. */
  #lastAhead: Millis = NEVER

  constructor(times: Times) {
    this.#times = times
  }

  /** The next one. */
  take(): Millis {
    return this.#ahead.shift() ?? this.#times()
  }

  /** How many have come by now that nobody has taken. */
  overdue(now: Millis): number {
    while (this.#ahead.size === 0 || this.#lastAhead <= now) {
      this.#lastAhead = this.#times()
      this.#ahead.push(this.#lastAhead)
    }
    return this.#ahead.size - 1
  }
}

/**
 * A Poisson process of any rate is one of rate 1 in the time that its integrated rate tells, so
 * that each arrival costs one draw, however the rate changes.
 *
 * @param timeOf of the part of the rate that is asked for.
 */
export function poissonTimes(timeOf: MassTime, random: Random): Times {
  let mass = 0
  return () => {
    mass += exponential(1, random)
    return timeOf(mass)
  }
}

/**
 * Arrival number i, from 0 on, is where the integrated rate goes beyond i: the first at once, the
 * last a gap before the end.
 *
 * @param timeOf of the whole rate.
 */
export function evenTimes(timeOf: MassTime, part: Part): Times {
  const isOurs = ownership(part)
  let index = -1
  return () => {
    do index++
    while (!isOurs(index))
    return timeOf(index)
  }
}

export function replayedTimes(atMs: readonly Millis[], part: Part): Times {
  const isOurs = ownership(part)
  let index = -1
  return () => {
    do index++
    while (index < atMs.length && !isOurs(index))
    return atMs[index] ?? NEVER
  }
}

/** Multiples of it, without their whole part, are spread evenly from 0 to 1 (Weyl). */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2

/** Whether an arrival, by its number in the whole load, is of this part: it is of one only. */
function ownership({ share, phase }: Part): (index: number) => boolean {
  // Rounding must not let an arrival fall between the parts of two threads.
  const first = Math.round(phase * 2 ** 32)
  const end = Math.round((phase + share) * 2 ** 32)
  return index => {
    const place = Math.floor(((index * GOLDEN_RATIO) % 1) * 2 ** 32)
    return place >= first && place < end
  }
}
