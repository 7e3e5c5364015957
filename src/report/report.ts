/** The report of a run: its summary, and what is behind it. What `--out` writes, in every form. */

import type { Millis } from '../base/time.js'
import type { Metrics } from './metrics.js'
import type { RunRecord } from './run-record.js'
import type { SeriesSecond } from './series.js'
import type { SlowTask } from './slow-tasks.js'
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
interface Percentiles {
  readonly latency: readonly Percentile[]
  readonly uncorrected: readonly Percentile[]
  readonly local: readonly Percentile[]
  readonly cloud: readonly Percentile[]
}

export interface ReportInput {
  readonly summary: Summary
  readonly record: RunRecord
  readonly warmupMs: Millis
}

export function reportOf({ summary, record, ...rest }: ReportInput): Report {
  // A copy: the record of a run may go on when what is measured of it is over.
  const series = [...record.seconds]
  const percentiles = percentilesOf(totalOf(record.clusters))
  const slowest = record.slowTasks.all()
  return { version: 1, ...summary, ...rest, percentiles, series, slowest }
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
