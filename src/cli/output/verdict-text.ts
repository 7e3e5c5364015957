/** What a run was judged by, and what it came to, in lines. */

import type { Millis } from '../../base/time.js'
import { apartText, heldText, tooLittleText } from '../../report/checks.js'
import { interruptedText } from '../../report/run-check.js'
import type { Summary } from '../../report/summary.js'
import { flawOf, invariantOutcome, theoryOutcome } from '../../report/verdict.js'
import { shortTime } from './format.js'
import { thresholdLine } from './threshold-text.js'

/** Each thing that had to hold; of invariants, those that did not. */
export function judgedLines(summary: Summary): string[] {
  const { thresholds, theory, invariants, total, durationMs } = summary
  const flaw = flawOf(total)
  return [
    ...thresholds.map(result => thresholdLine(result, flaw)),
    ...theory.map(result => theoryLine(result, durationMs, flaw)),
    ...invariants.filter(result => invariantOutcome(result) === 'failed').map(brokenLine),
  ]
}

/** Of a run that was to show something, or did not end well. */
export function verdictLines(summary: Summary): string[] {
  const { verdict, thresholds, theory, exitCode, seeds = [], seedsAsked = 1 } = summary
  if (thresholds.length + theory.length === 0 && exitCode === 0) return []
  const isCut = seedsAsked > 1 && seeds.length < seedsAsked && exitCode !== 1
  const ofSeeds = interruptedText(seeds.length, seedsAsked).replace(/^it was /, '')
  const ofOne = exitCode === 130 ? ['interrupted: all that was measured until then'] : []
  return [`verdict: ${verdict}`, ...(isCut ? [ofSeeds] : ofOne)]
}

function theoryLine(
  result: Summary['theory'][number],
  durationMs: Millis,
  flaw: string | undefined,
): string {
  const { cluster, queue, exact, atLeast, measured, standardErrors, overSeeds } = result
  const name = cluster === undefined ? queue : `${cluster} ${queue}`
  const least = atLeast ? 'at least ' : ''
  const found = measured === null ? 'nothing measured' : `measured ${shortTime(measured)}`
  const where = overSeeds ? ` in seed ${overSeeds.seed}` : ''
  const line = `theory: ${name} wait ${least}${shortTime(exact)}, ${found}${where}`
  const held = overSeeds ? `; ${heldText(overSeeds)}` : ''
  const outcome = theoryOutcome(result, flaw)
  const apart =
    standardErrors === null
      ? `: ${tooLittleText(result, durationMs)}`
      : `, ${apartText(standardErrors)}`
  const word = outcome === 'failed' ? ': DISAGREES' : ''
  return `${outcome === 'unknown' ? 'unknown ' : ''}${line}${apart}${word}${held}`
}

/** What did not hold, and the first event that broke it. */
function brokenLine({ name, broken, overSeeds }: Summary['invariants'][number]): string {
  const event = broken ? `, since ${shortTime(broken.t)}: ${broken.what}` : ''
  const held = overSeeds ? ` (seed ${overSeeds.seed}; ${heldText(overSeeds)})` : ''
  return `broken: ${name}${event}${held}`
}
