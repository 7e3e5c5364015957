/** All that is wrong with a scenario file, each with its place. */

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

/** Its message has a line for each problem, in the order of the file: `file:line:col: message`; or
 `--set path=value: message`. */
export class ScenarioError extends UsageError {
  override readonly name: string = 'ScenarioError'
  readonly problems: readonly Problem[]

  constructor(fileName: string, problems: readonly Problem[]) {
    const ordered = [...problems].sort((a, b) => a.line - b.line || a.col - b.col)
    super(
      ordered
        .map(problem => `${placeOf(fileName, problem)}: ${inOneLine(problem.message)}`)
        .join('\n'),
    )
    this.problems = ordered
  }
}

function placeOf(fileName: string, { line, col, setting }: Problem): string {
  return setting === undefined ? `${fileName}:${line}:${col}` : `--set ${inOneLine(setting)}`
}

/** A message can quote the file, where anything may be: also what moves a terminal's cursor. */
function inOneLine(message: string): string {
  return message.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ')
}
