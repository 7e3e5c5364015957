/** What a fault cost, as the series has it: latency before and while it lasted, and lost tasks. */

import type { Millis } from '../base/time.js'
import { baselineOf, worstOf } from './calm.js'
import type { FaultImpact } from './fault-impact.js'
import type { SeriesSecond } from './series.js'

/** Latencies are of all clusters, and null for no answers. */
export interface OutageCost {
  /** Until all was well again, or the next fault struck after its end, or the run ended. */
  readonly untilMs: Millis
  /** Of the ten seconds before: the median of their p90, the highest p99, and the slowest task. */
  readonly p90BeforeMs: Millis | null
  readonly p99BeforeMs: Millis | null
  readonly maxBeforeMs: Millis | null
  /** The worst second's since, and the slowest task. */
  readonly p90WorstMs: Millis | null
  readonly p99WorstMs: Millis | null
  readonly maxWorstMs: Millis | null
  /** The longest that nobody had an answer though tasks waited for one, in whole seconds. */
  readonly silentMs: Millis
  readonly lost: number
  readonly retried: number
}

/**
 * @param faults all of the run, in the order of their times.
 * @param fromMs when the first second of the series begins: after the warm-up.
 */
export function costOf(
  outage: Pick<FaultImpact, 'atMs' | 'endMs' | 'recoveredAfterMs'>,
  series: readonly SeriesSecond[],
  faults: readonly Pick<FaultImpact, 'atMs'>[],
  fromMs: Millis,
): OutageCost {
  const { atMs } = outage
  const untilMs = endOf(outage, faults, series.at(-1)?.t ?? atMs)
  const before = baselineOf(series, atMs)
  // A second that ends with the fault was before it; what it did shows in the one behind it.
  const during = series
    .map(({ t, total }, index) => ({ t, total, beginsMs: series[index - 1]?.t ?? fromMs }))
    .filter(({ t, beginsMs }) => t > atMs && (beginsMs <= atMs || beginsMs < untilMs))
  return {
    untilMs,
    p90BeforeMs: before?.p90Ms ?? null,
    p99BeforeMs: before?.p99Ms ?? null,
    maxBeforeMs: before?.maxMs ?? null,
    p90WorstMs: worstOf(during, 'p90'),
    p99WorstMs: worstOf(during, 'p99'),
    maxWorstMs: worstOf(during, 'max'),
    silentMs: longestSilence(during),
    lost: during.reduce((sum, { total }) => sum + total.lost, 0),
    retried: during.reduce((sum, { total }) => sum + total.retried, 0),
  }
}

function longestSilence(
  seconds: readonly (Pick<SeriesSecond, 't' | 'total'> & { readonly beginsMs: Millis })[],
): Millis {
  let [longest, sum] = [0, 0]
  for (const { t, total, beginsMs } of seconds) {
    const isSilent = total.p90 === null && total.inFlight > 0
    sum = isSilent ? sum + t - beginsMs : 0
    longest = Math.max(longest, sum)
  }
  return longest
}

function endOf(
  { atMs, endMs, recoveredAfterMs }: Pick<FaultImpact, 'atMs' | 'endMs' | 'recoveredAfterMs'>,
  faults: readonly Pick<FaultImpact, 'atMs'>[],
  lastMs: Millis,
): Millis {
  const mendedMs = endMs ?? atMs
  const wellMs = recoveredAfterMs === null ? lastMs : mendedMs + recoveredAfterMs
  const next = faults.find(fault => fault.atMs > mendedMs)
  return Math.min(next?.atMs ?? lastMs, wellMs)
}
