/** Axes of plots: where a value has its place, from 0 to 1, and which values are written there. */

import { grouped, roundTime } from '../../base/format.js'
import type { Millis } from '../../base/time.js'

export interface Axis {
  /** From 0, at the left or at the bottom, to 1. */
  place(value: number): number
  readonly ticks: readonly Tick[]
}

interface Tick {
  readonly place: number
  readonly text: string
}

/** From 0 to `max` or a little more, with about four steps. */
export function linearAxis(max: number, textOf = countText): Axis {
  const step = roundUp(Math.max(max, 1e-9) / 4)
  const end = step * Math.max(1, Math.ceil(max / step - 1e-9))
  const place = (value: number) => value / end
  const ticks = range(0, end, step).map(at => ({ place: place(at), text: textOf(tidy(at)) }))
  return { place, ticks }
}

/** Times by their logarithm: from below `min` to above `max`, both above 0. */
export function logTimeAxis(min: Millis, max: Millis): Axis {
  const [low, high] = [Math.log10(roundDown(min)), Math.log10(roundUp(max))]
  const place = (ms: Millis) =>
    clamp((Math.log10(Math.max(ms, 1e-6)) - low) / Math.max(high - low, 1e-9))
  const decades = range(Math.floor(low), Math.ceil(high), 1)
  // A span of few decades has room for what is between them.
  const digits = high - low <= 2.5 ? [1, 2, 5] : [1]
  const ticks = decades
    .flatMap(decade => digits.map(digit => digit * 10 ** decade))
    .filter(ms => Math.log10(ms) >= low - 1e-9 && Math.log10(ms) <= high + 1e-9)
    .map(ms => ({ place: place(ms), text: decadeText(ms) }))
  return { place, ticks }
}

/** In seconds. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200]

/** From one time of the run to another, with about `count` steps. */
export function timeAxis(fromMs: Millis, untilMs: Millis, count: number): Axis {
  const spanMs = Math.max(untilMs - fromMs, 1)
  const place = (ms: Millis) => clamp((ms - fromMs) / spanMs)
  const least = spanMs / count
  const step = 1000 * (STEPS.find(each => 1000 * each >= least) ?? Math.ceil(least / 1000))
  const first = Math.ceil(fromMs / step) * step
  const ticks = range(first, untilMs, step).map(ms => ({ place: place(ms), text: clockText(ms) }))
  return { place, ticks }
}

/** Percentiles as HDR plots have them: each step to the right is a tenth of what is left. */
export function percentileAxis(last: number): Axis {
  const depth = (percentile: number) => -Math.log10(Math.max(1 - percentile / 100, 1e-9))
  // The largest of all has its place behind the last percentile that can be told.
  const end = depth(last) + 0.3
  const place = (percentile: number) => (percentile >= 100 ? 1 : depth(percentile) / end)
  const ticks = [0, 50, 90, 99, 99.9, 99.99, 99.999]
    .filter(percentile => percentile <= last && place(percentile) < 0.93)
    .map(percentile => ({ place: place(percentile), text: String(percentile) }))
  return { place, ticks: [...ticks, { place: 1, text: 'max' }] }
}

function range(from: number, until: number, step: number): number[] {
  const count = Math.max(0, Math.floor((until - from) / step + 1e-9)) + 1
  return Array.from({ length: count }, (_, index) => from + index * step)
}

/** The next 1, 2 or 5 with any number of zeros. */
function roundUp(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value))
  return decade * ([1, 2, 5].find(digit => digit * decade >= value * (1 - 1e-9)) ?? 10)
}

function roundDown(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value))
  return decade * ([5, 2].find(digit => digit * decade <= value * (1 + 1e-9)) ?? 1)
}

function countText(value: number): string {
  return value < 1 ? String(value) : grouped(value)
}

/** `0.3`, not `0.30000000000000004`. */
function tidy(value: number): number {
  return Number(value.toPrecision(10))
}

function decadeText(ms: Millis): string {
  if (ms < 1) return `${tidy(1000 * ms)} µs`
  return ms < 1000 ? `${tidy(ms)} ms` : `${grouped(tidy(ms / 1000))} s`
}

/** `45 s`, `1:30`, `1:02:00`. */
function clockText(ms: Millis): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return roundTime(ms)
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`
}

function clamp(place: number): number {
  return Math.min(1, Math.max(0, place))
}
