/** What passes the brokers of clusters that run: the next whole task, a message, or all of it. */

import { ownDirectory } from '../../live/directory.js'
import { TraceReader } from '../../live/trace-reader.js'
import { checkClusterNames, DEFAULTS } from '../../scenario/plan.js'
import { UsageError } from '../../scenario/usage-error.js'
import { eventText } from '../../trace/event-text.js'
import { drawFrames } from '../../trace/frame-diagram.js'
import { namedFrames } from '../../trace/named-frames.js'
import { taskTimeline } from '../../trace/task-timeline.js'
import { journeyLines, passing } from '../../trace/task-timeline-text.js'
import { hopOf, isAbout, taskOf } from '../../trace/tasks.js'
import { isMessage, traceLine } from '../../trace/trace.js'
import { counted, cutAt } from '../output/format.js'
import { columnsOf } from '../output/lines.js'
import { onEndSignal } from '../signals.js'
import { draw } from './draw.js'
import { NextTask } from './next-task.js'
import type { TraceArguments, TraceOptions } from './options.js'

/** So long after the last message of a task its other messages are waited for, from elsewhere. */
const STRAGGLERS_MS = 100

/** The exit code when the clusters ended before there was anything to show. */
const INCONCLUSIVE = 4
const INTERRUPTED = 130

export async function traceOfClusters(
  argv: TraceArguments,
  options: TraceOptions,
): Promise<number> {
  const naming = {
    dir: argv.dir === undefined ? ownDirectory() : String(argv.dir),
    template: argv.endpoints === undefined ? DEFAULTS.template : String(argv.endpoints),
  }
  const { socket } = options.choice
  if (socket === 'req') throw new UsageError('--socket: of clusters that run only brokers are seen')
  checkClusterNames(argv.what)
  const ending = new AbortController()
  onEndSignal(() => ending.abort())
  // A reader that goes, as in `peering trace DC1 --follow | head`, ends it like Ctrl-C.
  process.stdout.on('error', () => ending.abort())
  const topics = socket === undefined ? [] : [socket]
  const reader = await TraceReader.open(naming, argv.what, topics, ending.signal)
  const show = options.isFollowing ? follow : socket === undefined ? nextTask : nextMessage
  // Who names several wants to see what passes between them.
  const hasShown = await show(reader, options, argv.what.length > 1)
  if (hasShown || options.isFollowing) return 0
  if (ending.signal.aborted) return INTERRUPTED
  process.stderr.write(`peering: ${argv.what.join(', ')} ended before it passed\n`)
  return INCONCLUSIVE
}

/** All that passes, a line each, until the end. */
async function follow(reader: TraceReader, { choice, isJson }: TraceOptions): Promise<boolean> {
  const cut = cutAt(columnsOf(process.stdout))
  const isChosen = choice.task === undefined ? () => true : isAbout(choice.task)
  let missed = 0
  for await (const event of reader) {
    const isEnd = !isMessage(event) && event.fact === 'end'
    if (!isEnd && !isChosen(event)) continue
    if (isJson) await write([traceLine(event)])
    else if (isEnd) await write([`${event.at} has ended`])
    else if (isMessage(event)) await write([cut(eventText(event))])
    if (reader.missed === missed) continue
    tellMissed(reader.missed - missed)
    missed = reader.missed
  }
  return true
}

/** The next message at the socket, with its frames drawn. */
async function nextMessage(
  reader: TraceReader,
  { choice, isJson }: TraceOptions,
): Promise<boolean> {
  const isChosen = choice.task === undefined ? () => true : isAbout(choice.task)
  for await (const event of reader) {
    if (!isMessage(event) || !isChosen(event)) continue
    const columns = columnsOf(process.stdout)
    const lines = [passing(hopOf(event, taskOf(event))), ...drawFrames(namedFrames(event), columns)]
    await write(isJson ? [traceLine(event)] : lines)
    reader.close()
    return true
  }
  return false
}

/** The whole way of the next task that is delegated, or of any, or of the one that is asked for. */
async function nextTask(
  reader: TraceReader,
  options: TraceOptions,
  isDelegated: boolean,
): Promise<boolean> {
  const { choice, isJson, isDiagram, svg } = options
  if (process.stderr.isTTY) {
    const next = isDelegated ? 'the next delegated task' : 'the next task'
    process.stderr.write(`Waiting for ${choice.task ?? next} to pass. Ctrl-C ends it.\n`)
  }
  const next = new NextTask(choice.task, isDelegated)
  for await (const event of reader) {
    if (next.add(event)) setTimeout(() => reader.close(), STRAGGLERS_MS)
  }
  const { task } = next
  if (task === undefined) return false
  const events = next.events()
  if (reader.missed > 0) tellMissed(reader.missed)
  if (isJson) await write(events.filter(isAbout(task)).map(traceLine))
  else if (isDiagram || svg !== undefined) draw(events, { ...choice, task }, options)
  else {
    const journey = taskTimeline(events, task)
    await write(journey ? journeyLines(journey, columnsOf(process.stdout)) : [])
  }
  return true
}

function tellMissed(count: number): void {
  process.stderr.write(`peering: ${counted(count, 'event')} came too fast, and were missed\n`)
}

/** Resolves when there is room again: what comes meanwhile waits, or is missed and told of. */
function write(lines: readonly string[]): Promise<void> {
  const { stdout } = process
  if (stdout.write(lines.map(line => `${line}\n`).join(''))) return Promise.resolve()
  return new Promise(resolve => {
    const goOn = () => {
      stdout.off('drain', goOn)
      stdout.off('error', goOn)
      resolve()
    }
    stdout.on('drain', goOn)
    stdout.on('error', goOn)
  })
}
