/**
 * Traces read back, as far as they can be: a run that is killed leaves half a line, and disks and
 * people damage what lies between. What is no event is left out, and told of by its line.
 */

import { counted } from '../base/format.js'
import { fitted, shownText } from './plain-text.js'
import { readTraceLine, type TraceEvent } from './trace.js'

export interface ReadTrace {
  readonly events: readonly TraceEvent[]
  /** What is wrong with it, in a few lines for people; none if nothing is. */
  readonly damage: readonly string[]
}

/** So many damaged lines are named, each by so many columns of what is in it. */
const NAMED_MAX = 3
const SHOWN_COLUMNS = 40

export function readTraceText(text: string): ReadTrace {
  const events: TraceEvent[] = []
  const damage: string[] = []
  let [damaged, line, start] = [0, 0, 0]
  // Line by line, as a copy of all lines would take twice the memory.
  while (start < text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    line++
    const written = text.slice(start, end)
    start = end + 1
    if (written.trim() === '') continue
    const event = readTraceLine(written)
    if (event) events.push(event)
    else if (damaged++ < NAMED_MAX)
      damage.push(`line ${line} ${whatIsWrong(written.trim(), newline < 0)}`)
  }
  if (damaged > NAMED_MAX) damage.push(`and ${counted(damaged - NAMED_MAX, 'line')} more`)
  return { events, damage }
}

function whatIsWrong(line: string, isTorn: boolean): string {
  const shown = fitted(shownText(line.slice(0, 4 * SHOWN_COLUMNS)), SHOWN_COLUMNS)
  return isTorn && line.startsWith('{')
    ? `is torn, the writing ended in it: ${shown}`
    : `is no event: ${shown}`
}
