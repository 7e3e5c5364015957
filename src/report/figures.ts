/**
 * The figures by which runs are compared, in the words of thresholds: `task.latency p(99)`, or of
 * one cluster and path, `task.latency{origin:DC1,path:cloud} p(99)`.
 */

import type { Millis } from '../base/time.js'
import { suggest } from '../scenario/messages.js'
import { UsageError } from '../scenario/usage-error.js'
import type { FaultImpact } from './fault-impact.js'
import type { Totals } from './metrics.js'
import type { Latencies } from './times.js'

/** How a figure is written: tasks per second, milliseconds, a share of 1, or a number of tasks. */
export type Unit = 'rate' | 'time' | 'share' | 'count'

/** What figures are taken from: a run with one seed. Files of older versions lack some of it. */
export interface Measured {
  readonly seed: number
  readonly exitCode?: number | undefined
  readonly durationMs: Millis
  readonly total: Counted
  readonly clusters?: Readonly<Record<string, Counted>> | undefined
  readonly faults?: readonly Pick<FaultImpact, 'noticedAfterMs' | 'recoveredAfterMs'>[] | undefined
}

/** What older versions told of times, too. */
type Compared = Omit<Latencies, 'p75'>

/** Of all clusters, or of one. */
interface Counted extends Pick<Totals, 'done' | 'lost' | 'retried' | 'cloud' | 'overcommit'> {
  readonly latencyMs: Compared
  readonly waitMs: Compared | Record<string, never>
  readonly utilisation?: number | null | undefined
  readonly uncorrectedMs?: Compared | undefined
  readonly localMs?: Compared | undefined
  readonly cloudMs?: Compared | undefined
}

export interface Figure {
  readonly name: string
  readonly unit: Unit
  /** The cluster that it is of, if it is of one. */
  readonly cluster?: string | undefined
  /** Undefined where there is nothing to measure. */
  of(run: Measured): number | undefined
}

/** What a figure is told apart by: the cluster of the clients, that of the workers, the path. */
type Label = 'origin' | 'cluster' | 'path'
type Labels = Readonly<Partial<Record<Label, string>>>

/** What can be asked of a metric, of all tasks or those with a label. */
interface Measure {
  readonly metric: string
  readonly ask: string
  readonly unit: Unit
  readonly labels: readonly Label[]
  of(part: Counted, path: string | undefined, run: Measured): number | undefined
}

const MEASURES: readonly Measure[] = [
  {
    ...{ metric: 'task.rate', ask: 'avg', unit: 'rate', labels: ['origin', 'path'] },
    of: (part, path, { durationMs }) => rateOf(doneOf(part, path), durationMs),
  },
  latency('avg', 'mean'),
  latency('p(50)', 'p50'),
  latency('p(90)', 'p90'),
  latency('p(95)', 'p95'),
  latency('p(99)', 'p99'),
  latency('p(99.9)', 'p999'),
  {
    ...{ metric: 'task.uncorrected', ask: 'p(99)', unit: 'time', labels: ['origin'] },
    of: ({ done, uncorrectedMs }) => (done > 0 ? uncorrectedMs?.p99 : undefined),
  },
  {
    ...{ metric: 'task.wait', ask: 'avg', unit: 'time', labels: ['origin'] },
    of: ({ waitMs }) => waitMs.mean,
  },
  {
    ...{ metric: 'task.cloud', ask: 'ratio', unit: 'share', labels: ['origin'] },
    of: ({ cloud, done }) => ratio(cloud, done),
  },
  {
    ...{ metric: 'task.overcommit', ask: 'ratio', unit: 'share', labels: [] },
    of: ({ overcommit, cloud }) => ratio(overcommit, cloud),
  },
  {
    ...{ metric: 'worker.busy', ask: 'avg', unit: 'share', labels: ['cluster'] },
    of: ({ utilisation }) => utilisation ?? undefined,
  },
  count('lost'),
  count('retried'),
  {
    ...{ metric: 'peer.notice', ask: 'max', unit: 'time', labels: [] },
    of: (_part, _path, { faults = [] }) => longest(faults.flatMap(seen)),
  },
  {
    ...{ metric: 'fault.recovery', ask: 'max', unit: 'time', labels: [] },
    of: (_part, _path, { faults = [] }) => longest(faults.map(fault => fault.recoveredAfterMs)),
  },
]

