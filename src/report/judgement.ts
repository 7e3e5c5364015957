/** What a run comes to: its exit code, by the contract, and its verdict. */

import type { Totals } from './metrics.js'
import type { Summary } from './summary.js'

/** The contract's exit codes of a run, the gravest first. */
export const GRAVEST_FIRST: readonly number[] = [1, 3, 130, 99, 4, 0]

/** From a run with more than this share of tasks sent late, nothing is learnt. */
const BEHIND_MAX = 0.01

/** What a summary does not say. */
export interface Circumstances {
  readonly isInterrupted: boolean
  /** Whether a process, of a cluster or of the links, broke down. */
  readonly hasFailed: boolean
}

export function judged(summary: Summary, circumstances: Circumstances): Summary {
  const exitCode = exitCodeOf(summary, circumstances)
  return { ...summary, exitCode, verdict: verdictOf(exitCode) }
}

function exitCodeOf(summary: Summary, { isInterrupted, hasFailed }: Circumstances): number {
  const { thresholds, theory, total, invariants } = summary
  if (hasFailed) return 1
  if (invariants.some(({ verdict }) => verdict === 'false')) return 3
  if (isInterrupted) return 130
  if (isBehind(total)) return 4
  const passes = [
    ...thresholds.map(({ passed, value }) => (value === null ? undefined : passed)),
    ...theory.map(({ agrees, standardErrors }) => (standardErrors === null ? undefined : agrees)),
  ]
  if (passes.includes(false)) return 99
  return passes.includes(undefined) ? 4 : 0
}

/** Whether the load was not what it should have been, because its own machine was too slow. */
export function isBehind({ sent, behind }: Totals): boolean {
  return behind > BEHIND_MAX * sent
}

export function verdictOf(exitCode: number): Summary['verdict'] {
  if (exitCode === 0) return 'pass'
  return exitCode === 4 ? 'inconclusive' : 'fail'
}
