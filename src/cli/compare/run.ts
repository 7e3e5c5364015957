/** The command `peering compare <a> <b>`: two results side by side. */

import { compare } from '../../report/compare.js'
import { type Result, readResult } from '../../report/result-file.js'
import { readText } from '../files.js'
import { compareLines } from './text.js'

export interface CompareArguments {
  readonly a: string
  readonly b: string
  readonly json?: unknown
}

export async function runCompare(argv: CompareArguments): Promise<number> {
  const comparison = compare(resultOf(argv.a), resultOf(argv.b))
  const lines = argv.json === true ? [JSON.stringify(comparison)] : compareLines(comparison)
  process.stdout.write(`${lines.join('\n')}\n`)
  return 0
}

function resultOf(file: string): Result {
  return readResult(readText(file), file)
}
