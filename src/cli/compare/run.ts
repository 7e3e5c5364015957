/** The command `peering compare <a> <b>`: two results, and limits to their difference. */

import { compare } from '../../report/compare.js'
import { GATE, type Limit, parseLimit } from '../../report/limits.js'
import { type Result, readResult } from '../../report/result-file.js'
import { readText } from '../files.js'
import { allOf } from '../options.js'
import { compareLines } from './text.js'

export interface CompareArguments {
  readonly a: string
  readonly b: string
  readonly 'fail-if'?: unknown
  readonly gate?: unknown
  readonly json?: unknown
}

export async function runCompare(argv: CompareArguments): Promise<number> {
  const limits = limitsOf(argv)
  const comparison = compare(resultOf(argv.a), resultOf(argv.b), limits)
  const lines = argv.json === true ? [JSON.stringify(comparison)] : compareLines(comparison)
  process.stdout.write(`${lines.join('\n')}\n`)
  return comparison.exitCode
}

function limitsOf(argv: CompareArguments): Limit[] {
  const gate = argv.gate === true ? GATE.map(parseLimit) : []
  return [...gate, ...allOf(argv, 'fail-if', parseLimit)]
}

function resultOf(file: string): Result {
  return readResult(readText(file), file)
}
