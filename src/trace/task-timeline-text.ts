/** A task's whole way as people read it in a terminal: hop by hop, with the frames drawn. */

import { counted, shortTime } from '../base/format.js'
import { contentOf, drawFrames, type NamedFrame } from './frame-diagram.js'
import type { TaskTimeline, TimelineHop } from './task-timeline.js'
import type { TracedHop } from './tasks.js'

const INDENT = '      '

/** @param columns how wide it may be, as far as that can be. */
export function journeyLines(journey: TaskTimeline, columns?: number): string[] {
  const { task, startMs, entries, outcome, leftOut } = journey
  let number = 0
  const lines = entries.flatMap(entry => {
    if ('hop' in entry) return hopLines(entry, ++number, startMs, columns)
    const where = entry.at === '' ? '' : `${entry.at} `
    return ['', `   !  ${sinceOf(entry.t, startMs)}  ${where}${entry.words}`]
  })
  return [
    `${task}: ${outcome}`,
    `It set out at ${(startMs / 1000).toFixed(4)} s of this trace; all times are from then.`,
    ...lines,
    ...(leftOut > 0 ? ['', `… and ${counted(leftOut, 'hop')} more, which are left out`] : []),
  ]
}

function hopLines(
  entry: TimelineHop,
  number: number,
  startMs: number,
  columns = Number.POSITIVE_INFINITY,
): string[] {
  const { hop, frames, popped, remarks } = entry
  const head = `${String(number).padStart(4)}  ${sinceOf(hop.t, startMs)}  ${passing(hop)}`
  return [
    '',
    head,
    ...remarks.map(words => `${INDENT}! ${words}`),
    ...drawFrames(frames, columns - INDENT.length).map(line => INDENT + line),
    ...poppedLines(popped).map(line => INDENT + line),
  ]
}

function sinceOf(t: number, startMs: number): string {
  return `+${shortTime(Math.max(0, t - startMs))}`.padStart(9)
}

/** What one did with a message: `DC1 sends it to DC2 by cloudbe`. */
export function passing({ at, socket, dir, with: other }: TracedHop): string {
  const isMember = socket === 'req'
  switch (dir) {
    case 'in':
      return `${at} takes it from ${other}${isMember ? '' : ` at ${socket}`}`
    case 'out':
      return `${at} sends it to ${other}${isMember ? '' : ` by ${socket}`}`
    case 'back':
      return `${at} has it back from ${socket}: no way to ${other}`
  }
}

function poppedLines(popped: readonly (NamedFrame & { readonly by: string })[]): string[] {
  return popped.map(({ name, frame, by }) => {
    const content = contentOf(frame)
    return `popped by ${by}: ${name}${content === '' ? '' : ` ${content}`}`
  })
}
