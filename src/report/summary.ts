/** The summary of a run: the last object of `--json`, and what people see at the end. */

import type { Millis } from '../base/time.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import type { ClusterRecord } from './cluster-record.js'
import type { FaultImpact } from './fault-impact.js'
import { Metrics, type Totals } from './metrics.js'
import type { Provenance } from './provenance.js'
import type { RunRecord } from './run-record.js'
import type { TheoryResult } from './theory.js'
import type { ThresholdResult } from './thresholds.js'
import { type Judged, verdictOf } from './verdict.js'

/** What is counted where the clients are, and what a cluster did for others. */
export interface ClusterSummary extends Totals {
  readonly workers: number
  /** By peer: how often a task was sent to it, and how many it was done for. */
  readonly delegatedTo: Readonly<Record<string, number>>
  readonly servedFor: Readonly<Record<string, number>>
  /** Who did the tasks of its clients: itself and its peers. */
  readonly doneBy: Readonly<Record<string, number>>
}

/** What must hold of every run; `conservation`: each task is done, lost or in flight. */
export interface Invariant {
  readonly name: string
  readonly verdict: 'true' | 'false' | 'unknown'
  /** The first event that broke it: when, in ms of virtual time, and what. */
  readonly broken?: { readonly t: Millis; readonly what: string }
}

/** What became of the tasks that were in flight at the end; no other figure has them. */
export interface Drained {
  readonly answered: number
  readonly lost: number
  readonly unanswered: number
  /** How long after the end the last of them was answered, or given up. */
  readonly tookMs: Millis
}

/** One of many seeds: what is needed to compare it, and to see how it came to its exit code. */
export interface SeedResult {
  readonly seed: number
  readonly exitCode: number
  readonly durationMs: Millis
  readonly total: Totals
  readonly clusters: Readonly<Record<string, ClusterSummary>>
  /** In the order of the summary's, which say of what they are. */
  readonly thresholds: readonly Pick<ThresholdResult, 'value' | 'passed'>[]
  readonly theory?: readonly Pick<TheoryResult, 'measured' | 'standardErrors' | 'agrees'>[]
  /** The invariants that did not hold. */
  readonly broken?: readonly Invariant[]
  readonly faults?: readonly FaultImpact[]
  readonly digest?: string
}

/** The contract's object: the last line of `--json`. */
export interface Summary {
  readonly type: 'summary'
  readonly mode: 'live' | 'sim'
  readonly name: string
  readonly seed: number
  readonly durationMs: Millis
  readonly verdict: 'pass' | 'fail' | 'inconclusive'
  /** 0 pass, 1 a process failed, 3 invariant, 4 inconclusive, 99 threshold, 130 interrupted. */
  readonly exitCode: number
  readonly total: Totals
  readonly clusters: Readonly<Record<string, ClusterSummary>>
  readonly thresholds: readonly Judged<ThresholdResult>[]
  /** Empty where the scenario expects nothing of theory. */
  readonly theory: readonly Judged<TheoryResult>[]
  readonly invariants: readonly Judged<Invariant>[]
  /** Of a run with faults: what they cost, in the order of their times. */
  readonly faults?: readonly FaultImpact[]
  /** Of the tasks in flight at the end: what became of them while their answers were waited for. */
  readonly drained?: Drained
  /** What whoever reads the figures should know: that the load was not what it should be, say. */
  readonly notes?: readonly string[]
  /** Of what a command wrote: when, by what and of which scenario; see `--no-provenance`. */
  readonly provenance?: Provenance
  /** Virtual time only: the same for the same seed, to the last event. */
  readonly digest?: string
  /**
   * Where the run was repeated: each seed that was run to its end. Verdict, exit code, thresholds,
   * theory, invariants and notes are of them all; the other fields are of the first.
   */
  readonly seeds?: readonly SeedResult[]
  /** How many seeds were to be run. */
  readonly seedsAsked?: number
}

/** The summary of a run that a plan was made for; it is still to be judged. */
export function summarizeRun(
  plan: ScenarioPlan,
  record: RunRecord,
  mode: Summary['mode'],
  durationMs: Millis,
): Summary {
  const { name, seed } = plan
  return {
    ...summarize({ mode, name, seed, durationMs, exitCode: 0, clusters: record.clusters }),
    thresholds: record.thresholds.results(),
    theory: record.theory.results(durationMs),
  }
}

export interface SummaryInput {
  readonly mode: Summary['mode']
  readonly name: string
  readonly seed: number
  readonly durationMs: Millis
  readonly exitCode: number
  readonly clusters: readonly ClusterRecord[]
}

/** The summary of what records say, without thresholds or theory. */
export function summarize(input: SummaryInput): Summary {
  const { mode, name, seed, durationMs, exitCode } = input
  const total = totalOf(input.clusters).totals(durationMs)
  const clusters = input.clusters.map(
    record => [record.name, clusterSummary(record, durationMs)] as const,
  )
  return {
    type: 'summary',
    mode,
    name,
    seed,
    durationMs: Math.round(durationMs),
    verdict: verdictOf(exitCode),
    exitCode,
    total,
    clusters: Object.fromEntries(clusters),
    thresholds: [],
    theory: [],
    invariants: [conservation(total, input.clusters)],
  }
}

/** What all clusters together have done. */
export function totalOf(clusters: readonly ClusterRecord[]): Metrics {
  const total = new Metrics()
  for (const { metrics } of clusters) total.merge(metrics)
  return total
}

function clusterSummary({ metrics, workers }: ClusterRecord, spanMs: Millis): ClusterSummary {
  const { delegatedTo, servedFor, doneBy } = metrics
  return { ...metrics.totals(spanMs), workers, delegatedTo, servedFor, doneBy }
}

/** Whether each task that was sent is accounted for, and each that is done was done somewhere. */
function conservation(total: Totals, clusters: readonly ClusterRecord[]): Invariant {
  const { done, inFlight, local, cloud } = total
  const isKept = done === local + cloud && inFlight >= 0
  const isConserved = clusters.every(({ imbalance }) => imbalance === undefined)
  return { name: 'conservation', verdict: isKept && isConserved ? 'true' : 'false' }
}
