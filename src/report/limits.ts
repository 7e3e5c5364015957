/**
 * Limits to how far one result may be from another: the words `task.latency p(99) > +10%` into when
 * a comparison fails.
 */

import { isOneOf, parseDuration, parseRate } from '../scenario/grammar.js'
import { suggest } from '../scenario/messages.js'
import type { Comparison } from '../scenario/threshold.js'
import { UsageError } from '../scenario/usage-error.js'
import { type Figure, figureNamed, type Unit } from './figures.js'

/** The comparison fails where `b - a` is so. */
export interface Limit {
  /** As a person wrote it. */
  readonly text: string
  readonly figure: Figure
  readonly comparison: Comparison
  /** In percent of a; else in the unit of the figure: ms, per second, parts of 1, tasks. */
  readonly isPercent: boolean
  readonly value: number
}

/** The others are true or false of hardly any two results. */
const COMPARISONS = ['>', '>=', '<', '<='] as const satisfies readonly Comparison[]

const NUMBER = /^\d{1,12}(\.\d{1,12})?$/

/** What is asked where nobody says what: whether a change made it slower, or lost anything. */
export const GATE: readonly string[] = [
  'task.latency p(99) > +10%',
  'task.rate avg < -5%',
  'task.lost count > 0',
]

/** `task.latency p(99) > +10%`, `task.wait avg > 5ms`, `task.rate avg < -20/s`. */
export function parseLimit(text: string): Limit {
  const [, name = '', comparison = '', sign, amount = ''] =
    text.trim().match(/^([^<>=!]+?)\s*([<>=!]+)\s*([+-]?)\s*(.*)$/) ?? []
  const fail = (advice: string) => new UsageError(`Cannot parse "${text}": ${advice}`)
  if (name === '') throw fail(`use a form such as "${GATE[0]}"`)
  const figure = figureNamed(name)
  if (!isOneOf(comparison, COMPARISONS)) throw fail(suggest(comparison, COMPARISONS))
  const [, percent] = amount.match(/^(\d{1,12}(?:\.\d{1,12})?)%$/) ?? []
  const size = percent === undefined ? parseSize(amount, figure.unit, fail) : Number(percent)
  const value = sign === '-' ? -size : size
  return { text, figure, comparison, isPercent: percent !== undefined, value }
}

function parseSize(text: string, unit: Unit, fail: (advice: string) => UsageError): number {
  switch (unit) {
    case 'time':
      return parseDuration(text)
    case 'rate':
      return parseRate(text, 0)
    case 'share':
      if (/^\d{1,3}(\.\d{1,12})? *points?$/.test(text)) return Number.parseFloat(text) / 100
      if (NUMBER.test(text) && Number(text) <= 1) return Number(text)
      throw fail('use a part of 1 such as 0.05, or a percentage of a such as 10%')
    case 'count':
      if (NUMBER.test(text)) return Number(text)
      throw fail('use a number such as 5, or a percentage of a such as 10%')
  }
}
