/** The library: what the program `peering` stands on. docs/api.md is made of what stands here. */

// Scripts
//
// A cloud is opened, put under load, broken, watched, waited for and stopped: on real processes and
// sockets, or in virtual time. Clusters, loads and faults are said in the words of a scenario file.

export type { PolicyName } from './broker/policy.js'
export type { ChoosePeer, PolicyFile, SparePeer } from './broker/policy-file.js'
export { Cloud, type Mend, openCloud } from './run/cloud.js'
export type {
  CloudWords,
  ClusterWords,
  FaultWords,
  LinkName,
  LinkWords,
  LoadWords,
} from './run/words.js'
export { UsageError } from './scenario/usage-error.js'

// Scenarios
//
// A file becomes a plan, and a plan is run. [Scenarios](scenarios.md) has all that can be said in a
// file.

export type { Distribution } from './base/distribution.js'
export type { Load } from './client/load.js'
export type { CloudListener } from './live/cluster-handle.js'
export type { RunListener } from './live/run-scenario.js'
export { withPolicies } from './policy/read.js'
export type { RunSnapshot } from './report/run-snapshot.js'
export { type RunOptions, runScenario } from './run/run-scenario.js'
export { withArrivals } from './scenario/arrivals.js'
export { parseDistribution, parseDuration, parseLoad, parseRate } from './scenario/grammar.js'
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

// Reports
//
// What a run comes to, as plain data: JSON in its files.

export type { FaultImpact } from './report/fault-impact.js'
export type { Progress } from './report/progress.js'
export type { Provenance } from './report/provenance.js'
export type { Report } from './report/report.js'
export type { SeriesRow, SeriesSecond } from './report/series.js'
export type { SlowTask } from './report/slow-tasks.js'
export {
  type ClusterSummary,
  type Invariant,
  type SeedResult,
  type Summary,
  summarize,
} from './report/summary.js'
export type { TheoryResult } from './report/theory.js'
export type { ThresholdResult } from './report/thresholds.js'
export type { Judged, OverSeeds } from './report/verdict.js'
export { type NamedText, newProvenance, type Origin } from './run/provenance.js'

// Measures
//
// What is measured, while it runs and at the end. All times are in ms.

export type { Millis } from './base/time.js'
export {
  type ClusterGauges,
  ClusterRecord,
  type ClusterReport,
  type ClusterStatus,
  type PeerStatus,
} from './report/cluster-record.js'
export { Metrics, type Numbers, type Totals } from './report/metrics.js'
export type { Latencies } from './report/times.js'
export {
  type LabelName,
  METRICS,
  type MetricInfo,
  type MetricKind,
  type MetricName,
} from './scenario/metric-names.js'

// Running clusters
//
// Below scripts and scenarios: one cluster, in this process or in one of its own, and the links to
// its peers.

export { Cluster } from './live/cluster.js'
export type { ClusterEvent, ClusterListener, RunningCluster } from './live/cluster-handle.js'
export { ClusterProcess } from './live/cluster-process.js'
export { ownDirectory } from './live/directory.js'
export type { LinkReport } from './live/links/link-emulator.js'
export { type LinkListener, LinkProcess } from './live/links/link-process.js'
export { type LinksPlan, peerDirsOf } from './live/links/paths.js'
export { clusterOfScenario } from './scenario/cluster-of-scenario.js'
export { linkStrike, type Strike } from './scenario/link-faults.js'
export { type LinkPair, pairsNeeded } from './scenario/link-pairs.js'
export type { LinkFault } from './scenario/link-state.js'
export {
  type ClusterPlan,
  type ClusterRequest,
  clusterPlan,
  type LoadPlan,
} from './scenario/plan.js'
