/** The program of a lesson, with the parts to look at marked. */

import { fileURLToPath } from 'node:url'
import { SCENARIO_BYTES_MAX } from '../../scenario/limits.js'
import { readText } from '../files.js'
import { chalkOf } from '../output/terminal.js'

const BEGIN = /^\s*\/\/ #region look/
const END = /^\s*\/\/ #endregion/

/** Each line with its number, and a bar in front of what to look at. */
export function codeLines(name: string, stream: Pick<NodeJS.WriteStream, 'isTTY'>): string {
  const chalk = chalkOf(stream)
  const lines: string[] = []
  let isMarked = false
  for (const [index, line] of sourceOf(name).trimEnd().split('\n').entries()) {
    if (BEGIN.test(line)) isMarked = true
    else if (END.test(line)) isMarked = false
    else {
      const number = chalk.dim(String(index + 1).padStart(3))
      lines.push(`${number} ${isMarked ? chalk.yellow('▌') : ' '} ${line}`.trimEnd())
    }
  }
  return `${lines.join('\n')}\n`
}

/** The package has the lessons as they were written, for people to read. */
function sourceOf(name: string): string {
  const path = fileURLToPath(new URL(`../../../src/lessons/${name}.ts`, import.meta.url))
  return readText(path, SCENARIO_BYTES_MAX)
}
