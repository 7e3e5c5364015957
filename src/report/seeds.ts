/** One scenario run with many seeds: a summary of them all. */

import { GRAVEST_FIRST } from './judgement.js'
import type { SeedResult, Summary } from './summary.js'

/**
 * The summary of the first seed, with what is needed of each seed; verdict and exit code are the
 * gravest of all. A run that was interrupted is none that could be compared, and is not in `seeds`.
 */
export function summaryOfSeeds(runs: readonly [Summary, ...Summary[]]): Summary {
  const [first] = runs
  const gravest = runs.reduce((worst, run) => (gravity(run) > gravity(worst) ? run : worst))
  const { verdict, exitCode } = gravest
  const seeds = runs.filter(run => run.exitCode !== 130).map(seedResult)
  return { ...first, verdict, exitCode, seeds }
}

function gravity({ exitCode }: Summary): number {
  return -GRAVEST_FIRST.indexOf(exitCode)
}

function seedResult({ seed, exitCode, durationMs, total, faults, digest }: Summary): SeedResult {
  return {
    ...{ seed, exitCode, durationMs, total },
    ...(faults && { faults }),
    ...(digest === undefined ? {} : { digest }),
  }
}
