/** The clock of the live driver: the same time in every thread and process of a machine. */

import type { Millis } from '../base/time.js'

/** So often the two clocks are read one after the other; the closest pair counts. */
const READINGS = 20

/** `performance.now` starts at 0 in each thread; `hrtime` counts from the machine's start. */
const offsetMs: Millis = measureOffset()

/** Milliseconds of the monotonic clock, with fractions. */
export function nowMs(): Millis {
  return performance.now() + offsetMs
}

/** Two threads agree to within microseconds: a first reading alone can be off by a quarter ms. */
function measureOffset(): Millis {
  let offset = 0
  let closest = Number.POSITIVE_INFINITY
  for (let reading = 0; reading < READINGS; reading++) {
    const before = performance.now()
    const now = Number(process.hrtime.bigint()) / 1e6
    const after = performance.now()
    if (after - before >= closest) continue
    closest = after - before
    offset = now - (before + after) / 2
  }
  return offset
}
