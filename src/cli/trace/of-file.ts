/** What a trace in a file has: a summary, the whole way of a task, a time of it, a diagram. */

import { nearest } from '../../scenario/messages.js'
import { UsageError } from '../../scenario/usage-error.js'
import { eventText } from '../../trace/event-text.js'
import type { MessageChoice } from '../../trace/messages.js'
import { taskTimeline } from '../../trace/task-timeline.js'
import { journeyLines } from '../../trace/task-timeline-text.js'
import { isAbout, type TaskSeen, tasksIn } from '../../trace/tasks.js'
import { isMessage, type MessageEvent, type TraceEvent, traceLine } from '../../trace/trace.js'
import { clientOfTask, numbersOf } from '../../wire/task.js'
import { counted, cutAt } from '../output/format.js'
import { columnsOf, writeLines } from '../output/lines.js'
import { readTrace } from '../trace-file.js'
import { draw } from './draw.js'
import type { TraceOptions } from './options.js'
import { adviceLines, summaryLines } from './summary.js'

export function traceOfFile(path: string, options: TraceOptions): number {
  const events = readTrace(path)
  const tasks = tasksIn(events)
  const { choice, isJson, isDiagram, svg } = options
  if (choice.task !== undefined && !tasks.has(choice.task)) {
    throw new UsageError(`--task ${choice.task}: ${unknownTask(choice.task, tasks)}`)
  }
  const hasChoice = Object.values(choice).some(value => value !== undefined)
  const example = hasChoice ? choice.task : exampleOf(tasks)
  if (isJson) writeLines(events.filter(isChosen(choice)), traceLine)
  else if (isDiagram || svg !== undefined) draw(events, { ...choice, task: example }, options)
  else if (choice.task !== undefined) write(wayLines(events, choice.task))
  else if (hasChoice) writeMessages(events.filter(isMessage).filter(isChosen(choice)))
  else {
    const way = example === undefined ? [] : ['', ...wayLines(events, example)]
    write([...summaryLines(path, events, tasks), ...way, '', ...adviceLines(path, example, events)])
  }
  return 0
}

/** The first that was delegated, as that is the longest way; else the first of all. */
function exampleOf(tasks: ReadonlyMap<string, TaskSeen>): string | undefined {
  const delegated = [...tasks].find(([, { isDelegated }]) => isDelegated)
  return delegated?.[0] ?? tasks.keys().next().value
}

function wayLines(events: readonly TraceEvent[], task: string): string[] {
  const journey = taskTimeline(events, task)
  return journey ? journeyLines(journey, columnsOf(process.stdout)) : []
}

function writeMessages(messages: readonly MessageEvent[]): void {
  const cut = cutAt(columnsOf(process.stdout))
  if (messages.length === 0) write(['Nothing passed then.'])
  else writeLines(messages, event => cut(eventText(event)))
}

function isChosen({
  task,
  socket,
  fromMs,
  untilMs,
}: MessageChoice): (event: TraceEvent) => boolean {
  const isAboutIt = task === undefined ? () => true : isAbout(task)
  return event =>
    event.t >= (fromMs ?? 0) &&
    event.t <= (untilMs ?? Number.POSITIVE_INFINITY) &&
    (socket === undefined || (isMessage(event) && event.socket === socket)) &&
    isAboutIt(event)
}

/** More than tasks of a client are apart. */
const LIVES_APART = 1e9

/** Of the same client the nearest number; else the first of the client of the nearest name. */
function unknownTask(wrong: string, tasks: ReadonlyMap<string, TaskSeen>): string {
  const count = `There ${tasks.size === 1 ? 'is' : 'are'} ${counted(tasks.size, 'task')} in it`
  const byClient = new Map<string, string[]>()
  for (const task of tasks.keys()) {
    const client = clientOfTask(task)
    const own = byClient.get(client)
    if (own) own.push(task)
    else byClient.set(client, [task])
  }
  const client = clientOfTask(wrong.includes('#') ? wrong : `${wrong}#`)
  const own = byClient.get(client) ?? byClient.get(nearest(client, [...byClient.keys()]) ?? '')
  if (!own) return `no task of that client is in it. ${count}`
  const numberOf = (task: string) => numbersOf(task, clientOfTask(task))
  const wanted = numberOf(wrong) ?? { life: 1, sequence: 0 }
  // One of the same life is nearer than any other.
  const farOf = (task: string) => {
    const { life, sequence } = numberOf(task) ?? wanted
    return LIVES_APART * Math.abs(life - wanted.life) + Math.abs(sequence - wanted.sequence)
  }
  const near = own.reduce((best, task) => (farOf(task) < farOf(best) ? task : best))
  return `did you mean "${near}"? ${count}`
}

function write(lines: readonly string[]): void {
  writeLines(lines, String)
}
