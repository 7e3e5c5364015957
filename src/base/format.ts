/** Numbers as people read them, in the terminal and in reports. */

import type { Millis } from './time.js'

/** `0.42 ms`, `12.3 ms`, `512 ms`, `1.25 s`, `3m05s`. */
export function shortTime(ms: Millis): string {
  if (ms >= 60_000) {
    const seconds = Math.round(ms / 1000)
    return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`
  }
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`
  return `${ms.toFixed(ms >= 100 ? 0 : ms >= 10 ? 1 : 2)} ms`
}

/** A point in time, or a length that people chose: `45 s`, `2.5 s`, `1m30s`, `250 ms`. */
export function roundTime(ms: Millis): string {
  if (ms >= 60_000) return shortTime(ms)
  return ms >= 1000 || ms === 0 ? `${Number((ms / 1000).toFixed(2))} s` : `${Math.round(ms)} ms`
}

/** Numbers with a comma at each thousand. */
export function grouped(number: number): string {
  return number.toLocaleString('en-US')
}

/** A count and its noun: `1 task`, `2 tasks`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** `29.0 %`; a dash for a part of nothing. */
export function percent(part: number, whole: number): string {
  return whole > 0 ? `${((100 * part) / whole).toFixed(1)} %` : '–'
}

/** `12 MiB`. */
export function mebibytes(bytes: number): string {
  return `${grouped(Math.round(bytes / 2 ** 20))} MiB`
}
