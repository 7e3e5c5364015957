/** Trace files: written as the run goes, read whole, or as far as they can be. */

import { resolve } from 'node:path'
import { UsageError } from '../scenario/usage-error.js'
import { readTraceText } from '../trace/read-trace.js'
import { type TraceEvent, type TraceWriter, traceLine } from '../trace/trace.js'
import { textBlocks } from './files.js'
import { option } from './options.js'
import { OutputFile } from './output-file.js'

/** So many characters are written at a time. */
const BLOCK = 65_536

interface TraceArguments {
  readonly out?: unknown
  readonly trace?: unknown
}

export interface TraceFile {
  readonly write: TraceWriter
  close(): void
}

/**
 * The file that `--trace` says, opened; undefined if it says none.
 *
 * @throws UsageError as `openTrace`, and where it could not be told what is in that file.
 */
export function traceOf(argv: TraceArguments): TraceFile | undefined {
  const path = option(argv, 'trace', String)
  if (path === undefined) return undefined
  const others = [argv.out].flat().map(out => resolve(String(out)))
  if (others.includes(resolve(path))) {
    throw new UsageError(`--out and --trace name the same file, ${path}: give each its own`)
  }
  return openTrace(path)
}

/**
 * @throws UsageError if it cannot be opened; OutputError, when it is closed, if not all could be
 * written: a disk that is full by then is not to cost the run.
 */
export function openTrace(path: string): TraceFile {
  const file = new OutputFile(path)
  let block = ''
  let failure: unknown
  const flush = () => {
    try {
      if (failure === undefined) file.write(block)
    } catch (error) {
      failure = error
    }
    block = ''
  }
  return {
    write(event) {
      block += `${traceLine(event)}\n`
      if (block.length > BLOCK) flush()
    },
    close() {
      flush()
      if (failure !== undefined) throw failure
      file.finish()
    },
  }
}

/**
 * As far as it can be read; what is wrong with it is told on stderr.
 *
 * @param blocks its text, where it is of no file.
 * @throws UsageError if nothing can be read.
 */
export function readTrace(
  path: string,
  blocks: Iterable<string> = textBlocks(path),
): readonly TraceEvent[] {
  const { events, damage } = readTraceText(blocks)
  const [first = 'there is no event in it'] = damage
  if (events.length === 0) throw new UsageError(`${path}: this is no trace: ${first}`)
  for (const words of damage) process.stderr.write(`peering: ${path}: ${words}\n`)
  return events
}
