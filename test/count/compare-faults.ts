/** What a report says of faults, against what is counted from the trace. */

import type { Report } from '../../src/report/report.js'
import { isOverAtOnce } from '../../src/scenario/fault-labels.js'
import type { Fault } from '../../src/scenario/scenario-plan.js'
import { noticesOf } from './faults.js'
import type { Span } from './figures.js'
import type { Findings } from './findings.js'
import { costOf, endOf, recoveryOf } from './recovery.js'
import type { Told } from './told.js'

export function compareFaults(findings: Findings, report: Report, told: Told): void {
  const { faults = [] } = report
  const { plan, measured } = told
  const struck = plan.faults.filter(({ atMs }) => atMs <= measured.until)
  findings.same('faults', faults.length, struck.length)
  const notices = noticesOf(told)
  for (const [index, fault] of struck.entries()) {
    const { atMs, endMs, noticedAfterMs = {}, words } = faults[index] ?? {}
    const { recoveredAfterMs, notRecovered, cost } = faults[index] ?? {}
    const seen = notices.filter(notice => notice.fault === fault)
    const where = `faults ${words}`
    findings.same(`${where} at`, atMs, fault.atMs)
    findings.same(`${where} end`, endMs, endWithin(fault, measured))
    findings.same(`${where} noticed`, Object.keys(noticedAfterMs).length, seen.length)
    for (const { cluster, ms } of seen) {
      findings.near(`${where} noticed by ${cluster}`, noticedAfterMs[cluster], ms)
    }
    const { ms, why } = recoveryOf(told, fault)
    findings.near(`${where} recovered`, recoveredAfterMs, ms)
    findings.same(`${where} not recovered`, notRecovered, why)
    for (const [name, value] of Object.entries(costOf(told, fault))) {
      findings.near(`${where} cost.${name}`, cost?.[name as 'lost'], value)
    }
  }
}

/** When it was mended: at once where there is nothing to mend, null for never in this run. */
function endWithin(fault: Fault, { until }: Span): number | null {
  const endMs = endOf(fault)
  if (endMs !== undefined) return endMs <= until ? endMs : null
  return isOverAtOnce(fault) ? fault.atMs : null
}
