/** A comparison in words: what is compared, its table, and how its limits came out. */

import { counted } from '../base/format.js'
import {
  type Against,
  type ComparedFigure,
  type Comparison,
  letterOf,
  type Side,
} from './compare.js'
import { figureText, signedText, signedWithHalf } from './figure-text.js'
import { endingOf } from './gate.js'
import type { LimitResult } from './limit-result.js'

/** All that are told by the baseline, each with how it is called. */
function sidesOf({ others = [], ...first }: Comparison): { letter: string; of: Against }[] {
  return [first, ...others].map((of, index) => ({ letter: letterOf(index + 1), of }))
}

/** `a: before.json (sim overload, 20 seeds)`. */
export function sideLines(comparison: Comparison): string[] {
  const others = sidesOf(comparison).map(({ letter, of }) => sideLine(letter, of.b))
  return [sideLine('a', comparison.a), ...others]
}

function sideLine(letter: string, { file, name, mode, seeds, exitCode }: Side): string {
  const ending = endingOf(exitCode)
  const about = [`${mode} ${name}`, counted(seeds, 'seed'), ...(ending === '' ? [] : [ending])]
  return `${letter}: ${file} (${about.join(', ')})`
}

/** The rows of the table, the first of which is its head: of two, with the difference in full. */
export function tableOf(comparison: Comparison): string[][] {
  const sides = sidesOf(comparison)
  const isKnown = (index: number) =>
    sides.some(({ of }) => of.figures[index]?.a !== null || of.figures[index]?.b !== null)
  const known = [...comparison.figures.keys()].filter(isKnown)
  if (sides.length === 1) {
    const rows = known.flatMap(index => fullRow(comparison.figures[index]))
    return [['', 'a', 'b', 'b to a', 'b - a', ''], ...rows]
  }
  const rows = known.map(index => {
    const { figure, unit, a } = comparison.figures[index] as ComparedFigure
    const cells = sides.map(({ of }) => shortCell(of.figures[index] as ComparedFigure))
    return [figure, figureText(a, unit), ...cells]
  })
  return [['', 'a', ...sides.map(({ letter }) => letter)], ...rows]
}

function fullRow(figure: ComparedFigure | undefined): string[][] {
  if (!figure) return []
  const { figure: name, unit, a, b, difference, interval } = figure
  const half = interval && (interval[1] - interval[0]) / 2
  const cells = [figureText(a, unit), figureText(b, unit), changeText(figure)]
  return [[name, ...cells, signedWithHalf(difference, half, unit), wordOf(figure)]]
}

/** `23.3/s (-18.9 %) less`: of a share, how many points. */
function shortCell(figure: ComparedFigure): string {
  const { b, unit, difference, percent } = figure
  const isPercent = unit !== 'share' && percent !== null
  const change = isPercent ? signedText(percent, 'percent') : signedText(difference, unit)
  const word = wordOf(figure)
  return [
    figureText(b, unit),
    ...(difference === null ? [] : [`(${change})`]),
    ...(word === '' ? [] : [word]),
  ].join(' ')
}

/** A share of a share would be read as points, which stand beside it. */
function changeText({ percent, unit }: ComparedFigure): string {
  return unit === 'share' ? '-' : signedText(percent, 'percent')
}

function wordOf({ distinguishable, difference }: ComparedFigure): string {
  if (!distinguishable || difference === null) return ''
  return difference > 0 ? 'more' : 'less'
}

/** How sure it is what differs. */
export function confidenceLines(comparison: Comparison): string[] {
  const sides = sidesOf(comparison).map(({ of }) => of)
  const methods = new Set(sides.map(({ method }) => method))
  const isSim = [comparison.a, ...sides.map(({ b }) => b)].every(({ mode }) => mode === 'sim')
  if (methods.has(null) && isSim) {
    return ['What may be chance needs several seeds of both: peering sim <scenario> --seeds 20.']
  }
  // No command repeats a run on real sockets.
  if (methods.has(null)) {
    return [
      'What may be chance, single runs on real sockets do not tell: compare two that',
      'are alike, or seeds in virtual time: peering sim <scenario> --seeds 20.',
    ]
  }
  const how = methods.has('welch') ? 'of two samples (Welch)' : 'of each seed in both (paired)'
  const half = sides.length > 1 ? 'More, less' : '±'
  const words = sides.length > 1 ? [] : ['more, less: not by chance alone.']
  return [`${half}: 95 % confidence, by the runs ${how}.`, ...words]
}

/** Each once, in the order in which they are met. */
export function noteLines(comparison: Comparison): string[] {
  return [...new Set(sidesOf(comparison).flatMap(({ of }) => of.notes))]
}

const WORDS = { pass: 'passed', fail: 'FAILED', inconclusive: 'unknown' } as const

/** Of several that are judged, each with how it is called. */
export function limitLines(comparison: Comparison): string[] {
  const sides = sidesOf(comparison)
  return sides.flatMap(({ letter, of }) => {
    const about = sides.length > 1 ? `${letter}: ` : ''
    return of.thresholds.map(result => `${WORDS[result.verdict]}: ${about}${limitText(result)}`)
  })
}

function limitText({ failIf, unit, value, interval, reason }: LimitResult): string {
  const signed = (of: number) => signedText(of, unit)
  const found = [
    ...(value === null ? [] : [signed(value)]),
    ...(interval ? [interval.map(signed).join(' to ')] : []),
  ]
  // Without a value and a reason for that, it is so many percent of nothing.
  const measured = found.length > 0 || reason ? found.join(', ') : 'a is 0'
  const why = [measured, ...(reason ? [reason] : [])].filter(words => words !== '').join(': ')
  return `fail if ${failIf} (${why})`
}
