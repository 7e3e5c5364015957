/** Time as the machines know it: a number handed to them, never a clock they read. */

/** Milliseconds, whole or not, from any fixed origin. */
export type Millis = number

/** The time that never comes: the deadline of a machine that waits for nothing. */
export const NEVER: Millis = Number.POSITIVE_INFINITY

/**
 * A time without what differences of binary fractions are off by: to the nanosecond. Who compares
 * it with a limit compares what was meant.
 */
export function wholeNanoseconds(ms: Millis): Millis {
  return Math.round(1e6 * ms) / 1e6
}
