/** The library: what the program `peering` stands on. */

export { Cluster } from './live/cluster.js'
export { ClusterProcess } from './live/cluster-process.js'
export { ownDirectory } from './live/directory.js'
export type { LinkReport } from './live/links/link-net.js'
export { type LinkListener, LinkProcess } from './live/links/link-process.js'
export { type LinksPlan, peerDirsOf } from './live/links/places.js'
export type { ClusterListener, RunningCluster } from './live/running.js'
export type { ClusterEvent } from './live/thread-roles.js'
export {
  ClusterRecord,
  type ClusterReport,
  type ClusterStatus,
  type PeerStatus,
} from './report/cluster-record.js'
export { Metrics, type Totals } from './report/metrics.js'
export {
  type ClusterSummary,
  type Invariant,
  type SeedResult,
  type Summary,
  summarize,
} from './report/summary.js'
export type { TheoryResult } from './report/theory.js'
export type { Latencies } from './report/times.js'
export { Cloud, type Mend, openCloud } from './run/cloud.js'
export type { CloudWords, ClusterWords, FaultWords, LinkWords, LoadWords } from './run/words.js'
export { withArrivals } from './scenario/arrivals.js'
export { clusterOfScenario } from './scenario/cluster-of-scenario.js'
export { parseDistribution, parseDuration, parseLoad, parseRate } from './scenario/grammar.js'
export { linkStrike, type Strike } from './scenario/link-faults.js'
export { type LinkPair, pairsNeeded } from './scenario/link-pairs.js'
export type { LinkFault } from './scenario/link-state.js'
export {
  type LabelName,
  METRICS,
  type MetricInfo,
  type MetricKind,
  type MetricName,
} from './scenario/metric-names.js'
export { type ClusterPlan, type ClusterRequest, clusterPlan } from './scenario/plan.js'
export { readScenario } from './scenario/scenario.js'
export { type Problem, ScenarioError } from './scenario/scenario-error.js'
export {
  type ClusterSpec,
  type Direction,
  type Expectation,
  type ExpectedQueue,
  type Fault,
  type LinkSpec,
  type Links,
  type LoadSpec,
  linkBetween,
  type ScenarioPlan,
  type TheoryName,
} from './scenario/scenario-plan.js'
export {
  type Aggregation,
  type Comparison,
  type Expression,
  holds,
  type MetricRef,
  type Threshold,
  windowsOf,
} from './scenario/threshold.js'
export { UsageError } from './scenario/usage-error.js'
