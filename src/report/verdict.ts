/** What a run comes to: how each thing came out that it is judged by, exit code and verdict. */

import { counted } from '../base/format.js'
import type { Totals } from './metrics.js'
import type { Invariant, Summary } from './summary.js'
import type { TheoryResult } from './theory.js'
import type { ThresholdResult } from './thresholds.js'

/** The contract's exit codes of a run, the gravest first. */
export const EXIT_CODES_BY_SEVERITY: readonly number[] = [1, 3, 130, 99, 4, 0]

/** From a run with more than this share of tasks sent late, nothing is learnt. */
const BEHIND_MAX = 0.01

/** How one thing came out; `unknown` is what could not be told. */
export type Outcome = 'passed' | 'failed' | 'unknown'

/** How one thing came out in all seeds together. What stands beside it is of the worst of them. */
export interface OverSeeds {
  readonly held: number
  readonly failed: number
  /** In how many it could not be told. */
  readonly unknown: number
  /** The worst of them. */
  readonly seed: number
}

/** A result, of one run or of many seeds. */
export type Judged<Result> = Result & { readonly overSeeds?: OverSeeds | undefined }

/** What a summary does not say. */
export interface Circumstances {
  readonly isInterrupted: boolean
  /** Whether a process, of a cluster or of the links, broke down. */
  readonly hasFailed: boolean
}

export function finalizeVerdict(summary: Summary, circumstances: Circumstances): Summary {
  const exitCode = exitCodeOf(summary, circumstances)
  return { ...summary, exitCode, verdict: verdictOf(exitCode) }
}

function exitCodeOf(summary: Summary, { isInterrupted, hasFailed }: Circumstances): number {
  const { thresholds, theory, total, invariants } = summary
  if (hasFailed) return 1
  if (invariants.some(result => invariantOutcome(result) === 'failed')) return 3
  if (isInterrupted) return 130
  const flaw = flawOf(total)
  if (flaw !== undefined) return 4
  const outcomes = [
    ...thresholds.map(result => thresholdOutcome(result, flaw)),
    ...theory.map(result => theoryOutcome(result, flaw)),
  ]
  if (outcomes.includes('failed')) return 99
  return outcomes.includes('unknown') ? 4 : 0
}

/** Why nothing is learnt from a run that went to its end; undefined where something is. */
export function flawOf(total: Totals): string | undefined {
  if (total.sent === 0) return 'nothing was sent'
  if (!isBehind(total)) return undefined
  return `the load fell behind: ${counted(total.behind, 'task')} sent late by its own fault`
}

/** Whether the load was not what it should have been, because its own machine was too slow. */
export function isBehind({ sent, behind }: Totals): boolean {
  return behind > BEHIND_MAX * sent
}

/** @param flaw why nothing is learnt from the run, so that a failure is none that counts. */
export function thresholdOutcome(
  { passed, value, overSeeds }: Judged<ThresholdResult>,
  flaw?: string,
): Outcome {
  if (overSeeds) return outcomeOver(overSeeds)
  return value === null ? 'unknown' : outcomeOf(passed, flaw)
}

export function theoryOutcome(
  { agrees, standardErrors, overSeeds }: Judged<TheoryResult>,
  flaw?: string,
): Outcome {
  if (overSeeds) return outcomeOver(overSeeds)
  return standardErrors === null ? 'unknown' : outcomeOf(agrees, flaw)
}

export function invariantOutcome({ verdict, overSeeds }: Judged<Invariant>): Outcome {
  if (overSeeds) return outcomeOver(overSeeds)
  return verdict === 'unknown' ? 'unknown' : outcomeOf(verdict === 'true', undefined)
}

function outcomeOf(holds: boolean, flaw: string | undefined): Outcome {
  if (holds) return 'passed'
  return flaw === undefined ? 'failed' : 'unknown'
}

function outcomeOver({ failed, unknown }: OverSeeds): Outcome {
  if (failed > 0) return 'failed'
  return unknown > 0 ? 'unknown' : 'passed'
}

export function verdictOf(exitCode: number): Summary['verdict'] {
  if (exitCode === 0) return 'pass'
  return exitCode === 4 ? 'inconclusive' : 'fail'
}
