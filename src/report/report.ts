/** The report of a run: its summary, and what is behind it. What `--out` writes, in every form. */

import type { Millis } from '../base/time.js'
import type { Metrics } from './metrics.js'
import type { RunRecord } from './run-record.js'
import type { SeriesSecond } from './series.js'
import { type Summary, totalOf } from './summary.js'
import type { Percentile } from './times.js'

/** Plain data. All times in ms, since the start of the run where they are points in time. */
export interface Report extends Summary {
  /** Of this form. */
  readonly version: 1
  readonly warmupMs: Millis
  readonly percentiles: Percentiles
  readonly series: readonly SeriesSecond[]
  /** The slowest first. */
  readonly slowest: readonly SlowTask[]
}

/** From the smallest to the greatest, of all tasks and by path. */
export interface Percentiles {
  readonly latency: readonly Percentile[]
  readonly uncorrected: readonly Percentile[]
  readonly local: readonly Percentile[]
  readonly cloud: readonly Percentile[]
}

/** A task that took long, and the way that it went. */
export interface SlowTask {
  readonly task: string
  /** The clusters of its client and of its worker. */
  readonly origin: string
  readonly by: string
  readonly latencyMs: Millis
  readonly intendedMs: Millis
  readonly answeredMs: Millis
  /** In the order of their times; empty where nobody wrote them down. */
  readonly hops: readonly Hop[]
}

/** A message about the task passed a broker, a client or a worker. */
export interface Hop {
  readonly t: Millis
  /** `DC1` for its broker, `DC1-c0001` for a client, `DC2-w0003` for a worker. */
  readonly at: string
  /** One of the broker's six, or `req`. */
  readonly socket: string
  readonly dir: 'in' | 'out' | 'back'
  /** The peer, client or worker that it came from or went to. */
  readonly with: string
}

export interface ReportInput {
  readonly summary: Summary
  readonly record: RunRecord
  readonly warmupMs: Millis
  readonly slowest: readonly SlowTask[]
}

export function reportOf({ summary, record, ...rest }: ReportInput): Report {
  const { seconds: series } = record.series
  const percentiles = percentilesOf(totalOf(record.clusters))
  return { version: 1, ...summary, ...rest, percentiles, series }
}

/** Without what is behind it. */
export function summaryOf(report: Report): Summary {
  const { version, warmupMs, percentiles, series, slowest, ...summary } = report
  return summary
}

function percentilesOf(total: Metrics): Percentiles {
  return {
    latency: total.latencies().percentiles(),
    uncorrected: total.uncorrected.percentiles(),
    local: total.local.percentiles(),
    cloud: total.cloud.percentiles(),
  }
}
