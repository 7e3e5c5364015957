/**
 * Traces read back, as far as they can be: a run that is killed leaves half a line, and disks and
 * people damage what lies between. What is no event is left out, and told of by its line.
 */

import { counted } from '../base/format.js'
import { LineSplitter } from './line-splitter.js'
import { fitted, shownText } from './plain-text.js'
import { readTraceLine } from './read-line.js'
import type { TraceEvent } from './trace.js'

export interface ReadTrace {
  readonly events: readonly TraceEvent[]
  /** What is wrong with it, in a few lines for people; none if nothing is. */
  readonly damage: readonly string[]
}

/** So many damaged lines are named, each by so many columns of what is in it. */
const NAMED_MAX = 3
const SHOWN_COLUMNS = 40

/**
 * @param blocks its text in pieces, as all of it may be longer than a text can be.
 * @returns the events in the order of time: what was written down of several clusters as it came
 * is not.
 */
export function readTraceText(blocks: Iterable<string>): ReadTrace {
  const events: TraceEvent[] = []
  const damage: string[] = []
  let [damaged, line] = [0, 0]
  const read = (text: string, isTorn: boolean) => {
    line++
    // With the spaces goes the mark that some editors put before the first line.
    const written = text.trim()
    if (written === '') return
    const event = readTraceLine(written)
    if (event) events.push(event)
    else if (damaged++ < NAMED_MAX) damage.push(`line ${line} ${whatIsWrong(written, isTorn)}`)
  }
  const lines = new LineSplitter()
  for (const block of blocks) for (const whole of lines.in(block)) read(whole, false)
  read(lines.rest, true)
  if (damaged > NAMED_MAX) damage.push(`and ${counted(damaged - NAMED_MAX, 'line')} more`)
  return { events: events.sort((a, b) => a.t - b.t), damage }
}

function whatIsWrong(line: string, isTorn: boolean): string {
  const shown = fitted(shownText(line.slice(0, 4 * SHOWN_COLUMNS)), SHOWN_COLUMNS)
  return isTorn && line.startsWith('{')
    ? `is torn, the writing ended in it: ${shown}`
    : `is no event: ${shown}`
}
