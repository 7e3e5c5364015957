/** The command `peering trace <what..>`: of a file, or of clusters that run. */

import { existsSync } from 'node:fs'
import { parseDuration } from '../../scenario/grammar.js'
import { suggestion } from '../../scenario/nearest.js'
import { UsageError } from '../../scenario/usage-error.js'
import { SOCKETS } from '../../trace/frame-words.js'
import type { MessageChoice } from '../../trace/messages.js'
import { checkWritable } from '../files.js'
import { option } from '../options.js'

export interface TraceArguments {
  readonly what: readonly string[]
  readonly task?: unknown
  readonly socket?: unknown
  readonly from?: unknown
  readonly until?: unknown
  readonly follow?: unknown
  readonly diagram?: unknown
  readonly svg?: unknown
  readonly json?: unknown
  readonly dir?: unknown
  readonly endpoints?: unknown
}

/** What is shown, and how. */
export interface TraceOptions {
  readonly choice: MessageChoice
  readonly isFollowing: boolean
  readonly isDiagram: boolean
  readonly isJson: boolean
  /** The file for the picture; undefined for none. */
  readonly svg: string | undefined
}

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

function optionsOf(argv: TraceArguments): TraceOptions {
  const [fromMs, untilMs] = [
    option(argv, 'from', parseDuration),
    option(argv, 'until', parseDuration),
  ]
  if (untilMs !== undefined && untilMs <= (fromMs ?? 0)) {
    throw new UsageError('--until: use a time that is later than that of --from')
  }
  const options = {
    choice: {
      task: option(argv, 'task', String),
      socket: option(argv, 'socket', socketOf),
      ...{ fromMs, untilMs },
    },
    isFollowing: argv.follow === true,
    isDiagram: argv.diagram === true,
    isJson: argv.json === true,
    svg: option(argv, 'svg', String),
  }
  if (options.svg !== undefined) checkWritable(options.svg)
  const isDrawn = options.isDiagram || options.svg !== undefined
  if (isDrawn && options.isJson)
    throw new UsageError('--json: leave it out where something is drawn')
  if (isDrawn && options.isFollowing) {
    throw new UsageError('--follow: leave it out where something is drawn, which has to end')
  }
  return options
}

function socketOf(word: string): string {
  if (SOCKETS.includes(word)) return word
  throw new UsageError(`there is no socket "${word}": ${suggestion(word, SOCKETS)}`)
}

/** A path is a file's, and so is a name where there is a file of that name. */
function fileAmong(words: readonly string[]): string | undefined {
  const file = words.find(word => /[/\\]|\.(?:jsonl?|ya?ml)$/.test(word) || existsSync(word))
  if (file === undefined || words.length === 1) return file
  throw new UsageError(`${file} is the name of a file: use one file alone, or clusters that run`)
}

function refuse(
  argv: TraceArguments,
  names: readonly ('follow' | 'dir' | 'endpoints' | 'from' | 'until')[],
  why: string,
): void {
  const name = names.find(each => argv[each] !== undefined)
  if (name !== undefined) throw new UsageError(`--${name} ${why}: leave it out`)
}
