/** What the facts of a run are worth to thresholds. */

import type { Fact } from '../report/tally.js'
import type { Sample } from '../report/thresholds.js'
import type { MetricName } from '../scenario/metric-names.js'
import { clusterOf } from '../wire/names.js'

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

/** @param name the cluster that noted the fact. */
export function samplesOf(name: string, fact: Fact, about: string, value: number): Sample[] {
  if (fact === 'answered') return answered(name, clusterOf(about), value)
  const byOrigin = BY_ORIGIN[fact]
  if (byOrigin) return [{ metric: byOrigin, value: 1, labels: { origin: name } }]
  const byCluster = BY_CLUSTER[fact]
  if (byCluster) return [{ metric: byCluster, value: 1, labels: { cluster: name } }]
  return []
}

function answered(origin: string, cluster: string, latencyMs: number): Sample[] {
  const path = origin === cluster ? 'local' : 'cloud'
  const labels = { origin, cluster, path }
  return [
    { metric: 'task.latency', value: latencyMs, labels },
    { metric: 'task.done', value: 1, labels },
    { metric: path === 'local' ? 'task.local' : 'task.cloud', value: 1, labels },
  ]
}
