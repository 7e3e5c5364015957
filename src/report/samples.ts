/** What a report is worth to thresholds: a sample of each thing that was measured. */

import type { Millis } from '../base/time.js'
import type { MetricName } from '../scenario/metric-names.js'
import type { Counts, Fact } from './tally.js'
import type { Sample } from './thresholds.js'

/** Facts about a task of the cluster's own clients. */
const BY_ORIGIN: Partial<Record<Fact, MetricName>> = {
  sent: 'task.sent',
  lost: 'task.lost',
  retried: 'task.retried',
  duplicate: 'task.duplicates',
}

/** Facts about what came to the cluster. */
const BY_CLUSTER: Partial<Record<Fact, MetricName>> = {
  overcommit: 'task.overcommit',
  malformed: 'task.malformed',
}

/**
 * The samples of a report, each with its time. Answers have times of their own; all else happened
 * somewhere in the span that the report is about.
 */
export function* samplesOfReport(
  name: string,
  { facts, answers, agesMs }: Counts,
  t: Millis,
): Generator<[t: Millis, sample: Sample]> {
  for (const [fact, count = 0] of Object.entries(facts) as [Fact, number][]) {
    for (const sample of event(name, fact)) {
      for (let index = 0; index < count; index++) yield [t, sample]
    }
  }
  for (const [index, ms] of answers.latenciesMs.entries()) {
    const by = answers.clusters[answers.by[index] ?? 0] ?? ''
    const uncorrectedMs = ms - (answers.delaysMs[index] ?? 0)
    const labels = { origin: name, cluster: by, path: by === name ? 'local' : 'cloud' }
    const at = answers.atMs[index] ?? t
    for (const sample of answered(name, by, ms)) yield [at, sample]
    yield [at, { metric: 'task.uncorrected', value: uncorrectedMs, labels }]
  }
  for (const value of agesMs) yield [t, { metric: 'state.age', value, labels: { cluster: name } }]
}

function event(name: string, fact: Fact): Sample[] {
  const byOrigin = BY_ORIGIN[fact]
  if (byOrigin) return [{ metric: byOrigin, value: 1, labels: { origin: name } }]
  const byCluster = BY_CLUSTER[fact]
  if (byCluster) return [{ metric: byCluster, value: 1, labels: { cluster: name } }]
  return []
}

function answered(origin: string, cluster: string, latencyMs: Millis): Sample[] {
  const path = origin === cluster ? 'local' : 'cloud'
  const labels = { origin, cluster, path }
  return [
    { metric: 'task.latency', value: latencyMs, labels },
    { metric: 'task.done', value: 1, labels },
    { metric: path === 'local' ? 'task.local' : 'task.cloud', value: 1, labels },
  ]
}
