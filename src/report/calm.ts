/** How calm a cloud was before a fault, and whether it is so again: by the seconds of a series. */

import type { Millis } from '../base/time.js'
import type { SeriesSecond } from './series.js'

const BASELINE_SECONDS = 10
const CALM_SECONDS = 3
const CALM_FACTOR = 1.5

/** The ten seconds before a fault, or as many as there are. */
export interface Baseline {
  /** The median of the seconds' own. */
  readonly p90Ms: Millis
  /** The highest of the seconds' own. */
  readonly p99Ms: Millis
  readonly maxMs: Millis
  /** Whether there were seconds without an answer, though tasks waited for one all through them. */
  readonly hasStalls: boolean
}

/** Undefined where nothing was answered. */
export function baselineOf(seconds: readonly SeriesSecond[], atMs: Millis): Baseline | undefined {
  const before = seconds.filter(({ t }) => t <= atMs).slice(-BASELINE_SECONDS)
  const p90s = before.flatMap(({ total }) => total.p90 ?? []).sort((a, b) => a - b)
  const p90Ms = p90s[p90s.length >> 1]
  if (p90Ms === undefined) return undefined
  return {
    p90Ms,
    p99Ms: worstOf(before, 'p99') ?? Number.POSITIVE_INFINITY,
    maxMs: worstOf(before, 'max') ?? Number.POSITIVE_INFINITY,
    hasStalls: before.some(isStall),
  }
}

/** The highest of the seconds' own; null for no answers. */
export function worstOf(
  seconds: readonly Pick<SeriesSecond, 'total'>[],
  what: 'p90' | 'p99' | 'max',
): Millis | null {
  return seconds.reduce<Millis | null>((worst, { total }) => {
    const ms = total[what] ?? null
    return ms !== null && (worst === null || ms > worst) ? ms : worst
  }, null)
}

/**
 * When all was as before: where the first of three calm seconds in a row begins, of those that end
 * after that moment. A second is calm if its p90 is at most half as much again as the baseline's,
 * and its slowest task took at most half as long again as the baseline's slowest; one without
 * answers, if no task waited for one all through it, or that was so before as well.
 *
 * @returns undefined if there are no three such seconds.
 */
export function calmFrom(
  seconds: readonly SeriesSecond[],
  baseline: Baseline,
  sinceMs: Millis,
): Millis | undefined {
  const first = seconds.findIndex(({ t }) => t > sinceMs)
  if (first < 0) return undefined
  for (let index = first; index + CALM_SECONDS <= seconds.length; index++) {
    const next = seconds.slice(index, index + CALM_SECONDS)
    if (next.every(second => isCalm(second, baseline))) {
      return Math.max(sinceMs, index === first ? sinceMs : (seconds[index - 1]?.t ?? sinceMs))
    }
  }
  return undefined
}

/** Whether so many seconds are left that calm could be seen in them. */
export function canBeSeen(seconds: readonly SeriesSecond[], sinceMs: Millis): boolean {
  return seconds.filter(({ t }) => t > sinceMs).length >= CALM_SECONDS
}

function isCalm(second: SeriesSecond, { p90Ms, maxMs, hasStalls }: Baseline): boolean {
  const { p90, max } = second.total
  if (p90 === null) return hasStalls || !isStall(second)
  return p90 <= CALM_FACTOR * p90Ms && (max ?? p90) <= CALM_FACTOR * maxMs
}

/** No answer, though at both ends of the second tasks waited for one. */
function isStall({ total: { p90, sent, lost, inFlight } }: SeriesSecond): boolean {
  // None was done: what it began with is what it ended with, without what came in or was lost.
  return p90 === null && inFlight > 0 && inFlight - sent + lost > 0
}
