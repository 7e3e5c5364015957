/** Numbers as people read them, in the terminal and in reports. */

import type { Millis } from './time.js'

/** `0.42 ms`, `12.3 ms`, `512 ms`, `1.25 s`, `3m05s`, `12h00m`. Limits are those of rounding. */
export function shortTime(ms: Millis): string {
  if (ms >= 59_995) return longTime(ms)
  if (ms >= 999.5) return `${(ms / 1000).toFixed(2)} s`
  return `${ms.toFixed(ms >= 99.95 ? 0 : ms >= 9.995 ? 1 : 2)} ms`
}

function longTime(ms: Millis): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${two(seconds % 60)}s`
  const minutes = Math.round(ms / 60_000)
  return `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`
}

/** A point in time, or a length that people chose: `45 s`, `2.5 s`, `1m30s`, `12h`, `250 ms`. */
export function roundTime(ms: Millis): string {
  if (ms >= 59_995) return longTime(ms).replace(/(?<=[mh])00[ms]$/, '')
  return ms >= 999.5 || ms === 0 ? `${Number((ms / 1000).toFixed(2))} s` : `${Math.round(ms)} ms`
}

/** Numbers with a comma at each thousand. */
export function grouped(number: number): string {
  return number.toLocaleString('en-US')
}

/** A count and its noun: `1 task`, `2 tasks`; `2 replies` where its plural is said. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`
}

/** `29.0 %`; a dash for a part of nothing. */
export function percent(part: number, whole: number): string {
  return whole > 0 ? `${((100 * part) / whole).toFixed(1)} %` : '–'
}

/** `12 MiB`. */
export function mebibytes(bytes: number): string {
  return `${grouped(Math.round(bytes / 2 ** 20))} MiB`
}
