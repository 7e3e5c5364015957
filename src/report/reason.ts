/** What decided the verdict, in one sentence. */

import { counted } from '../base/format.js'
import { type Check, checksOf } from './checks.js'
import type { Summary } from './summary.js'

/** By exit code, what has it: the check of this kind that came out so. */
const DECIDES: ReadonlyMap<number, Pick<Check, 'kind' | 'outcome'>> = new Map([
  [1, { kind: 'run', outcome: 'failed' }],
  [3, { kind: 'invariant', outcome: 'failed' }],
  [130, { kind: 'run', outcome: 'failed' }],
])

export function reasonOf(summary: Summary): string {
  const checks = checksOf(summary)
  const decides = DECIDES.get(summary.exitCode)
  const decided = checks.find(
    ({ kind, outcome }) => kind === decides?.kind && outcome === decides.outcome,
  )
  if (decided) return said(decided)
  if (summary.verdict === 'pass') return passed(checks)
  const outcome = summary.verdict === 'fail' ? 'failed' : 'unknown'
  // The run comes first: what is wrong with it is why nothing else could be told.
  const [run] = checks.filter(check => check.kind === 'run' && check.outcome === outcome)
  if (run) return said(run)
  const thresholds = checks.filter(({ kind }) => kind === 'threshold')
  const missed = thresholds.filter(check => check.outcome === outcome)
  if (outcome === 'failed' && missed.length > 0) {
    const { seeds = [] } = summary
    const codes = seeds.filter(({ exitCode }) => exitCode === 99).length
    const where = seeds.length > 1 ? `, in ${codes} of ${seeds.length} seeds` : ''
    return `${missed.length} of ${counted(thresholds.length, 'threshold')} failed${where}`
  }
  const [first] = checks.filter(check => check.outcome === outcome)
  return first ? said(first) : ''
}

function passed(checks: readonly Check[]): string {
  const thresholds = checks.filter(({ kind }) => kind === 'threshold').length
  if (thresholds > 0) return `${counted(thresholds, 'threshold')} held`
  return 'nothing was asked of it but to lose no task on the way'
}

function said({ name, why, held }: Check): string {
  return `${name}: ${why}${held === '' ? '' : `; ${held}`}`
}
