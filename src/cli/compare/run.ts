/** The command `peering compare <a> [b..]`: results, and limits to their difference. */

import { clustersOf, compare } from '../../report/compare.js'
import { comparisonWriterOf } from '../../report/compare-files.js'
import { BY, type By } from '../../report/figures.js'
import { GATE, type Limit, parseLimit } from '../../report/limits.js'
import { type Result, readResult } from '../../report/result-file.js'
import { isOneOf } from '../../scenario/grammar.js'
import { RESULT_BYTES_MAX } from '../../scenario/limits.js'
import { suggest } from '../../scenario/messages.js'
import { UsageError } from '../../scenario/usage-error.js'
import { readText } from '../files.js'
import { allOf, option } from '../options.js'
import { OutputFile } from '../output-file.js'
import { compareLines } from './text.js'

export interface CompareArguments {
  readonly a: string
  readonly b?: readonly string[] | string | undefined
  readonly baseline?: unknown
  readonly by?: unknown
  readonly 'fail-if'?: unknown
  readonly gate?: unknown
  readonly out?: unknown
  readonly json?: unknown
}

export async function runCompare(argv: CompareArguments): Promise<number> {
  const limits = limitsOf(argv)
  const by = allOf(argv, 'by', parseBy).flat()
  const files = allOf(argv, 'out', path => ({ path, textOf: comparisonWriterOf(path) }))
  const [baseline, first, ...others] = filesOf(argv)
  if (baseline === undefined || first === undefined) {
    throw new UsageError('Name two results, as in "peering compare a.json b.json"')
  }
  const [a, b, more] = [resultOf(baseline), resultOf(first), others.map(resultOf)]
  checkClusters(limits, [a, b, ...more])
  const outputs = files.map(({ path, textOf }) => ({ file: new OutputFile(path), textOf }))
  const comparison = compare(a, b, limits, { isGate: argv.gate === true, by, more })
  const lines = argv.json === true ? [JSON.stringify(comparison)] : compareLines(comparison)
  process.stdout.write(`${lines.join('\n')}\n`)
  for (const { file, textOf } of outputs) file.writeAll(textOf(comparison))
  return comparison.exitCode
}

/** The baseline is the first, whether or not it is named among the others. */
function filesOf(argv: CompareArguments): string[] {
  const named = [argv.a, ...[argv.b ?? []].flat()].map(String)
  const baseline = option(argv, 'baseline', String)
  return baseline === undefined ? named : [baseline, ...named.filter(file => file !== baseline)]
}

function limitsOf(argv: CompareArguments): Limit[] {
  const gate = argv.gate === true ? GATE.map(parseLimit) : []
  return [...gate, ...allOf(argv, 'fail-if', parseLimit)]
}

function parseBy(text: string): By[] {
  return text.split(',').map(word => {
    if (isOneOf(word, BY)) return word
    throw new UsageError(`Unknown "${word}": ${suggest(word, BY)}`)
  })
}

/** Older results have no figures of clusters: that is told where a limit is judged. */
function checkClusters(limits: readonly Limit[], results: readonly Result[]): void {
  const names = clustersOf(results)
  for (const { text, figure } of limits) {
    const { cluster } = figure
    if (cluster === undefined || names.length === 0 || names.includes(cluster)) continue
    const hint = suggest(cluster, names)
    throw new UsageError(`--fail-if "${text}": no result has a cluster "${cluster}": ${hint}`)
  }
}

function resultOf(file: string): Result {
  return readResult(readText(file, RESULT_BYTES_MAX), file)
}
