/** The library: what the program `peering` stands on. */

export { Cluster } from './live/cluster.js'
export { ClusterProcess } from './live/cluster-process.js'
export { ownDirectory } from './live/directory.js'
export type { ClusterListener, RunningCluster } from './live/running.js'
export type { ClusterEvent } from './live/thread-roles.js'
export {
  ClusterRecord,
  type ClusterReport,
  type ClusterStatus,
  type PeerStatus,
} from './report/cluster-record.js'
export { type Latencies, Metrics, type Totals } from './report/metrics.js'
export {
  type ClusterSummary,
  type Invariant,
  type Summary,
  summarize,
} from './report/summary.js'
export { parseDistribution, parseDuration, parseLoad, parseRate } from './scenario/grammar.js'
export { type ClusterPlan, type ClusterRequest, clusterPlan } from './scenario/plan.js'
export { UsageError } from './scenario/usage-error.js'
