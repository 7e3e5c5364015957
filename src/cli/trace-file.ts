/** Trace files: written as the run goes, read whole. */

import { closeSync, openSync, writeSync } from 'node:fs'
import { UsageError } from '../scenario/usage-error.js'
import { readTraceLine, type TraceEvent, type TraceWriter, traceLine } from '../trace/trace.js'
import { attempt, readText } from './files.js'
import { OutputError } from './output-error.js'

/** So many characters are written at a time. */
const BLOCK = 65_536

export interface TraceFile {
  readonly write: TraceWriter
  close(): void
}

/** @throws UsageError if it cannot be written now; OutputError if it cannot be later. */
export function openTrace(path: string): TraceFile {
  const file = attempt('write', path, () => openSync(path, 'w'))
  let block = ''
  const flush = () => {
    attempt('write', path, () => writeSync(file, block), OutputError)
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
