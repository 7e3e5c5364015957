/** What a report is worth to thresholds: a sample of each thing that was measured. */

import type { Millis } from '../base/time.js'
import type { MetricName } from '../scenario/metric-names.js'
import type { Counts, TimedFact } from './counts.js'
import type { Answers } from './latency-samples.js'
import type { Sample } from './thresholds.js'

/** Facts about a task of the cluster's own clients. */
const BY_ORIGIN: Partial<Record<TimedFact, MetricName>> = {
  sent: 'task.sent',
  lost: 'task.lost',
  retried: 'task.retried',
  duplicate: 'task.duplicates',
}

/** Facts about what came to the cluster. */
const BY_CLUSTER: Partial<Record<TimedFact, MetricName>> = {
  overcommit: 'task.overcommit',
  malformed: 'task.malformed',
}

/** What an answer is worth a sample of. */
const OF_ANSWERS = [
  'task.latency',
  'task.uncorrected',
  'task.done',
  'task.local',
  'task.cloud',
] as const satisfies MetricName[]

/**
 * The samples of a report, each with its time.
 *
 * @param wanted the metrics that anybody asks for.
 */
export function* samplesOfReport(
  name: string,
  { times, answers, ages }: Counts,
  wanted: ReadonlySet<MetricName>,
): Generator<[t: Millis, sample: Sample]> {
  for (const [fact, list] of Object.entries(times) as [TimedFact, Float64Array][]) {
    const sample = event(name, fact)
    if (!sample || !wanted.has(sample.metric)) continue
    for (const t of list) yield [t, sample]
  }
  if (OF_ANSWERS.some(metric => wanted.has(metric))) yield* answered(name, answers, wanted)
  if (!wanted.has('state.age')) return
  for (const [index, value] of ages.values.entries()) {
    const t = ages.atMs[index] as Millis
    yield [t, { metric: 'state.age', value, labels: { cluster: name } }]
  }
}

function event(name: string, fact: TimedFact): Sample | undefined {
  const byOrigin = BY_ORIGIN[fact]
  if (byOrigin) return { metric: byOrigin, value: 1, labels: { origin: name } }
  const byCluster = BY_CLUSTER[fact]
  return byCluster && { metric: byCluster, value: 1, labels: { cluster: name } }
}

function* answered(
  origin: string,
  answers: Answers,
  wanted: ReadonlySet<MetricName>,
): Generator<[t: Millis, sample: Sample]> {
  const metrics = OF_ANSWERS.filter(metric => wanted.has(metric))
  // There are many answers and few clusters.
  const kinds = answers.clusters.map(cluster => {
    const isLocal = cluster === origin
    const labels = { origin, cluster, path: isLocal ? 'local' : 'cloud' }
    return { labels, notCounted: isLocal ? 'task.cloud' : 'task.local' }
  })
  for (const [index, ms] of answers.latenciesMs.entries()) {
    const kind = kinds[answers.by[index] ?? 0]
    const t = answers.atMs[index]
    if (!kind || t === undefined) continue
    for (const metric of metrics) {
      if (metric === kind.notCounted) continue
      yield [
        t,
        { metric, value: measured(metric, ms, answers.delaysMs[index] ?? 0), labels: kind.labels },
      ]
    }
  }
}

function measured(metric: (typeof OF_ANSWERS)[number], latencyMs: Millis, delayMs: Millis): number {
  switch (metric) {
    case 'task.latency':
      return latencyMs
    case 'task.uncorrected':
      return latencyMs - delayMs
    default:
      return 1
  }
}
