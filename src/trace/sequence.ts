/**
 * A sequence diagram (Lamport's): who takes part, and in the order of time what left them and what
 * came to them. How it looks is left to those who draw it.
 */

import { counted } from '../base/format.js'
import type { Millis } from '../base/time.js'
import { type Note, notesOf } from './annotations.js'
import { type Lifelines, lifelinesOf } from './lifelines.js'
import { type Message, type MessageChoice, type MessageKind, messagesOf } from './messages.js'
import { pointsOf, rowsOf } from './sequence-rows.js'
import type { Step } from './steps.js'
import type { TraceEvent } from './trace.js'

export interface Arrow {
  readonly from: string
  readonly to: string
  readonly kind: MessageKind
  readonly label: string
  /** The same where there is little room. */
  readonly short: string
  /** Undefined where nobody watched, or outside the time that is drawn. */
  readonly sentMs: Millis | undefined
  readonly receivedMs: Millis | undefined
  readonly end: Step['end']
}

/** From above to below; `leave` and `arrive` where something else happened between the two. */
export type SequenceRow =
  | { readonly kind: 'arrow' | 'leave' | 'arrive'; readonly t: Millis; readonly arrow: Arrow }
  | { readonly kind: 'pause'; readonly t: Millis; readonly at: string; readonly ms: Millis }
  | { readonly kind: 'note'; readonly t: Millis; readonly note: Note }

export interface Sequence {
  readonly title: string
  /** From left to right. */
  readonly participants: readonly string[]
  readonly rows: readonly SequenceRow[]
  readonly startMs: Millis
  readonly endMs: Millis
  /** What is not drawn, in words; none where all is. */
  readonly leftOut: readonly string[]
}

const ARROWS_MAX = 300

/**
 * @param most how many lines there is room for.
 * @returns undefined if nothing passed.
 */
export function sequenceOf(
  events: readonly TraceEvent[],
  choice: MessageChoice,
  most: number,
): Sequence | undefined {
  const all = messagesOf(events, choice).sort((a, b) => firstMs(a) - firstMs(b))
  const messages = all.slice(0, ARROWS_MAX)
  const [first] = messages
  if (!first) return undefined
  const seats = lifelinesOf(messages, most, choice.task === undefined)
  const drawn = messages.filter(({ from, to }) => seats.seatOf(from) && seats.seatOf(to))
  const window = windowOf(choice, messages)
  const points = pointsOf(drawn, message => arrowOf(message, seats, choice), window)
  const names = new Set(messages.flatMap(({ from, to }) => [from, to]))
  const notes = notesOf(events, names, window).flatMap(note => seated(note, seats))
  const rows = rowsOf(points, notes, choice.task !== undefined)
  return {
    title: titleOf(choice),
    participants: seats.names,
    rows,
    startMs: rows[0]?.t ?? 0,
    endMs: rows.at(-1)?.t ?? 0,
    leftOut: leftOutOf(all, messages, seats),
  }
}

function firstMs({ sent, received }: Message): Millis {
  return (sent ?? received)?.t ?? 0
}

/** What is drawn of the time: as asked for, but no longer than there are messages. */
function windowOf(
  { fromMs, untilMs }: MessageChoice,
  messages: readonly Message[],
): [from: Millis, until: Millis] {
  const times = messages.flatMap(({ sent, received }) => [sent?.t, received?.t]).filter(isTime)
  const [first, last] = [Math.min(...times), Math.max(...times)]
  return [Math.max(fromMs ?? 0, first), Math.min(untilMs ?? last, last)]
}

function isTime(t: Millis | undefined): t is Millis {
  return t !== undefined
}

/** Of one task it is known what its messages are about, but not by which sockets they go. */
function arrowOf(message: Message, seats: Lifelines, { task }: MessageChoice): Arrow {
  const { from, to, kind, about, sent, received, end } = message
  const sockets = [sent?.socket, received?.socket].filter(socket => socket && socket !== 'req')
  return {
    from: seats.seatOf(from) ?? '',
    to: seats.seatOf(to) ?? '',
    label: task === undefined ? about : [...new Set(sockets)].join(' → '),
    // The lines say which cluster's it is, or nearly.
    short: task === undefined ? about.replace(/^.*?(?=c\d+#|has )/, '') : (sockets[0] ?? ''),
    ...{ kind, end },
    sentMs: sent?.t,
    receivedMs: received?.t,
  }
}

function seated(note: Note, seats: Lifelines): Note[] {
  const seat = note.at === '' ? '' : seats.seatOf(note.at)
  return seat === undefined ? [] : [{ ...note, at: seat }]
}

function leftOutOf(
  all: readonly Message[],
  messages: readonly Message[],
  { leftOut }: Lifelines,
): string[] {
  const rest = all[messages.length]
  return [
    ...(rest
      ? [`${counted(all.length - messages.length, 'message')} from ${sayTime(firstMs(rest))} on`]
      : []),
    ...(leftOut.length > 0 ? [`for want of room: ${leftOut.join(', ')}`] : []),
  ]
}

function sayTime(ms: Millis): string {
  return `${Number((ms / 1000).toFixed(4))} s`
}

function titleOf({ task, fromMs, untilMs, socket }: MessageChoice): string {
  const words = [
    ...(task === undefined ? [] : [task]),
    ...(socket === undefined ? [] : [socket]),
    ...(fromMs === undefined ? [] : [`from ${sayTime(fromMs)}`]),
    ...(untilMs === undefined ? [] : [`until ${sayTime(untilMs)}`]),
  ]
  return words.length > 0 ? words.join(' ') : 'all messages'
}
