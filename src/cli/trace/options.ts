/** What was typed for `peering trace`, looked at. */

import { parseDuration } from '../../scenario/grammar.js'
import { suggest } from '../../scenario/messages.js'
import { UsageError } from '../../scenario/usage-error.js'
import { SOCKETS } from '../../trace/frame-labels.js'
import type { MessageChoice } from '../../trace/messages.js'
import { option } from '../options.js'
import { OutputFile } from '../output-file.js'

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
  readonly svg: OutputFile | undefined
}

/** @throws UsageError at what does not fit together, or a file that cannot be written. */
export function optionsOf(argv: TraceArguments): TraceOptions {
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
    svg: option(argv, 'svg', path => new OutputFile(path)),
  }
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
  throw new UsageError(`there is no socket "${word}": ${suggest(word, SOCKETS)}`)
}
