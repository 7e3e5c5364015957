/** What `peering compare` shows people. */

import type { Comparison, Side } from '../../report/compare.js'
import type { LimitResult } from '../../report/limit-result.js'
import { figureText, signedText, signedWithHalf } from '../output/figure-text.js'
import { counted, table } from '../output/format.js'

export function compareLines(comparison: Comparison): string[] {
  const { a, b, figures, thresholds, verdict } = comparison
  const rows = figures
    .filter(figure => figure.a !== null || figure.b !== null)
    .map(figure => [
      figure.figure,
      figureText(figure.a, figure.unit),
      figureText(figure.b, figure.unit),
      figure.percent === null ? '-' : signedText(figure.percent / 100, 'share'),
      signedWithHalf(figure.difference, halfOf(figure.interval), figure.unit),
      wordOf(figure),
    ])
  return [
    sideLine('a', a),
    sideLine('b', b),
    '',
    ...table([['', 'a', 'b', 'b to a', 'b - a', ''], ...rows]),
    '',
    ...confidenceLines(comparison),
    ...(thresholds.length > 0 ? ['', ...thresholds.map(limitLine), `verdict: ${verdict}`] : []),
  ]
}

/** How a run ended that is not all that it should be. */
const ENDINGS: ReadonlyMap<number, string> = new Map([
  [1, 'a process failed'],
  [3, 'an invariant broke'],
  [4, 'inconclusive'],
  [99, 'a threshold failed'],
  [130, 'interrupted'],
])

function sideLine(letter: string, { file, name, mode, seeds, exitCode }: Side): string {
  const ending = exitCode === 0 ? [] : [ENDINGS.get(exitCode) ?? `exit code ${exitCode}`]
  const about = [`${mode} ${name}`, counted(seeds, 'seed'), ...ending]
  return `${letter}: ${file} (${about.join(', ')})`
}

function confidenceLines({ method, a, b }: Comparison): string[] {
  if (method === null && a.mode === 'sim' && b.mode === 'sim') {
    return ['What may be chance needs several seeds of both: peering sim <scenario> --seeds 20.']
  }
  // No command repeats a run on real sockets.
  if (method === null) {
    return [
      'What may be chance, single runs on real sockets do not tell: compare two that',
      'are alike, or seeds in virtual time: peering sim <scenario> --seeds 20.',
    ]
  }
  const how = method === 'paired' ? 'of each seed in both (paired)' : 'of two samples (Welch)'
  return [`±: 95 % confidence, by the runs ${how}.`, 'more, less: not by chance alone.']
}

type Figure = Comparison['figures'][number]

function halfOf(interval: Figure['interval']): number | null {
  return interval && (interval[1] - interval[0]) / 2
}

function wordOf({ distinguishable, difference }: Figure): string {
  if (!distinguishable || difference === null) return ''
  return difference > 0 ? 'more' : 'less'
}

const WORDS = { pass: 'passed', fail: 'FAILED', inconclusive: 'unknown' } as const

function limitLine({ failIf, unit, value, interval, verdict, reason }: LimitResult): string {
  const signed = (of: number) =>
    unit === 'percent' ? signedText(of / 100, 'share') : signedText(of, unit)
  const found = [
    ...(value === null ? [] : [signed(value)]),
    ...(interval ? [interval.map(signed).join(' to ')] : []),
  ]
  // Without a value and a reason for that, it is so many percent of nothing.
  const measured = found.length > 0 || reason ? found.join(', ') : 'a is 0'
  const why = [measured, ...(reason ? [reason] : [])].filter(words => words !== '').join(': ')
  return `${WORDS[verdict]}: fail if ${failIf} (${why})`
}
