/** The gate's own question: whether what is compared has itself passed. */

import type { LimitResult } from './limit-result.js'
import type { Result } from './result-file.js'

/** How a run ended that is not all that it should be. */
const ENDINGS: ReadonlyMap<number, string> = new Map([
  [1, 'a process failed'],
  [3, 'an invariant broke'],
  [4, 'inconclusive'],
  [99, 'a threshold failed'],
  [130, 'interrupted'],
])

/** Of these the figures are no more than a part, and nothing can be told by them. */
const BROKEN: readonly number[] = [1, 3, 130]

/** Empty of a run that passed. */
export function endingOf(exitCode: number): string {
  if (exitCode === 0) return ''
  return ENDINGS.get(exitCode) ?? `exit code ${exitCode}`
}

export function gateResult(a: Result, b: Result, letter: string): LimitResult {
  const own = verdictOn(b.exitCode)
  // A broken baseline does not excuse a result that has failed.
  const isBroken = own === 'pass' && BROKEN.includes(a.exitCode)
  return {
    ...{ failIf: `${letter} failed`, figure: 'exitCode', unit: 'count' },
    ...{ value: null, interval: null },
    verdict: isBroken ? 'inconclusive' : own,
    reason: isBroken ? `nothing can be told by a: ${wordsOf(a)}` : wordsOf(b),
  }
}

function verdictOn(exitCode: number): LimitResult['verdict'] {
  if (exitCode === 0) return 'pass'
  return exitCode === 4 ? 'inconclusive' : 'fail'
}

function wordsOf({ exitCode, runs }: Result): string {
  const code = `exit code ${exitCode}`
  if (exitCode === 0) return code
  const ended = runs.filter(run => run.exitCode === exitCode).length
  const where = runs.length > 1 && ended > 0 ? ` in ${ended} of ${runs.length} seeds` : ''
  const ending = endingOf(exitCode)
  return ending === code ? code : `${code}: ${ending}${where}`
}