/** Of all tasks. */
export const FIGURES: readonly Figure[] = MEASURES.map(measure => figure(measure, {}))

const PATHS = ['local', 'cloud'] as const

/** By what figures can be told apart. */
export const BY = ['cluster', 'path'] as const
export type By = (typeof BY)[number]

/** Those of each cluster, of each path, or of each path of each cluster, that there are. */
export function figuresBy(by: readonly By[], clusters: readonly string[]): Figure[] {
  const byCluster = by.includes('cluster')
  const byPath = by.includes('path')
  return [
    ...(byPath ? PATHS.flatMap(path => figuresWith({ path })) : []),
    ...(byCluster ? clusters : []).flatMap(name => [
      ...figuresWith({ origin: name }),
      ...figuresWith({ cluster: name }),
      ...(byPath ? PATHS.flatMap(path => figuresWith({ origin: name, path })) : []),
    ]),
  ]
}

function figuresWith(labels: Labels): Figure[] {
  const wanted = Object.keys(labels) as Label[]
  return MEASURES.filter(measure => wanted.every(label => measure.labels.includes(label))).map(
    measure => figure(measure, labels),
  )
}

/** @throws UsageError for a name that is none; whether there is such a cluster is open. */
export function figureNamed(text: string): Figure {
  const [, metric = '', list, ask = ''] =
    text.trim().match(/^([^{}\s]+)\s*(?:\{([^{}]*)\})?\s+(.*)$/) ?? []
  const name = `${metric} ${ask.split(/\s+/).join(' ')}`
  const measure = MEASURES.find(known => `${known.metric} ${known.ask}` === name)
  if (!measure) {
    const names = FIGURES.map(known => known.name)
    const words = metric === '' ? text.trim() : name
    throw new UsageError(`Unknown figure "${words}": ${suggest(words, names)}`)
  }
  return figure(measure, list === undefined ? {} : labelsOf(list, measure, text.trim()))
}

function labelsOf(list: string, { metric, ask, labels: valid }: Measure, text: string): Labels {
  const labels: Partial<Record<Label, string>> = {}
  for (const part of list.split(',')) {
    const [, label = '', value = ''] = part.match(/^\s*([^:\s]+)\s*:\s*([^:\s]+)\s*$/) ?? []
    const known = valid.find(name => name === label)
    if (!known) {
      const hint = valid.length === 0 ? 'it has no labels' : suggest(label, valid)
      throw new UsageError(`Unknown label "${label}" of ${metric} ${ask}: ${hint}`)
    }
    if (known in labels)
      throw new UsageError(`Cannot parse "${text}": name the label ${known} once`)
    if (known === 'path' && !PATHS.some(path => path === value)) {
      throw new UsageError(`Unknown path "${value}": ${suggest(value, PATHS)}`)
    }
    labels[known] = value
  }
  return labels
}

function figure(measure: Measure, labels: Labels): Figure {
  const { metric, ask, unit } = measure
  const list = Object.entries(labels).map(([label, value]) => `${label}:${value}`)
  const cluster = labels.origin ?? labels.cluster
  return {
    name: `${metric}${list.length > 0 ? `{${list.join(',')}}` : ''} ${ask}`,
    unit,
    cluster,
    of(run) {
      const part = cluster === undefined ? run.total : run.clusters?.[cluster]
      return part && measure.of(part, labels.path, run)
    },
  }
}

function latency(ask: string, key: keyof Compared): Measure {
  return {
    ...{ metric: 'task.latency', ask, unit: 'time', labels: ['origin', 'path'] },
    of: (part, path) => (doneOf(part, path) ? timesOf(part, path)?.[key] : undefined),
  }
}

function timesOf(part: Counted, path: string | undefined): Compared | undefined {
  if (path === undefined) return part.latencyMs
  return path === 'local' ? part.localMs : part.cloudMs
}

function doneOf({ done, cloud }: Counted, path: string | undefined): number {
  if (path === undefined) return done
  return path === 'cloud' ? cloud : done - cloud
}

function count(key: 'lost' | 'retried'): Measure {
  return {
    ...{ metric: `task.${key}`, ask: 'count', unit: 'count', labels: ['origin'] },
    of: part => part[key],
  }
}

function rateOf(done: number, durationMs: Millis): number | undefined {
  return ratio(1000 * done, durationMs)
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
