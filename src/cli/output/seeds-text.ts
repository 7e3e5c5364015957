/** What people see of many seeds: each figure's mean, and how far it may be off. */

import { FIGURES, valuesOf } from '../../report/figures.js'
import type { Summary } from '../../report/summary.js'
import { average } from '../../theory/batch-means.js'
import { intervalOf } from '../../theory/confidence.js'
import { withHalf } from './figure-text.js'
import { table } from './format.js'

/** Nothing of a run with one seed. */
export function seedLines({ seeds = [] }: Summary): string[] {
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
    ...failed.map(
      ({ seed, exitCode }) => `seed ${seed}: exit code ${exitCode}; see --seed ${seed}`,
    ),
    '',
  ]
}
