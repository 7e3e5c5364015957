/** Trace files: written as the run goes, read whole, or as far as they can be. */

import { closeSync, openSync, writeSync } from 'node:fs'
import { UsageError } from '../scenario/usage-error.js'
import { readTraceText } from '../trace/read-trace.js'
import { type TraceEvent, type TraceWriter, traceLine } from '../trace/trace.js'
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

/**
 * As far as it can be read; what is wrong with it is told on stderr.
 *
 * @throws UsageError if nothing can be read.
 */
export function readTrace(path: string): readonly TraceEvent[] {
  const { events, damage } = readTraceText(readText(path))
  const [first = 'there is no event in it'] = damage
  if (events.length === 0) throw new UsageError(`${path}: this is no trace: ${first}`)
  for (const words of damage) process.stderr.write(`peering: ${path}: ${words}\n`)
  return events
}
