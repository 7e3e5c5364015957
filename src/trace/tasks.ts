/** Tasks in a trace: which there are, what is about them, and which way it went. */

import type { Millis } from '../base/time.js'
import { textOf } from '../wire/envelope.js'
import { clusterOf, isWorkerName } from '../wire/names.js'
import { clientOfTask, taskIdIn } from '../wire/task.js'
import { type Hop, otherEnd } from './hop-log.js'
import { kindsOf } from './named-frames.js'
import { envelopeOf, isMessage, type MessageEvent, type TraceEvent } from './trace.js'

/** A message that passed one who was watched. */
export interface TracedHop extends Hop {
  readonly event: MessageEvent
  /** Which of the events it is. */
  readonly place: number
}

export interface TaskSeen {
  readonly firstMs: Millis
  lastMs: Millis
  isDelegated: boolean
}

/** The tasks of our own that messages are about, in the order of their first. */
export function tasksIn(events: readonly TraceEvent[]): Map<string, TaskSeen> {
  const tasks = new Map<string, TaskSeen>()
  for (const event of events) {
    const task = isMessage(event) ? taskOf(event) : undefined
    if (task === undefined || !isMessage(event)) continue
    const seen = tasks.get(task) ?? { firstMs: event.t, lastMs: event.t, isDelegated: false }
    seen.lastMs = event.t
    seen.isDelegated ||= event.socket === 'cloudbe'
    tasks.set(task, seen)
  }
  return tasks
}

/** The task that a message asks for or answers; undefined for none of our own. */
export function taskOf({ frames }: MessageEvent): string | undefined {
  const body = frames.at(-1)
  return typeof body === 'string' ? taskIdIn(body) : undefined
}

/** Whether it is about that task: its id is in it, and no longer id that begins the same. */
export function isAbout(task: string): (event: TraceEvent) => boolean {
  const isOf = (text: string) => text.startsWith(task) && !/\d/.test(text[task.length] ?? '')
  return event =>
    isMessage(event)
      ? event.frames.some(frame => typeof frame === 'string' && isOf(frame))
      : isOf(event.about)
}

/** The same as a hop. Whose it is of many clients behind one socket, the task says. */
export function hopOf(event: MessageEvent, task?: string, place = 0): TracedHop {
  const { t, at, socket, dir } = event
  const client = task === undefined ? undefined : clientOfTask(task)
  if (socket === 'req') {
    const member = isWorkerName(at) ? at : (client ?? at)
    return { t, at: member, socket, dir, with: clusterOf(member), event, place }
  }
  const first = otherEnd(socket, envelopeOf(event.frames.slice(0, 3)))
  const other = socket === 'localfe' ? (client ?? first) : first
  return { t, at, socket, dir, with: other, id: delegationOf(event), event, place }
}

function delegationOf(event: MessageEvent): string | undefined {
  const { socket, frames } = event
  if (socket !== 'cloudbe' && socket !== 'cloudfe') return undefined
  const place = kindsOf(event).indexOf('delegationId')
  return place < 0 ? undefined : textOf(envelopeOf(frames.slice(place, place + 1))[0])
}
