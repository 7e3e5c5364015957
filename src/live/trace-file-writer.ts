/** A part of the trace of a run: what one thread saw, in a file of its own: see `recording.ts`. */

import { appendFileSync, closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'
import type { BrokerOptions } from '../broker/contract.js'
import type { ClusterPlan } from '../scenario/plan.js'
import type { MachineProbe } from '../trace/machine-probe.js'
import { type TraceEvent, traceLine } from '../trace/trace.js'
import { TraceRecorder } from '../trace/trace-recorder.js'

/** So many characters are written at a time, or fewer after this time. */
const BLOCK = 65_536
const WRITE_EVERY_MS = 10

/**
 * Has a machine written down, if its plan says so.
 *
 * @param broker of a broker, its options.
 */
export function attachTraceWriter(
  watch: MachineProbe,
  { self, tracesTo }: ClusterPlan,
  broker?: BrokerOptions,
): TraceFileWriter | undefined {
  if (tracesTo === undefined) return undefined
  const part = new TraceFileWriter(tracesTo, self)
  watch.add(new TraceRecorder(self, event => part.write(event), broker))
  return part
}

export class TraceFileWriter {
  readonly #file: number
  #block = ''
  #timer: NodeJS.Timeout | undefined

  constructor(dir: string, name: string) {
    this.#file = openSync(join(dir, `${name}-${process.pid}-${threadId}.jsonl`), 'a')
  }

  /** @throws Error when the disk is full, as does the timer: a trace with holes is none. */
  write(event: TraceEvent): void {
    this.#block += `${traceLine(event)}\n`
    if (this.#block.length > BLOCK) this.#flush()
    else this.#timer ??= setTimeout(() => this.#flush(), WRITE_EVERY_MS)
  }

  close(): void {
    this.#flush()
    closeSync(this.#file)
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    // Forgotten first: what cannot be written is not to be tried again at the end.
    const block = this.#block
    this.#block = ''
    appendFileSync(this.#file, block)
  }
}
