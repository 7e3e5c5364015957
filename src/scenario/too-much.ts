/** What of YAML is more than is read, and the words for it. */

import { DEPTH_MAX, SCENARIO_BYTES_MAX, VALUES_MAX } from './limits.js'

const DEPTH = `use at most ${DEPTH_MAX} maps and lists in each other`
const TOO_DEEP = `The file is nested too deeply: ${DEPTH}`
export const TOO_LONG = `The file is too long: use at most ${SCENARIO_BYTES_MAX / 1024} KiB`
const TOO_MANY = `The file has too many values: use at most ${VALUES_MAX}, those of aliases too`

/** What the library throws: at aliases that repeat without end, and at nesting without end. */
export function reasonOf(error: unknown): string {
  if (error instanceof ReferenceError) return 'The file has too many aliases: write less of it'
  if (error instanceof RangeError) return TOO_DEEP
  throw error
}

/** The library catches it where it runs out of stack; where that is depends on who called it. */
export function checkStack(faults: readonly Error[]): void {
  if (faults.some(({ message }) => /call stack/.test(message))) throw new RangeError(TOO_DEEP)
}

/** Undefined, if a value is no more than can be read. */
export function tooMuchOf(value: unknown): string | undefined {
  let count = 0
  let level = [value]
  for (let depth = 0; level.length > 0; depth++) {
    count += level.length
    if (depth > DEPTH_MAX) return TOO_DEEP
    if (count > VALUES_MAX) return TOO_MANY
    const next: unknown[] = []
    for (const outer of level) {
      if (typeof outer !== 'object' || outer === null) continue
      for (const inner of Object.values(outer)) next.push(inner)
      if (next.length > VALUES_MAX) return TOO_MANY
    }
    level = next
  }
  return undefined
}
