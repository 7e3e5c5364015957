/** The figures by which runs are compared, in the words of thresholds: `task.latency p(99)`. */

import type { Millis } from '../base/time.js'
import type { Totals } from './metrics.js'
import type { Outage } from './outages.js'
import type { Latencies } from './times.js'

/** How a figure is written: tasks per second, milliseconds, a share of 1, or a number of tasks. */
export type Unit = 'rate' | 'time' | 'share' | 'count'

/** What figures are taken from: a run with one seed. */
export interface Measured {
  readonly seed: number
  readonly durationMs: Millis
  readonly total: Pick<
    Totals,
    'done' | 'lost' | 'retried' | 'cloud' | 'overcommit' | 'latencyMs' | 'waitMs'
  > & { readonly uncorrectedMs?: Latencies | undefined }
  readonly faults?: readonly Pick<Outage, 'noticedAfterMs' | 'recoveredAfterMs'>[] | undefined
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
  latency('p(95)', 'p95'),
  latency('p(99)', 'p99'),
  latency('p(99.9)', 'p999'),
  {
    name: 'task.uncorrected p(99)',
    unit: 'time',
    of: ({ total }) => (total.done > 0 ? total.uncorrectedMs?.p99 : undefined),
  },
  { name: 'task.wait avg', unit: 'time', of: ({ total }) => total.waitMs.mean },
  { name: 'task.cloud ratio', unit: 'share', of: ({ total }) => ratio(total.cloud, total.done) },
  {
    name: 'task.overcommit ratio',
    unit: 'share',
    of: ({ total }) => ratio(total.overcommit, total.cloud),
  },
  count('lost'),
  count('retried'),
  { name: 'peer.notice max', unit: 'time', of: ({ faults = [] }) => longest(faults.flatMap(seen)) },
  {
    name: 'fault.recovery max',
    unit: 'time',
    of: ({ faults = [] }) => longest(faults.map(fault => fault.recoveredAfterMs)),
  },
]

function latency(ask: string, key: keyof Latencies): Figure {
  const of = ({ total }: Measured) => (total.done > 0 ? total.latencyMs[key] : undefined)
  return { name: `task.latency ${ask}`, unit: 'time', of }
}

function count(key: 'lost' | 'retried'): Figure {
  return { name: `task.${key} count`, unit: 'count', of: ({ total }) => total[key] }
}

function ratio(part: number, whole: number): number | undefined {
  return whole > 0 ? part / whole : undefined
}

function seen({ noticedAfterMs }: NonNullable<Measured['faults']>[number]): Millis[] {
  return Object.values(noticedAfterMs)
}

/** Undefined also where one of them has no end. */
function longest(times: readonly (Millis | null)[]): Millis | undefined {
  const known = times.filter(ms => ms !== null)
  return known.length === 0 || known.length < times.length ? undefined : Math.max(...known)
}

/** The figure of each run that has one. */
export function valuesOf({ of }: Figure, runs: readonly Measured[]): number[] {
  return runs.map(of).filter(value => value !== undefined)
}
