/** What a fault cost, as the series has it: latency before and while it lasted, and lost tasks. */

import type { Millis } from '../base/time.js'
import { type Outage, p90Before } from './outages.js'
import type { Report } from './report.js'

export interface OutageCost {
  /** Until all was well again, or the next fault struck, or the run ended. */
  readonly untilMs: Millis
  /** The median of up to ten seconds before, and the worst since; null for no answers. */
  readonly p90BeforeMs: Millis | null
  readonly p90WorstMs: Millis | null
  readonly lost: number
  readonly retried: number
}

export function costOf(outage: Outage, { series, faults = [] }: Report): OutageCost {
  const { atMs } = outage
  const untilMs = endOf(outage, faults, series.at(-1)?.t ?? atMs)
  // A second that ends with the fault was before it; what it did shows in the one behind it.
  const during = series.filter(({ t }) => t > atMs && t <= untilMs + 1000).map(({ total }) => total)
  const worst = during.flatMap(({ p90 }) => p90 ?? [])
  return {
    untilMs,
    p90BeforeMs: p90Before(series, atMs),
    p90WorstMs: worst.length === 0 ? null : worst.reduce((a, b) => Math.max(a, b)),
    lost: during.reduce((sum, { lost }) => sum + lost, 0),
    retried: during.reduce((sum, { retried }) => sum + retried, 0),
  }
}

function endOf(outage: Outage, faults: readonly Outage[], lastMs: Millis): Millis {
  const { atMs, endMs, recoveredAfterMs } = outage
  const mendedMs = endMs ?? atMs
  const wellMs = recoveredAfterMs === null ? lastMs : mendedMs + recoveredAfterMs
  const next = faults.find(fault => fault.atMs > mendedMs)
  return Math.min(next?.atMs ?? lastMs, wellMs)
}
