/** The clock of the live driver: the same time in every thread and process of a machine. */

import type { Millis } from '../base/time.js'

/** `performance.now` starts at 0 in each thread; `hrtime` counts from the machine's start. */
const offsetMs: Millis = Number(process.hrtime.bigint()) / 1e6 - performance.now()

/** Milliseconds of the monotonic clock, with fractions. */
export function nowMs(): Millis {
  return performance.now() + offsetMs
}
