/** Rates over time: the time by which so many arrivals are to be expected. */

import { type Millis, NEVER } from '../base/time.js'

/** A rate, per second, that goes from one value to another in a straight line. */
export interface Stage {
  readonly fromPerSecond: number
  readonly toPerSecond: number
  /** 0 or more. A stage of no length is a jump. */
  readonly overMs: Millis
}

/**
 * The time, since the start, at which the integral of the rate goes beyond `mass`: the inverse of
 * the integrated rate. To be asked for growing masses only. NEVER when it does not.
 */
export type MassTime = (mass: number) => Millis

export function constantRate(perSecond: number): MassTime {
  const gapMs = 1000 / perSecond
  return mass => mass * gapMs
}

/**
 * Sums of fractions are not exact: what is so near to the mass at the end of a stage is at its end.
 */
const EDGE_MASS = 1e-6

/** @param share the part of the rates that counts. */
export function rampingRate(stages: readonly Stage[], share: number): MassTime {
  let index = 0
  /** When the current stage began, and the mass until then. */
  let beganMs = 0
  let begunMass = 0
  return mass => {
    for (; ; index++) {
      const stage = stages[index]
      if (stage === undefined) return NEVER
      const stageMass = share * massOf(stage)
      if (mass < begunMass + stageMass - EDGE_MASS) {
        return beganMs + timeWithin(stage, (mass - begunMass) / share)
      }
      beganMs += stage.overMs
      begunMass += stageMass
    }
  }
}

/** How many arrivals are to be expected in a stage. */
export function massOf({ fromPerSecond, toPerSecond, overMs }: Stage): number {
  return ((fromPerSecond + toPerSecond) / 2) * (overMs / 1000)
}

/**
 * Solves r t + (s/2) t^2 = mass for t, with r the rate at first and s its slope; in the form that
 * neither divides by a slope of 0 nor subtracts two numbers that are nearly equal.
 */
function timeWithin({ fromPerSecond, toPerSecond, overMs }: Stage, mass: number): Millis {
  const slope = (toPerSecond - fromPerSecond) / (overMs / 1000)
  const root = Math.sqrt(Math.max(0, fromPerSecond ** 2 + 2 * slope * mass))
  const seconds = mass <= 0 ? 0 : (2 * mass) / (fromPerSecond + root)
  return Math.min(1000 * seconds, overMs)
}
