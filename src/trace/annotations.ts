/** What machines noted, as people read it beside the messages that it is about. */

import type { Millis } from '../base/time.js'
import { clientOfTask } from '../wire/task.js'
import { type FactEvent, isMessage, type MessageEvent, type TraceEvent } from './trace.js'

/** Something that befell one of those who take part; `at` is '' where it befell all. */
export interface Note {
  readonly t: Millis
  readonly at: string
  readonly words: string
  /** Which of the events it is. */
  readonly place: number
  /** It is alive from here on, or dead; undefined where that does not change. */
  readonly isAlive?: boolean
}

/** What a broker noted about a message that it had just taken, or had come back. */
const REMARKS = new Map<string, (about: string) => string>(
  Object.entries({
    late: () => 'late: nobody waits for it any more, and it is dropped',
    orphan: about => `${about} is gone: the reply is dropped, and what else it requested`,
    stray: () => 'nobody waits for it: it is dropped',
    overcommit: () => 'it had to wait for a worker',
    malformed: () => 'malformed: it is dropped',
    'worker-gone': about => `the worker ${about} is gone and forgotten`,
    closed: about => `${about} counts as full until it speaks again`,
    expired: about => `${about} did not answer in time`,
    'given-up': () => 'the task is given up: nobody answered it in time',
    overflow: about => `${about} has too many tasks that wait: it is dropped`,
    home: () => 'the task came home, to be sent elsewhere',
  }),
)

/** What was noted about each of these messages: right after it, and before the next. */
export function annotate(
  events: readonly TraceEvent[],
  messages: ReadonlySet<MessageEvent>,
): Map<MessageEvent, string[]> {
  const last = new Map<string, MessageEvent>()
  const remarks = new Map<MessageEvent, string[]>()
  for (const event of events) {
    if (isMessage(event)) {
      last.set(event.at, event)
      continue
    }
    const message = last.get(event.at)
    const remark = REMARKS.get(event.fact)
    if (!message || !remark || !messages.has(message) || message.t !== event.t) continue
    remarks.set(message, [...(remarks.get(message) ?? []), remark(event.about)])
  }
  return remarks
}

/** What befell those who take part in that time. */
export function notesOf(
  events: readonly TraceEvent[],
  names: ReadonlySet<string>,
  [fromMs, untilMs]: readonly [from: Millis, until: Millis],
): Note[] {
  return events.flatMap((event, place): Note[] => {
    if (isMessage(event) || event.t < fromMs || event.t > untilMs) return []
    return noteOf(event, names).map(note => ({ ...note, place }))
  })
}

/** Notes between other things, each before the first of those that happened after it. */
export function withNotes<T>(
  things: readonly T[],
  placeOf: (thing: T) => number,
  notes: readonly Note[],
): (T | Note)[] {
  const before = new Map<number, Note[]>()
  for (const note of notes) {
    const next = things.findIndex(thing => placeOf(thing) > note.place)
    const others = before.get(next)
    if (others) others.push(note)
    else before.set(next, [note])
  }
  const last = before.get(-1) ?? []
  return [...things.flatMap((thing, index) => [...(before.get(index) ?? []), thing]), ...last]
}

function noteOf(
  { t, at, fact, about }: FactEvent,
  names: ReadonlySet<string>,
): Omit<Note, 'place'>[] {
  switch (fact) {
    case 'fault':
    case 'broken':
      return [{ t, at: '', words: fact === 'fault' ? about : `broken: ${about}` }]
    case 'end':
    case 'start': {
      const isAlive = fact === 'start'
      return names.has(at) ? [{ t, at, words: isAlive ? 'starts' : 'ends', isAlive }] : []
    }
    case 'forgotten':
      return names.has(at) && names.has(about) ? [{ t, at, words: `forgets ${about}` }] : []
    case 'lost': {
      const client = clientOfTask(about)
      return names.has(client) ? [{ t, at: client, words: `gives up: ${about} is lost` }] : []
    }
    default:
      return []
  }
}
