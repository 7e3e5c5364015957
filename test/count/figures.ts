/** Figures of a span of time, of one cluster or of all, by a look at each thing that happened. */

import { EVENTS, type EventName, type Happenings } from './happenings.js'
import { firstFrom, type Level } from './level.js'

/** From one time on, and up to another. */
export interface Span {
  readonly from: number
  readonly until: number
}

export function isIn({ from, until }: Span, t: number): boolean {
  return from <= t && t < until
}

/** Those of a list in order of time that are in the span. */
function those<T extends { readonly t: number }>(list: readonly T[], span: Span): T[] {
  const { from, until } = span
  const timeAt = (place: number) => (list[place] as T).t
  return list.slice(firstFrom(from, list.length, timeAt), firstFrom(until, list.length, timeAt))
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

export function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b)
}

/** The smallest of them that at least `percent` of all do not exceed: the nearest rank. */
export function rankOf(percent: number, ascending: readonly number[]): number {
  // Decimals are no binary fractions: 99.9 % of 1000 is to be 999, and not a trifle more.
  const rank = Math.ceil(Number(((percent / 100) * ascending.length).toPrecision(12)))
  return ascending[Math.max(1, rank) - 1] ?? Number.NaN
}

/** How often that was in the span. */
export function countOf(name: EventName, group: readonly Happenings[], span: Span): number {
  return sum(group.map(({ times }) => times[name].filter(t => isIn(span, t)).length))
}

/** The same of all that is counted. */
export function countsOf(group: readonly Happenings[], span: Span): Record<EventName, number> {
  const counts = EVENTS.map(name => [name, countOf(name, group, span)])
  return Object.fromEntries(counts) as Record<EventName, number>
}

/** Tasks that were done in the span, with the cluster of their clients. */
export function doneIn(group: readonly Happenings[], span: Span) {
  return group.flatMap(({ cluster: origin, done }) =>
    those(done, span).map(task => ({
      t: task.t,
      task: task.task,
      by: task.by,
      origin,
      isLocal: task.by === origin,
      latencyMs: task.t - task.intendedAt,
      uncorrectedMs: task.t - task.sentAt,
    })),
  )
}

export function agesIn(group: readonly Happenings[], span: Span): number[] {
  return group.flatMap(({ ages }) => those(ages, span).map(({ ms }) => ms))
}

/** From the intended send to the start of service. */
export function waitsIn(group: readonly Happenings[], span: Span) {
  return group.flatMap(({ cluster: origin, began }) =>
    those(began, span).map(({ t, at, intendedAt }) => ({ t, origin, at, ms: t - intendedAt })),
  )
}

/** How often each peer is in a list. */
export function byPeer(list: readonly { t: number; peer: string }[], span: Span) {
  const counts: Record<string, number> = {}
  for (const { peer } of those(list, span)) counts[peer] = (counts[peer] ?? 0) + 1
  return counts
}

export function before(group: readonly Happenings[], level: (of: Happenings) => Level, t: number) {
  return sum(group.map(each => level(each).before(t)))
}

/** The time that tasks waited for a worker, all together. */
export function waitingArea({ awaited, placed }: Happenings, { from, until }: Span): number {
  return Math.max(0, awaited.area(from, until) - placed.area(from, until))
}

/** A row of the series; null where nothing was measured. */
export function rowOf(group: readonly Happenings[], span: Span) {
  const { from, until } = span
  const counts = countsOf(group, span)
  const done = doneIn(group, span)
  const latencies = sorted(done.map(({ latencyMs }) => latencyMs))
  const at = (percent: number) => (done.length === 0 ? null : rankOf(percent, latencies))
  const ages = agesIn(group, span)
  const mean = (area: (of: Happenings) => number) => sum(group.map(area)) / (until - from)
  const busy = mean(each => each.busy.area(from, until))
  const workers = mean(each => each.workers.area(from, until))
  return {
    sent: counts.sent,
    done: done.length,
    lost: counts.lost,
    retried: counts.retried,
    cloud: done.filter(({ isLocal }) => !isLocal).length,
    inFlight: before(group, each => each.inFlight, until),
    waiting: mean(each => waitingArea(each, span)),
    busy,
    workers,
    ready: workers - busy,
    p50: at(50),
    p90: at(90),
    p99: at(99),
    max: at(100),
    ageMs: ages.length === 0 ? null : sum(ages) / ages.length,
  }
}

/** The spans of the rows: up to each whole second, and to the end. */
export function rowSpans({ from, until }: Span): Span[] {
  const spans: Span[] = []
  for (let since = from; since < until; ) {
    const t = Math.min(1000 * (Math.floor(since / 1000) + 1), until)
    spans.push({ from: since, until: t })
    since = t
  }
  return spans
}
