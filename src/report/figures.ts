/** The figures by which runs are compared, in the words of thresholds: `task.latency p(99)`. */

import type { Millis } from '../base/time.js'
import type { Totals } from './metrics.js'

/** How a figure is written: tasks per second, milliseconds, a share of 1, or a number of tasks. */
export type Unit = 'rate' | 'time' | 'share' | 'count'

/** What figures are taken from: a run with one seed. */
export interface Measured {
  readonly durationMs: Millis
  readonly total: Pick<
    Totals,
    'done' | 'lost' | 'retried' | 'cloud' | 'overcommit' | 'latencyMs' | 'waitMs'
  >
}

export interface Figure {
  readonly name: string
  readonly unit: Unit
  /** Undefined where there is nothing to measure. */
  of(run: Measured): number | undefined
}

export const FIGURES: readonly Figure[] = [
  {
    name: 'task.rate avg',
    unit: 'rate',
    of: ({ total, durationMs }) => ratio(1000 * total.done, durationMs),
  },
  latency('avg', 'mean'),
  latency('p(50)', 'p50'),
  latency('p(99)', 'p99'),
  { name: 'task.wait avg', unit: 'time', of: ({ total }) => total.waitMs.mean },
  { name: 'task.cloud ratio', unit: 'share', of: ({ total }) => ratio(total.cloud, total.done) },
  {
    name: 'task.overcommit ratio',
    unit: 'share',
    of: ({ total }) => ratio(total.overcommit, total.cloud),
  },
  count('lost'),
  count('retried'),
]

function latency(ask: string, key: 'mean' | 'p50' | 'p99'): Figure {
  const of = ({ total }: Measured) => (total.done > 0 ? total.latencyMs[key] : undefined)
  return { name: `task.latency ${ask}`, unit: 'time', of }
}

function count(key: 'lost' | 'retried'): Figure {
  return { name: `task.${key} count`, unit: 'count', of: ({ total }) => total[key] }
}

function ratio(part: number, whole: number): number | undefined {
  return whole > 0 ? part / whole : undefined
}

/** The figure of each run that has one. */
export function valuesOf({ of }: Figure, runs: readonly Measured[]): number[] {
  return runs.map(of).filter(value => value !== undefined)
}
