/** What faults cost, and when all was as before: by looks at the seconds of the run. */

import type { Fault } from '../../src/scenario/scenario-plan.js'
import { before, countsOf, doneIn, rankOf, rowSpans, type Span, sorted, sum } from './figures.js'
import type { Told } from './told.js'

const SECONDS_BEFORE = 10
const CALM_SECONDS = 3
const FACTOR = 1.5

interface Second extends Span {
  /** Null: no answers. */
  readonly p90: number | null
  readonly p99: number | null
  readonly max: number | null
  readonly lost: number
  readonly retried: number
  /** Whether tasks waited for an answer at its end. */
  readonly isAwaited: boolean
  /** No answer, though tasks waited for one both when it began and when it ended. */
  readonly isStall: boolean
}

export interface Recovery {
  readonly ms: number | null
  readonly why?: string
}

const known = new WeakMap<Told, readonly Second[]>()

function secondsOf(told: Told): readonly Second[] {
  const seconds = known.get(told) ?? rowSpans(told.measured).map(span => secondOf(told, span))
  known.set(told, seconds)
  return seconds
}

function secondOf({ story }: Told, span: Span): Second {
  const group = [...story.values()]
  const { lost, retried } = countsOf(group, span)
  const ms = sorted(doneIn(group, span).map(({ latencyMs }) => latencyMs))
  // As a row of the series has it: to the microsecond.
  const at = (percent: number) =>
    ms.length === 0 ? null : Math.round(1000 * rankOf(percent, ms)) / 1000
  const inFlight = (t: number) => before(group, each => each.inFlight, t)
  const isAwaited = inFlight(span.until) > 0
  const isStall = ms.length === 0 && isAwaited && inFlight(span.from) > 0
  return { ...span, p90: at(90), p99: at(99), max: at(100), lost, retried, isAwaited, isStall }
}

/** The ten seconds that end with the fault, or before it; or as many as there are. */
function secondsBefore(told: Told, { atMs }: Fault): readonly Second[] {
  return secondsOf(told)
    .filter(({ until }) => until <= atMs)
    .slice(-SECONDS_BEFORE)
}

function usualOf(seconds: readonly Second[]): number | undefined {
  const p90s = sorted(seconds.flatMap(({ p90 }) => p90 ?? []))
  return p90s[Math.floor(p90s.length / 2)]
}

/** When it is mended, if ever. */
export function endOf(fault: Fault): number | undefined {
  const moments = ['restartMs', 'resumeMs', 'healMs', 'untilMs']
  const [end] = Object.entries(fault).flatMap(([key, ms]) => (moments.includes(key) ? [ms] : []))
  return end
}

/** How long after its end, or after it struck if it has none, all was as before. */
export function recoveryOf(told: Told, fault: Fault): Recovery {
  if (fault.kind === 'join') return { ms: null, why: 'nothing to recover from' }
  const earlier = secondsBefore(told, fault)
  const usual = usualOf(earlier)
  if (usual === undefined) return { ms: null, why: 'nothing to compare with' }
  const slowest = Math.max(...earlier.map(({ max }) => max ?? 0))
  const hadStalls = earlier.some(({ isStall }) => isStall)
  const isCalm = ({ p90, max, isStall }: Second) =>
    p90 === null ? hadStalls || !isStall : p90 <= FACTOR * usual && (max ?? p90) <= FACTOR * slowest
  const since = endOf(fault) ?? fault.atMs
  const later = secondsOf(told).filter(({ until }) => until > since)
  if (later.length < CALM_SECONDS) return { ms: null, why: 'too late to see' }
  const first = later.findIndex((_, place) => {
    const next = later.slice(place, place + CALM_SECONDS)
    return next.length === CALM_SECONDS && next.every(isCalm)
  })
  if (first < 0) return { ms: null, why: 'not seen' }
  return { ms: Math.max(0, (later[first]?.from ?? since) - since) }
}

/** What it was before, and the worst until all was as before, the next one struck, or the end. */
export function costOf(told: Told, fault: Fault): Readonly<Record<string, number | null>> {
  const endMs = endOf(fault) ?? fault.atMs
  const mended = endMs <= told.measured.until ? endMs : fault.atMs
  const { ms } = recoveryOf(told, fault)
  const next = told.plan.faults.find(({ atMs }) => atMs > mended)?.atMs ?? Number.POSITIVE_INFINITY
  const well = ms === null ? told.measured.until : mended + ms
  const untilMs = Math.min(well, next, told.measured.until)
  const earlier = secondsBefore(told, fault)
  // The second that it strikes in always counts.
  const during = secondsOf(told).filter(
    ({ from, until }) => until > fault.atMs && (from <= fault.atMs || from < untilMs),
  )
  return {
    untilMs,
    p90BeforeMs: usualOf(earlier) ?? null,
    p99BeforeMs: mostOf(earlier.map(({ p99 }) => p99)),
    maxBeforeMs: mostOf(earlier.map(({ max }) => max)),
    p90WorstMs: mostOf(during.map(({ p90 }) => p90)),
    p99WorstMs: mostOf(during.map(({ p99 }) => p99)),
    maxWorstMs: mostOf(during.map(({ max }) => max)),
    silentMs: longestSilence(during),
    lost: sum(during.map(({ lost }) => lost)),
    retried: sum(during.map(({ retried }) => retried)),
  }
}

function mostOf(values: readonly (number | null)[]): number | null {
  const known = values.flatMap(value => value ?? [])
  return known.length === 0 ? null : Math.max(...known)
}

/** The most time in a row without an answer, though tasks waited for one. */
function longestSilence(seconds: readonly Second[]): number {
  const runs = seconds.map((_, place) => {
    const rest = seconds.slice(place)
    const end = rest.findIndex(({ p90, isAwaited }) => p90 !== null || !isAwaited)
    return sum((end < 0 ? rest : rest.slice(0, end)).map(({ from, until }) => until - from))
  })
  return Math.max(0, ...runs)
}
