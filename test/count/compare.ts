/** The report of a run, against what is counted from its trace. */

import type { Report } from '../../src/report/report.js'
import type { ClusterSummary } from '../../src/report/summary.js'
import { compareFaults } from './compare-faults.js'
import { compareThresholds } from './compare-thresholds.js'
import {
  agesIn,
  before,
  byPeer,
  countsOf,
  doneIn,
  rowOf,
  rowSpans,
  type Span,
  sum,
  waitsIn,
} from './figures.js'
import { Findings } from './findings.js'
import type { Happenings, Lost } from './happenings.js'
import type { Told } from './told.js'

/** Shares and rates have six digits. */
const SHARE = 1e-6

type Figures = Report['total']

/** What differs, a line each. */
export function differences(report: Report, told: Told): string[] {
  const findings = new Findings()
  const all = [...told.story.values()]
  findings.same('warmupMs', report.warmupMs, told.plan.warmupMs)
  findings.near('durationMs', report.durationMs, told.measured.until - told.measured.from, 0.5)
  compareTotals(findings, 'total', report.total, all, told)
  findings.same('clusters', Object.keys(report.clusters).join(), [...told.story.keys()].join())
  for (const each of all) {
    const figures = report.clusters[each.cluster]
    if (figures) compareCluster(findings, `clusters.${each.cluster}`, figures, each, told)
  }
  comparePercentiles(findings, report, told)
  compareSeries(findings, report, told)
  compareThresholds(findings, report.thresholds, told)
  compareTheory(findings, report, told)
  compareSlowest(findings, report, told)
  compareFaults(findings, report, told)
  compareDrained(findings, report, told)
  return findings.lines
}

function compareTotals(
  findings: Findings,
  where: string,
  figures: Figures,
  group: readonly Happenings[],
  told: Told,
): void {
  const { measured, plan } = told
  const counts = countsOf(group, measured)
  const done = doneIn(group, measured)
  const inFlight = (t: number) => before(group, each => each.inFlight, t)
  // Tasks that are in flight when the warm-up ends count as sent then.
  const early = plan.warmupMs > 0 ? inFlight(plan.warmupMs) : 0
  const local = done.filter(({ isLocal }) => isLocal)
  const cloud = done.filter(({ isLocal }) => !isLocal)
  const expected = {
    ...counts,
    sent: counts.sent + early,
    done: done.length,
    inFlight: inFlight(measured.until),
    local: local.length,
    cloud: cloud.length,
  }
  for (const [name, count] of Object.entries(expected)) {
    findings.same(`${where}.${name}`, figures[name as 'sent'], count)
  }
  const spanMs = measured.until - measured.from
  findings.near(`${where}.throughput`, figures.throughput, (1000 * done.length) / spanMs, SHARE)
  findings.near(`${where}.utilisation`, figures.utilisation, utilisationOf(group, measured), SHARE)
  const latencies = (tasks: typeof done) => tasks.map(({ latencyMs }) => latencyMs)
  findings.times(`${where}.latencyMs`, { ...figures.latencyMs }, latencies(done))
  findings.times(`${where}.localMs`, { ...figures.localMs }, latencies(local))
  findings.times(`${where}.cloudMs`, { ...figures.cloudMs }, latencies(cloud))
  const uncorrected = done.map(({ uncorrectedMs }) => uncorrectedMs)
  findings.times(`${where}.uncorrectedMs`, { ...figures.uncorrectedMs }, uncorrected)
  findings.times(`${where}.ageMs`, { ...figures.ageMs }, agesIn(group, measured))
  compareWaits(findings, `${where}.waitMs`, figures.waitMs, group, told)
}

/** Null where there were no workers. */
function utilisationOf(group: readonly Happenings[], { from, until }: Span): number | null {
  const there = sum(group.map(each => each.workers.area(from, until)))
  return there > 0 ? sum(group.map(each => each.busy.area(from, until))) / there : null
}

function compareWaits(
  findings: Findings,
  where: string,
  figures: Figures['waitMs'],
  group: readonly Happenings[],
  { measured, mode }: Told,
): void {
  // On real sockets nobody looks.
  const waits = mode === 'live' ? [] : waitsIn(group, measured).map(({ ms }) => ms)
  if (waits.length === 0) findings.same(where, Object.keys(figures).length, 0)
  else findings.times(where, { ...figures }, waits)
}

