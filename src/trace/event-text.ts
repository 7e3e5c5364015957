/** Events of a trace as people read them, one a line. */

import { shownText } from './plain-text.js'
import { isMessage, type TraceEvent, type TraceFrame } from './trace.js'

/** Facts whose count is no number of times: it is said even if it is 1, and what it is of. */
const MEASURED: ReadonlyMap<string, string> = new Map([
  ['told', 'free'],
  ['back', 'free'],
  ['answered', 'ms'],
  ['delayed', 'ms'],
  ['trusted', 'ms'],
  ['began', 'ms'],
])

/** `   1.2040 s  DC1 cloudbe out  DC2 | d17 | DC1-c0001 |  | DC1-c0001#3 ....`. */
export function eventText(event: TraceEvent): string {
  const time = `${(event.t / 1000).toFixed(4).padStart(9)} s  ${event.at}`
  if (isMessage(event)) {
    const { socket, dir, frames } = event
    return `${time} ${socket} ${dir.padEnd(4)} ${frames.map(frameText).join(' | ')}`
  }
  const { fact, about, count, at } = event
  const whom = about === at || about === '' ? '' : ` ${about}`
  const unit = MEASURED.get(fact)
  const number = [Number(count.toFixed(3)), ...(unit === undefined ? [] : [unit])].join(' ')
  return `${time} ${fact}${whom}${count === 1 && unit === undefined ? '' : ` (${number})`}`
}

function frameText(frame: TraceFrame): string {
  return typeof frame === 'string' ? shownText(frame) : `0x${frame.hex}`
}
