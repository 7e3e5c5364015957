/** What people see of many seeds: each figure's mean, and how far it may be off. */

import { valueText } from '../../report/checks.js'
import { withHalf } from '../../report/figure-text.js'
import { FIGURES, valuesOf } from '../../report/figures.js'
import type { SeedResult, Summary } from '../../report/summary.js'
import { flawOf, thresholdOutcome } from '../../report/verdict.js'
import { average } from '../../theory/batch-means.js'
import { intervalOf } from '../../theory/confidence.js'
import { table } from './format.js'

/** Nothing of a run with one seed. */
export function seedLines(summary: Summary): string[] {
  const { seeds = [] } = summary
  const [first, second] = seeds
  if (!first || !second) return []
  const rows = FIGURES.flatMap(figure => {
    const values = valuesOf(figure, seeds)
    if (values.length === 0) return []
    const half = intervalOf(values)?.half ?? null
    return [[figure.name, withHalf(average(values), half, figure.unit)]]
  })
  const failed = seeds.filter(({ exitCode }) => exitCode !== 0)
  return [
    '',
    `${seeds.length} seeds, from ${first.seed} on: the mean of each figure, with 95 % confidence`,
    ...table(rows),
    ...failed.map(result => seedLine(result, summary)),
    '',
  ]
}

/** How a seed that did not pass ended, and what of it did not hold. */
function seedLine({ seed, exitCode, total, ...result }: SeedResult, summary: Summary): string {
  const flaw = flawOf(total)
  const missed = summary.thresholds.flatMap((threshold, index) => {
    const one = { ...threshold, ...result.thresholds[index], overSeeds: undefined }
    if (thresholdOutcome(one, flaw) === 'passed') return []
    return [
      `${one.metric} ${one.expr}: ${one.value === null ? 'nothing measured' : valueText(one)}`,
    ]
  })
  const broken = (result.broken ?? []).map(({ name }) => `broken: ${name}`)
  const why = [...broken, ...(flaw === undefined ? [] : [flaw]), ...missed].join(', ')
  return `seed ${seed}: exit code ${exitCode}${why && ` (${why})`}; see --seed ${seed}`
}
