/** Thresholds as the program judges them, against what is counted from the trace. */

import type { ThresholdResult } from '../../src/report/thresholds.js'
import { metricInfo } from '../../src/scenario/metric-names.js'
import type { Threshold } from '../../src/scenario/threshold.js'
import type { Span } from './figures.js'
import type { Findings } from './findings.js'
import { measuredBy } from './thresholds.js'
import type { Told } from './told.js'

/** Percentiles of times are known up to their bucket, and so is which window is the worst. */
const BUCKET = 0.001

/** Times are judged to the nanosecond. */
const ROUNDED = 1e-6

interface Window {
  readonly span: Span
  readonly value: number
}

export function compareThresholds(
  findings: Findings,
  results: readonly ThresholdResult[],
  told: Told,
): void {
  const thresholds = told.plan.thresholds
  findings.same('thresholds', results.length, thresholds.length)
  for (const [index, threshold] of thresholds.entries()) {
    const result = results[index]
    if (result && !isOfProcess(threshold)) {
      compareThreshold(findings, result, threshold, told)
    }
  }
}

/** What a process uses, no trace tells. */
function isOfProcess({ metric }: Threshold): boolean {
  return metric === 'process.cpu' || metric === 'process.memory'
}

function compareThreshold(
  findings: Findings,
  result: ThresholdResult,
  threshold: Threshold,
  told: Told,
): void {
  const { metricText, exprText, windowMs, fromMs } = threshold
  const where = `${metricText}: ${exprText} (${windowMs ?? 'whole'}, from ${fromMs})`
  findings.same(`${where} metric`, result.metric, metricText)
  findings.same(`${where} expr`, result.expr, exprText)
  const windows = judgedWindows(told, threshold)
  const failed = windows.find(({ value }) => !isHeld(threshold, value))
  findings.same(`${where} passed`, result.passed, !failed && windows.length > 0)
  const [first] = windows
  if (!first) return findings.same(`${where} value`, result.value, null)
  // What ends the run is judged by the time that there was.
  const isEnding = threshold.abortAfterMs !== undefined && failed !== undefined
  // Of those that hold, the worst: the nearest to not holding.
  const isUpper = threshold.comparison.startsWith('<')
  const values = windows.map(({ value }) => value)
  const worst = isUpper ? Math.max(...values) : Math.min(...values)
  const judged = windows.find(
    ({ span }) =>
      span.from === result.fromMs &&
      Math.abs((isEnding ? told.measured.until : span.until) - result.untilMs) < 1e-6,
  )
  if (!judged) {
    const spans = windows.map(({ span }) => `${span.from} to ${span.until}`)
    return findings.same(`${where} window`, `${result.fromMs} to ${result.untilMs}`, spans.join())
  }
  const within = isRough(threshold) ? 0.001 + BUCKET * Math.abs(judged.value) : ROUNDED
  findings.near(`${where} value`, result.value, judged.value, within)
  if (failed) findings.same(`${where} first that failed`, result.fromMs, failed.span.from)
  else findings.near(`${where} worst`, result.value, worst, 2 * within)
  findings.same(`${where} whole`, result.wholeRun, isWhole(result, told))
}

/** Those that were over when the run ended; where there is none, the first one as it stood. */
function judgedWindows(told: Told, threshold: Threshold): Window[] {
  const endMs = told.measured.until
  const measured = (span: Span): Window[] => {
    // Whether all was well again is known at the end, of whatever is not over then.
    const isLate = threshold.metric === 'fault.recovery'
    const cut = isLate ? span : { from: span.from, until: Math.min(span.until, endMs) }
    const value = cut.from < cut.until ? measuredBy(told, threshold, cut) : undefined
    return value === undefined ? [] : [{ span, value }]
  }
  const all = windowsOf(threshold)
  const over = all.filter(({ until }) => until <= endMs).flatMap(measured)
  if (over.length > 0) return over
  return all
    .filter(({ until }) => until > endMs)
    .slice(0, 1)
    .flatMap(measured)
}

function isWhole({ fromMs, untilMs }: ThresholdResult, { plan }: Told): boolean {
  return fromMs === plan.warmupMs && untilMs === plan.durationMs
}

function isRough({ metric, aggregation }: Threshold): boolean {
  return metricInfo(metric).kind === 'times' && aggregation.kind === 'percentile'
}

/** All of its span, or windows that move by a second. */
function windowsOf({ fromMs, untilMs, windowMs = untilMs - fromMs }: Threshold): Span[] {
  const spans: Span[] = []
  for (let from = fromMs; from + windowMs <= untilMs; from += 1000) {
    spans.push({ from, until: from + windowMs })
  }
  return spans
}

function isHeld({ comparison, value: limit }: Threshold, value: number): boolean {
  switch (comparison) {
    case '<':
      return value < limit
    case '<=':
      return value <= limit
    case '>':
      return value > limit
    case '>=':
      return value >= limit
    case '==':
      return value === limit
    case '!=':
      return value !== limit
  }
}
