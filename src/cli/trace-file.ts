/** Trace files: written as the run goes, read whole. */

import { appendFileSync, closeSync, openSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from '../scenario/usage-error.js'
import { readTraceLine } from '../trace/read-line.js'
import { type TraceEvent, type TraceWriter, traceLine } from '../trace/trace.js'
import { attempt, readText } from './files.js'
import { option } from './options.js'

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
 * @throws UsageError if it cannot be opened; when it is closed, if not all could be written: a disk
 * that is full by then is not to cost the run.
 */
export function openTrace(path: string): TraceFile {
  const file = attempt('write', path, () => openSync(path, 'w'))
  let block = ''
  let failure: unknown
  const flush = () => {
    try {
      if (failure === undefined) attempt('write', path, () => appendFileSync(file, block))
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
      closeSync(file)
      if (failure !== undefined) throw failure
    },
  }
}

/** @throws UsageError with the line that is no event, or if the file cannot be read. */
export function readTrace(path: string): TraceEvent[] {
  const events: TraceEvent[] = []
  for (const [index, line] of readText(path).split('\n').entries()) {
    if (line.trim() === '') continue
    const event = readTraceLine(line)
    if (!event) throw new UsageError(`${path}:${index + 1}:1: this is no event of a trace`)
    events.push(event)
  }
  if (events.length === 0) throw new UsageError(`${path}:1:1: there is no event in it`)
  return events
}
