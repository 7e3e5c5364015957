/** Figures as people read them: 39.6/s, 55.4 ms, 12.3 %, 1,234; differences of shares in points. */

import { grouped, shortTime } from '../base/format.js'
import type { Unit } from './figures.js'

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

/** A difference with a sign, unless it is written as 0. */
export function signedText(value: number | null, unit: Unit | 'percent'): string {
  if (value === null) return '-'
  const text = sizeText(Math.abs(value), unit)
  if (text === sizeText(0, unit)) return text
  return value > 0 ? `+${text}` : `-${text}`
}

/** Of two shares the difference is in points: 5 % to 6 % is one point, and 20 percent more. */
function sizeText(value: number, unit: Unit | 'percent'): string {
  if (unit === 'percent') return `${value.toFixed(1)} %`
  return unit === 'share' ? `${(100 * value).toFixed(1)} points` : figureText(value, unit)
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
  if (half === null) return text
  if (unit === 'share') return `${text.replace(' points', '')} ± ${sizeText(half, unit)}`
  return `${text} ± ${figureText(half, unit)}`
}
