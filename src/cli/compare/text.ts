/** What `peering compare` shows people. */

import type { Comparison, Side } from '../../report/compare.js'
import { signedText, withHalf } from '../output/figure-text.js'
import { counted, table } from '../output/format.js'

export function compareLines({ a, b, figures }: Comparison): string[] {
  const rows = figures.map(figure => [
    figure.figure,
    withHalf(figure.a, figure.aHalf, figure.unit),
    withHalf(figure.b, figure.bHalf, figure.unit),
    figure.percent === null ? '-' : signedText(figure.percent / 100, 'share'),
    intervalText(figure),
    verdictOf(figure),
  ])
  return [
    sideLine('a', a),
    sideLine('b', b),
    '',
    ...table([['', 'a', 'b', 'b to a', '95 % of b - a', ''], ...rows]),
    '',
    a.seeds > 1 && b.seeds > 1
      ? '± and intervals: 95 % confidence over the seeds. More or less: not by chance alone.'
      : 'Intervals need both with several seeds: peering sim <scenario> --seeds 20.',
  ]
}

function sideLine(letter: string, { file, name, mode, seeds }: Side): string {
  return `${letter}: ${file} (${mode} ${name}, ${counted(seeds, 'seed')})`
}

type Figure = Comparison['figures'][number]

function intervalText({ interval, unit }: Figure): string {
  if (interval === null) return '-'
  const [low, high] = interval.map(value => signedText(value, unit))
  return `${low} to ${high}`
}

function verdictOf({ distinguishable, difference }: Figure): string {
  if (distinguishable === null || difference === null) return ''
  return distinguishable ? (difference > 0 ? 'more' : 'less') : ''
}
