/** Why two results are not quite alike, so that more than what was changed may tell them apart. */

import { counted, roundTime } from '../base/format.js'
import { provenanceDifferences } from './provenance.js'
import type { Result } from './result-file.js'

/** Real processes end when they end: lengths that differ by less than this part are the same. */
const SAME_LENGTH = 0.02

/** @param letter how `b` is called. */
export function notesBetween(a: Result, b: Result, letter: string): string[] {
  return [
    modeNote(a, b, letter),
    scenarioNote(a, b, letter),
    lengthNote(a, b, letter),
    ...originNotes(a, b, letter),
  ].flatMap(note => note ?? [])
}

/** So many lines of scenarios are shown; the JSON has all. */
const LINES_SHOWN = 6

/** Where the two have not the same origin. */
function originNotes(a: Result, b: Result, letter: string): string[] {
  const origins = provenanceDifferences(a.provenance, b.provenance)
  const lines = origins.filter(({ what }) => what === 'line')
  const facts = origins.filter(({ what }) => what !== 'line' && what !== 'sha256')
  const more = lines.length - LINES_SHOWN
  return [
    ...facts.map(({ what, a: ofA, b: ofB }) => {
      return `${what}: of a ${ofA || 'none'}, of ${letter} ${ofB || 'none'}`
    }),
    ...lines
      .slice(0, LINES_SHOWN)
      .map(({ a: ofA, b: ofB }) => `only in ${ofA ? 'a' : letter}: ${(ofA || ofB).trim()}`),
    ...(more > 0 ? [`and ${counted(more, 'line')} of the scenarios more`] : []),
  ]
}

const MODES = { sim: 'in virtual time', live: 'on real processes' } as const

function modeNote(a: Result, b: Result, letter: string): string | undefined {
  if (a.mode === b.mode) return undefined
  return (
    `a was run ${MODES[a.mode]}, ${letter} ${MODES[b.mode]}: ` +
    'what differs may be due to that alone'
  )
}

function scenarioNote(a: Result, b: Result, letter: string): string | undefined {
  if (a.name !== b.name) return `a is of the scenario ${a.name}, ${letter} of ${b.name}`
  const [ofA, ofB] = [clusterNames(a), clusterNames(b)]
  if (ofA === '' || ofB === '' || ofA === ofB) return undefined
  return `a is of the clusters ${ofA}, ${letter} of ${ofB}`
}

function clusterNames({ runs }: Result): string {
  return Object.keys(runs[0]?.clusters ?? {}).join(', ')
}

function lengthNote(a: Result, b: Result, letter: string): string | undefined {
  const [ofA, ofB] = [lengthOf(a), lengthOf(b)]
  if (Math.abs(ofA - ofB) <= SAME_LENGTH * Math.max(ofA, ofB)) return undefined
  const lengths = `a was measured for ${roundTime(ofA)}, ${letter} for ${roundTime(ofB)}`
  return `${lengths}: counts, and the highest of anything, are not alike`
}

/** Of the longest run, as others may have been cut short. */
function lengthOf({ runs }: Result): number {
  return Math.max(...runs.map(({ durationMs }) => durationMs))
}