function compareCluster(
  findings: Findings,
  where: string,
  figures: ClusterSummary,
  each: Happenings,
  told: Told,
): void {
  const { measured, plan } = told
  compareTotals(findings, where, figures, [each], told)
  findings.same(`${where}.workers`, figures.workers, plan.clusters[each.cluster]?.workers)
  const doneBy: Record<string, number> = {}
  for (const { by } of doneIn([each], measured)) doneBy[by] = (doneBy[by] ?? 0) + 1
  const lists = {
    delegatedTo: byPeer(each.delegated, measured),
    servedFor: byPeer(each.served, measured),
    doneBy,
  }
  for (const [name, counted] of Object.entries(lists)) {
    const figure: Readonly<Record<string, number>> = figures[name as 'doneBy']
    for (const peer of new Set([...Object.keys(figure), ...Object.keys(counted)])) {
      findings.same(`${where}.${name}.${peer}`, figure[peer] ?? 0, counted[peer] ?? 0)
    }
  }
}

function comparePercentiles(findings: Findings, { percentiles }: Report, told: Told): void {
  const done = doneIn([...told.story.values()], told.measured)
  const lists = {
    latency: done.map(({ latencyMs }) => latencyMs),
    uncorrected: done.map(({ uncorrectedMs }) => uncorrectedMs),
    local: done.filter(({ isLocal }) => isLocal).map(({ latencyMs }) => latencyMs),
    cloud: done.filter(({ isLocal }) => !isLocal).map(({ latencyMs }) => latencyMs),
  }
  for (const [name, values] of Object.entries(lists)) {
    const figures = percentiles[name as 'latency']
    const ascending = [...values].sort((a, b) => a - b)
    findings.same(`percentiles.${name} empty`, figures.length === 0, values.length === 0)
    for (const { percentile, ms } of figures) {
      findings.percentile(`percentiles.${name} ${percentile}`, ms, percentile, ascending)
    }
  }
}

function compareSeries(findings: Findings, { series }: Report, { story, measured }: Told): void {
  const spans = rowSpans(measured)
  findings.same('series', series.map(({ t }) => t).join(), spans.map(({ until }) => until).join())
  for (const [index, span] of spans.entries()) {
    const second = series[index]
    if (!second) return
    const where = `series ${span.until}`
    compareRow(findings, `${where} total`, { ...second.total }, rowOf([...story.values()], span))
    for (const [name, each] of story) {
      compareRow(findings, `${where} ${name}`, { ...second.clusters[name] }, rowOf([each], span))
    }
  }
}

type Row = Readonly<Record<string, number | null>>

function compareRow(findings: Findings, where: string, figures: Row, counted: Row): void {
  for (const [name, value] of Object.entries(counted)) {
    findings.rounded(`${where}.${name}`, figures[name], value)
  }
}

function compareTheory(findings: Findings, { theory }: Report, { story, measured }: Told): void {
  for (const { cluster, measured: mean } of theory) {
    const group = [...story.values()].filter(each => each.cluster === (cluster ?? each.cluster))
    const waits = waitsIn(group, measured).map(({ ms }) => ms)
    const counted = waits.length === 0 ? null : sum(waits) / waits.length
    findings.rounded(`theory ${cluster ?? ''}`, mean, counted)
  }
}

function compareSlowest(findings: Findings, { slowest }: Report, { story, measured }: Told): void {
  const done = doneIn([...story.values()], measured).sort((a, b) => b.latencyMs - a.latencyMs)
  findings.same('slowest', slowest.length, Math.min(10, done.length))
  for (const [index, { task, origin, by, latencyMs, answeredMs }] of slowest.entries()) {
    const where = `slowest ${index + 1}`
    findings.near(`${where}.latencyMs`, latencyMs, done[index]?.latencyMs ?? Number.NaN)
    // Of tasks that took equally long, any may come first.
    const same = done.find(each => each.task === task && Math.abs(each.t - answeredMs) < 1e-6)
    findings.same(`${where} ${task} by`, by, same?.by)
    findings.same(`${where} ${task} origin`, origin, same?.origin)
    findings.near(`${where} ${task} latency`, latencyMs, same?.latencyMs ?? Number.NaN)
  }
}

/** What was in flight at the end, and what became of it while its answers were waited for. */
function compareDrained(findings: Findings, { drained }: Report, { story, measured }: Told): void {
  if (!drained) return
  const group = [...story.values()]
  const { until } = measured
  const late = (tasks: readonly Lost[]) =>
    tasks.filter(({ t, sentAt }) => sentAt < until && t >= until)
  const answered = late(group.flatMap(({ done }) => done))
  const lost = late(group.flatMap(each => each.lost))
  const inFlight = before(group, each => each.inFlight, until)
  findings.same('drained.answered', drained.answered, answered.length)
  findings.same('drained.lost', drained.lost, lost.length)
  findings.same('drained.unanswered', drained.unanswered, inFlight - answered.length - lost.length)
  const last = Math.max(until, ...[...answered, ...lost].map(({ t }) => t))
  findings.near('drained.tookMs', drained.tookMs, last - until, 1)
}
