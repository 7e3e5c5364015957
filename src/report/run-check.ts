/** Whether the run was what it should be, so that there is something to be learnt from it. */

import { grouped, roundTime } from '../base/format.js'
import type { Check } from './checks.js'
import type { Summary } from './summary.js'
import { flawOf, type Outcome } from './verdict.js'

/** Of a run, or of each of many seeds. */
type OneRun = Pick<Summary, 'exitCode' | 'total'>

export function runCheck(summary: Summary): Check {
  const { durationMs, seeds = [], seedsAsked = 1 } = summary
  const isMany = seedsAsked > 1
  const runs: readonly OneRun[] = isMany ? seeds : [summary]
  const misses = isMany
    ? seeds.flatMap(one => (whyOf(one) ? [`seed ${one.seed}: ${whyOf(one)}`] : []))
    : []
  const held = `held in ${grouped(seeds.length - misses.length)} of ${grouped(seedsAsked)} seeds`
  return {
    kind: 'run',
    name: 'the run is what the scenario asks for',
    ...outcomeOf(summary, runs),
    value: '–',
    when: isMany ? `${roundTime(durationMs)} of each seed` : roundTime(durationMs),
    held: isMany ? held : '',
    misses,
  }
}

function outcomeOf(summary: Summary, runs: readonly OneRun[]): { outcome: Outcome; why: string } {
  const broken = brokenText(summary)
  if (broken !== undefined) return { outcome: 'failed', why: broken }
  const why = runs.map(whyOf).find(said => said !== undefined)
  return why === undefined ? { outcome: 'passed', why: '' } : { outcome: 'unknown', why }
}

/** Why it did not go to its end, or not as it should. */
function brokenText({ exitCode, mode, seeds = [], seedsAsked = 1 }: Summary): string | undefined {
  if (exitCode === 1) return mode === 'sim' ? 'the program broke down' : 'a process broke down'
  if (seeds.length < seedsAsked && seedsAsked > 1) return interruptedText(seeds.length, seedsAsked)
  return exitCode === 130 ? 'it was interrupted' : undefined
}

export function interruptedText(done: number, asked: number): string {
  return `it was interrupted: ${grouped(done)} of ${grouped(asked)} seeds were done`
}

function whyOf({ exitCode, total }: OneRun): string | undefined {
  if (exitCode === 1) return 'a process broke down'
  return flawOf(total)
}
