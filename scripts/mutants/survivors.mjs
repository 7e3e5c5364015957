/**
 * The mutants that unit tests leave alive, each with its reason: the line of the source, that line
 * with the bug in it, and why no test finds it. Those of no difference that anything could see
 * outside of the machine are equivalent.
 *
 * @typedef {{ file: string, line: string, mutated: string, why: string, isEquivalent: boolean }} Survivor
 */

/** Nothing outside of the machine can tell the two apart. */
const EQUIVALENT = {}

/** There is a difference, and no test for it. */
const MISSED = {}

/** @type {Survivor[]} */
export const SURVIVORS = [...listed(EQUIVALENT, true), ...listed(MISSED, false)]

function listed(byFile, isEquivalent) {
  return Object.entries(byFile).flatMap(([file, groups]) =>
    groups.flatMap(([why, ...mutants]) =>
      mutants.map(([line, mutated]) => ({ file, line, mutated, why, isEquivalent })),
    ),
  )
}
