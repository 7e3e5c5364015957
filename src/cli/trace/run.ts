/** The command `peering trace <what..>`: of a file, or of clusters that run. */

import { statSync } from 'node:fs'
import { UsageError } from '../../scenario/usage-error.js'
import { attempt } from '../files.js'
import { optionsOf, type TraceArguments } from './options.js'

export async function runTrace(argv: TraceArguments): Promise<number> {
  const options = optionsOf(argv)
  const file = fileAmong(argv.what)
  if (file !== undefined) {
    refuse(argv, ['follow', 'dir', 'endpoints'], 'is for clusters that run, and this is a file')
    return (await import('./of-file.js')).traceOfFile(file, options)
  }
  refuse(argv, ['from', 'until'], 'is for the file of a trace, and this is a cluster')
  return (await import('./of-clusters.js')).traceOfClusters(argv, options)
}

/** A path is a file's, and so is a name where there is a file of that name. */
function fileAmong(words: readonly string[]): string | undefined {
  const file = words.find(word => /[/\\]|\.(?:jsonl?|ya?ml)$/.test(word) || isFile(word))
  if (file === undefined || words.length === 1) return file
  throw new UsageError(`${file} is the name of a file: use one file alone, or clusters that run`)
}

/** A folder of the name of a cluster is in nobody's way. */
function isFile(path: string): boolean {
  const stats = attempt('read', path, () => statSync(path, { throwIfNoEntry: false }))
  return stats?.isDirectory() === false
}

function refuse(
  argv: TraceArguments,
  names: readonly ('follow' | 'dir' | 'endpoints' | 'from' | 'until')[],
  why: string,
): void {
  const name = names.find(each => argv[each] !== undefined)
  if (name !== undefined) throw new UsageError(`--${name} ${why}: leave it out`)
}
