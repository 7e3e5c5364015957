/** All that is wrong with a scenario file, each with its place. */

import { LINE_MAX, SHOWN_MAX } from './limits.js'
import { UsageError } from './usage-error.js'

/** One thing that is wrong, and where. */
export interface Problem {
  /** From 1, both. */
  readonly line: number
  readonly col: number
  /** What was wrong, what was expected, and the nearest valid word. */
  readonly message: string
  /** The setting that it is about, such as `clusters.DC1.workers=four`, and not the file. */
  readonly setting?: string
}

/**
 * Its message has a line for each problem, in the order of the file: `file:line:col: message`; or
 * `--set path=value: message`. Of many it has the first, and the number of the others.
 */
export class ScenarioError extends UsageError {
  override readonly name: string = 'ScenarioError'
  readonly problems: readonly Problem[]

  /** How many more there are than in `problems`. */
  readonly more: number

  constructor(fileName: string, problems: readonly Problem[], more = 0) {
    const ordered = [...problems].sort((a, b) => a.line - b.line || a.col - b.col)
    const lines = ordered
      .slice(0, SHOWN_MAX)
      .map(problem => `${placeOf(fileName, problem)}: ${inOneLine(problem.message)}`)
    const others = ordered.length + more - lines.length
    if (others > 0) lines.push(`${fileName}: and ${others} more problems`)
    super(lines.join('\n'))
    this.problems = ordered
    this.more = more
  }
}

function placeOf(fileName: string, { line, col, setting }: Problem): string {
  return setting === undefined ? `${fileName}:${line}:${col}` : `--set ${inOneLine(setting)}`
}

/** A message can quote the file, where anything may be: also what moves a terminal's cursor. */
function inOneLine(message: string): string {
  const line = message
    .slice(0, 100 * LINE_MAX)
    .replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ')
    .replace(LONG_WORD, '$1...')
  return line.length > LINE_MAX ? `${line.slice(0, LINE_MAX)}...` : line
}

/** More than any word that a message has of its own. */
const LONG_WORD = /(\S{100})\S+/g
