/** Figures as people read them: 39.6/s, 55.4 ms, 12.3 %, 1,234. */

import type { Unit } from '../../report/figures.js'
import { grouped, shortTime } from './format.js'

/** `-` for what cannot be told. */
export function figureText(value: number | null, unit: Unit): string {
  if (value === null) return '-'
  switch (unit) {
    case 'rate':
      return `${value.toFixed(1)}/s`
    case 'time':
      return shortTime(value)
    case 'share':
      return `${(100 * value).toFixed(1)} %`
    case 'count':
      return grouped(value < 100 ? Math.round(10 * value) / 10 : Math.round(value))
  }
}

/** The same with a sign, unless it is written as 0. */
export function signedText(value: number | null, unit: Unit): string {
  if (value === null) return '-'
  const text = figureText(Math.abs(value), unit)
  if (text === figureText(0, unit)) return text
  return value > 0 ? `+${text}` : `-${text}`
}

/** A mean and how far it may be off. */
export function withHalf(mean: number | null, half: number | null, unit: Unit): string {
  return half === null
    ? figureText(mean, unit)
    : `${figureText(mean, unit)} ± ${figureText(half, unit)}`
}

/** A difference and how far it may be off. */
export function signedWithHalf(mean: number | null, half: number | null, unit: Unit): string {
  const text = signedText(mean, unit)
  return half === null ? text : `${text} ± ${figureText(half, unit)}`
}
