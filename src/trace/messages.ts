/** The messages of a trace from end to end: which of them are asked for, and what each is about. */

import type { Millis } from '../base/time.js'
import { taskIdIn } from '../wire/task.js'
import { contentOf } from './frame-diagram.js'
import { kindsOf } from './named-frames.js'
import { type Step, stepsOf } from './steps.js'
import { hopOf, type TracedHop, taskOf } from './tasks.js'
import { isMessage, type MessageEvent, type TraceEvent } from './trace.js'
import { watcherOf } from './watcher.js'

/** One task, or all that passed in a time, or at a socket in that time. */
export interface MessageChoice {
  readonly task?: string | undefined
  readonly fromMs?: Millis | undefined
  readonly untilMs?: Millis | undefined
  readonly socket?: string | undefined
}

export type MessageKind = 'task' | 'state' | 'ready'

export interface Message extends Step<TracedHop> {
  readonly kind: MessageKind
  /** A task's id, or what is told. */
  readonly about: string
}

/** What is said of one task, one worker, one broker: its messages belong together. */
interface Subject {
  readonly kind: MessageKind
  readonly about: string
}

interface Group extends Subject {
  readonly places: number[]
}

/** Those that left or came in then, in no order. */
export function messagesOf(events: readonly TraceEvent[], choice: MessageChoice): Message[] {
  const { fromMs = 0, untilMs = Number.POSITIVE_INFINITY, socket } = choice
  const isInside = ({ t }: { readonly t: Millis }) => t >= fromMs && t <= untilMs
  const isWatched = watcherOf(events)
  const messages = groupsOf(events, choice.task)
    .filter(({ places }) => places.some(place => isInside(events[place] as TraceEvent)))
    .flatMap(({ kind, about, places }) => {
      // Of bodies that are not our own it is not known whose they are.
      const task = taskIdIn(about) === about ? about : undefined
      const hops = places.map(place => hopOf(events[place] as MessageEvent, task, place))
      const steps = kind === 'state' ? tellings(hops) : stepsOf(hops, isWatched)
      return steps.map(step => ({ ...step, kind, about }))
    })
  return messages.filter(({ sent, received }) =>
    [sent, received].some(
      hop => hop && isInside(hop) && (socket === undefined || hop.socket === socket),
    ),
  )
}

/** Which events are messages about the same. */
function groupsOf(events: readonly TraceEvent[], task: string | undefined): Group[] {
  const groups = new Map<string, Group>()
  for (const [place, event] of events.entries()) {
    const subject = isMessage(event) ? subjectOf(event) : undefined
    if (!subject || (task !== undefined && subject.about !== task)) continue
    const key = `${subject.kind} ${subject.about}`
    const group = groups.get(key)
    if (group) group.places.push(place)
    else groups.set(key, { ...subject, places: [place] })
  }
  return [...groups.values()]
}

/** Undefined for subscriptions. */
function subjectOf(event: MessageEvent): Subject | undefined {
  const { at, socket, dir, frames } = event
  const task = taskOf(event)
  if (task !== undefined) return { kind: 'task', about: task }
  if (socket === 'statefe' || (socket === 'statebe' && dir !== 'in')) {
    return {
      kind: 'state',
      about: `${contentOf(frames[0] ?? '')} has ${contentOf(frames[1] ?? '')}`,
    }
  }
  if (socket === 'statebe') return undefined
  const kinds = kindsOf(event)
  if (kinds.includes('ready')) {
    const worker = socket === 'req' ? at : contentOf(frames[kinds.indexOf('worker')] ?? '')
    return { kind: 'ready', about: `READY ${worker}` }
  }
  return { kind: 'task', about: contentOf(frames.at(-1) ?? '') }
}

/** One telling is heard by many. */
function tellings(hops: readonly TracedHop[]): Step<TracedHop>[] {
  let sent: TracedHop | undefined
  return hops.flatMap((hop): Step<TracedHop>[] => {
    if (hop.dir === 'out') sent = hop
    if (hop.dir !== 'in') return []
    return [{ from: hop.with, to: hop.at, socket: hop.socket, sent, received: hop, end: 'arrived' }]
  })
}
