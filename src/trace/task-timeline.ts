/**
 * A task's whole way, from its client to a worker and back: at each hop the frames as they are
 * then, and what was pushed and popped to make them so.
 */

import type { Millis } from '../base/time.js'
import { textOf } from '../wire/envelope.js'
import { clusterOf } from '../wire/names.js'
import { clientOfTask, signerOf } from '../wire/task.js'
import { annotate, type Note, notesOf, withNotes } from './annotations.js'
import type { NamedFrame } from './frame-diagram.js'
import { changeOf, type Popped } from './push-and-pop.js'
import { sortCausally, stepsOf } from './steps.js'
import { hopOf, isAbout, type TracedHop, taskOf } from './tasks.js'
import { envelopeOf, isMessage, type TraceEvent } from './trace.js'
import { watcherOf } from './watcher.js'

export interface TimelineHop {
  readonly hop: TracedHop
  /** What they are, and who pushed those that are new. */
  readonly frames: readonly NamedFrame[]
  readonly popped: readonly Popped[]
  /** What it is, besides what is to be expected: a retry, a bounce, too late. */
  readonly remarks: readonly string[]
}

export interface TaskTimeline {
  readonly task: string
  readonly client: string
  readonly startMs: Millis
  readonly entries: readonly (TimelineHop | Note)[]
  /** How it ended: one line. */
  readonly outcome: string
  /** How many more hops there are than are told of. */
  readonly leftOut: number
}

/** A task that wanders for longer is told of up to here. */
const HOPS_MAX = 400

/** Undefined if no message of the trace is about it. */
export function taskTimeline(
  events: readonly TraceEvent[],
  task: string,
): TaskTimeline | undefined {
  const all = events.flatMap((event, place) =>
    isMessage(event) && taskOf(event) === task ? [hopOf(event, task, place)] : [],
  )
  const hops = sortCausally(all.slice(0, HOPS_MAX))
  const [first, last] = [hops[0], hops.at(-1)]
  if (!first || !last) return undefined
  const steps = stepsOf(hops, watcherOf(events))
  const sentOf = new Map(steps.map(({ sent, received }) => [received, sent]))
  const lost = new Set(steps.filter(({ end }) => end === 'lost').map(({ sent }) => sent))
  const remarks = annotate(events, new Set(all.map(({ event }) => event)))
  const starts = events.filter(
    event =>
      !isMessage(event) && event.fact === 'start' && event.at === clusterOf(clientOfTask(task)),
  )
  const told = hops.map((hop, index): TimelineHop => {
    const before = hops.slice(0, index)
    // A client that was started again counts its tasks from 1 again: that is another task.
    const bornMs = starts.findLast(({ t }) => t <= hop.t)?.t ?? 0
    const ofThisLife = before.filter(({ t }) => t >= bornMs)
    const own = [...kindOfSending(hop, ofThisLife), ...(remarks.get(hop.event) ?? [])]
    const lostWords = lost.has(hop) ? [`it never arrived at ${hop.with}`] : []
    return { hop, ...changeOf(hop, sentOf.get(hop), before), remarks: [...own, ...lostWords] }
  })
  const names = new Set(hops.flatMap(({ at, with: other }) => [at, other]))
  const notes = notesOf(events, names, [first.t, last.t])
  return {
    ...{ task, client: clientOfTask(task), startMs: first.t },
    entries: withNotes(told, ({ hop }) => hop.place, notes),
    outcome: outcomeOf(events, task, hops),
    leftOut: all.length - hops.length,
  }
}

/** A retry, a redelivery or a bounce, if it is one. */
function kindOfSending(hop: TracedHop, before: readonly TracedHop[]): string[] {
  const { at, socket, dir } = hop
  if (dir === 'back') return ['it found no way, and came back']
  const own = before.filter(other => other.at === at && other.dir !== 'back')
  const requests = own.filter(other => other.dir === 'in' && isFrontend(other.socket))
  if (dir === 'in' && socket === 'localfe' && requests.length > 0) {
    return [`asked again: retry ${requests.length}`]
  }
  const sent = own.filter(other => other.dir === 'out')
  if (dir === 'out' && socket === 'req' && own.length === sent.length) {
    return sent.length > 0 ? [`no answer came in time: retry ${sent.length}`] : []
  }
  const deliveries = sent.filter(other => isBackend(other.socket))
  const isAgain = dir === 'out' && isBackend(socket) && deliveries.length >= requests.length
  const last = deliveries.at(-1)
  return isAgain && last ? [`sent again: it came home from ${last.with}`] : []
}

function isFrontend(socket: string): boolean {
  return socket === 'localfe' || socket === 'cloudfe'
}

function isBackend(socket: string): boolean {
  return socket === 'localbe' || socket === 'cloudbe'
}

function outcomeOf(
  events: readonly TraceEvent[],
  task: string,
  hops: readonly TracedHop[],
): string {
  const facts = events.filter(event => !isMessage(event)).filter(isAbout(task))
  if (facts.some(event => 'fact' in event && event.fact === 'lost'))
    return 'lost: its client gave up'
  const answer = hops.findLast(({ socket, dir }) => socket === 'localfe' && dir === 'out')
  const start = hops[0]
  if (!answer || !start) return 'no answer to it is in this trace'
  const signer = signerOf(textOf(envelopeOf(answer.event.frames).at(-1)), task)
  const received = hops.findLast(({ at, dir }) => at === clientOfTask(task) && dir === 'in')
  const endMs = (received ?? answer).t
  return `answered${signer ? ` by ${signer}` : ''} after ${(endMs - start.t).toFixed(2)} ms`
}
