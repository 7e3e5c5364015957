/**
 * The trace of a run on real sockets. Each thread of each cluster writes a part of its own, so that
 * none waits for another; when the run is over, the parts are put together in the order of time.
 */

import { createReadStream, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Millis, NEVER } from '../base/time.js'
import { TimerQueue } from '../base/timer-queue.js'
import { LineSplitter } from '../trace/line-splitter.js'
import { readTraceLine } from '../trace/read-line.js'
import type { TraceEvent, TraceWriter } from '../trace/trace.js'
import { nowMs } from './clock.js'
import { makeDirectory } from './directory.js'
import { TraceFileWriter } from './trace-file-writer.js'

export class TraceCollector {
  /** Where the parts are. */
  readonly dir: string
  /** What befalls no single machine. */
  readonly #part: TraceFileWriter

  /** @param dir of the run, which exists. */
  constructor(dir: string) {
    this.dir = join(dir, 'trace')
    makeDirectory(this.dir)
    this.#part = new TraceFileWriter(this.dir, 'cloud')
  }

  /**
   * Something happened that no machine can tell of.
   *
   * @param t when, by the clock of the machine; now, unless it is said here.
   */
  tell(at: string, fact: string, about: string, t = nowMs()): void {
    this.#part.write({ t, at, fact, about, count: 1 })
  }

  /**
   * Puts the parts together, when nobody writes any more.
   *
   * @param originMs what times are from.
   * @param untilMs later events are of no interest: they are of the end itself.
   * @returns how many lines were torn, because who wrote them was killed.
   */
  async gather(originMs: Millis, untilMs: Millis, write: TraceWriter): Promise<number> {
    this.#part.close()
    const parts = readdirSync(this.dir).map(name => new Part(join(this.dir, name)))
    const agenda = new TimerQueue<Part>()
    for (const part of parts) agenda.add((await part.fill()) ?? NEVER, part)
    while (agenda.nextAt <= untilMs) {
      const part = agenda.takeDue(untilMs)
      const event = part?.shift()
      if (!part || !event) continue
      write({ ...event, t: event.t - originMs })
      agenda.add(part.nextAt ?? (await part.fill()) ?? NEVER, part)
    }
    await Promise.all(parts.map(part => part.close()))
    return parts.reduce((sum, { torn }) => sum + torn, 0)
  }
}

/** One file, read as far as it is needed. */
class Part {
  torn = 0
  readonly #blocks: AsyncGenerator<TraceEvent[]>
  #events: TraceEvent[] = []
  #next = 0

  constructor(path: string) {
    this.#blocks = this.#read(path)
  }

  /** When the next event is, of those at hand. */
  get nextAt(): Millis | undefined {
    return this.#events[this.#next]?.t
  }

  shift(): TraceEvent | undefined {
    return this.#events[this.#next++]
  }

  /** Reads on, and says when the next event is; undefined if there is none. */
  async fill(): Promise<Millis | undefined> {
    const { value = [] } = await this.#blocks.next()
    this.#events = value
    this.#next = 0
    return this.nextAt
  }

  close(): Promise<unknown> {
    return this.#blocks.return(undefined)
  }

  async *#read(path: string): AsyncGenerator<TraceEvent[]> {
    const inFile = new LineSplitter()
    for await (const block of createReadStream(path, 'utf8')) {
      const lines = inFile.in(String(block))
      const events = lines.map(readTraceLine).filter(event => event !== undefined)
      this.torn += lines.length - events.length
      if (events.length > 0) yield events
    }
    if (inFile.rest !== '') this.torn++
  }
}
