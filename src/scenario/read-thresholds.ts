/** The section `thresholds`: each entry into what must hold, and of which span of the run. */

import { counted } from '../base/format.js'
import type { Millis } from '../base/time.js'
import { THRESHOLD } from './definition.js'
import { parseDuration, sayMs } from './grammar.js'
import { describe, quoted, suggest } from './messages.js'
import type { PlacedFault } from './read-faults.js'
import { isMap, type ScenarioReader } from './scenario-reader.js'
import type { Path } from './source.js'
import { type MetricRef, parseExpression, parseMetric, type Threshold } from './threshold.js'
import { UsageError } from './usage-error.js'

/** What thresholds can be about. */
export interface RunTimes {
  readonly warmupMs: Millis
  readonly endMs: Millis
  readonly faults: readonly PlacedFault[]
}

export function readThresholds(
  reading: ScenarioReader,
  said: unknown,
  times: RunTimes,
): Threshold[] {
  const items = reading.items(said, ['thresholds'], 'thresholds, such as task.lost: count == 0')
  return items.flatMap((item, index) => readThreshold(reading, item, ['thresholds', index], times))
}

/** The parts of a threshold, whichever way it was written. */
interface Written {
  readonly metric: string | undefined
  readonly expr: string | undefined
  readonly noteMetric: (problem: string) => void
  readonly exprPath: Path
  readonly windowMs?: Millis | undefined
  readonly after?: string | undefined
  readonly abortAfterMs?: Millis | undefined
}

function readThreshold(
  reading: ScenarioReader,
  said: unknown,
  path: Path,
  times: RunTimes,
): Threshold[] {
  const written = readWritten(reading, said, path)
  if (!written) return []
  const { metric, expr, windowMs, after, abortAfterMs } = written
  const ref = metric === undefined ? undefined : readMetric(reading, metric, written)
  const span = readSpan(reading, windowMs, after, path, times)
  if (!ref || metric === undefined || expr === undefined) return []
  const expression = attempt(
    () => parseExpression(expr, ref.metric),
    problem => reading.report(written.exprPath, problem),
  )
  if (!expression) return []
  const aborts = abortAfterMs === undefined ? {} : { abortAfterMs }
  return [{ metricText: metric, exprText: expr, ...ref, ...expression, ...span, ...aborts }]
}

function readWritten(reading: ScenarioReader, said: unknown, path: Path): Written | undefined {
  if (!isMap(said)) {
    reading.report(path, `Use a threshold such as task.lost: count == 0, not ${describe(said)}`)
    return undefined
  }
  const keys = Object.keys(said)
  if (Object.keys(THRESHOLD.shape).some(key => keys.includes(key))) {
    const fields = reading.fields(THRESHOLD, said, path, 'a threshold')
    const { metric, expr, window, after, abortOnFail = false } = fields
    const grace = abortOnFail === true ? { after: 0 } : abortOnFail
    const abortAfterMs = grace === false ? undefined : grace.after
    const noteMetric = (problem: string) => reading.report([...path, 'metric'], problem)
    const exprPath = [...path, 'expr']
    return { metric, expr, noteMetric, exprPath, windowMs: window, after, abortAfterMs }
  }
  const [metric, second] = keys
  if (metric === undefined) {
    reading.report(path, 'Use a threshold such as task.lost: count == 0, not an empty map')
    return undefined
  }
  if (second !== undefined) {
    const problem = `A threshold is on one metric, not also on ${second}: use an entry for each`
    reading.reportKey([...path, second], problem)
    return undefined
  }
  const value = said[metric]
  const expr = typeof value === 'string' ? value : undefined
  const exprPath = [...path, metric]
  const expected = 'use an expression such as p(99) < 2s'
  if (expr === undefined) reading.report(exprPath, `${metric}: ${expected}, not ${describe(value)}`)
  return { metric, expr, noteMetric: problem => reading.reportKey(exprPath, problem), exprPath }
}

function readMetric(
  reading: ScenarioReader,
  text: string,
  written: Written,
): MetricRef | undefined {
  const ref = attempt(() => parseMetric(text), written.noteMetric)
  for (const label of ['origin', 'cluster'] as const) {
    const name = ref?.labels[label]
    if (name === undefined || reading.isCluster(name)) continue
    written.noteMetric(`${label}: ${reading.sayUnknown(name)}`)
  }
  return ref
}

/**
 * With a window, the threshold holds in every window that ends after `after`; without, of all that
 * is measured from then on.
 */
function readSpan(
  reading: ScenarioReader,
  windowMs: Millis | undefined,
  after: string | undefined,
  path: Path,
  { warmupMs, endMs, faults }: RunTimes,
): Pick<Threshold, 'fromMs' | 'untilMs' | 'windowMs'> {
  const afterMs = after === undefined ? warmupMs : readAfter(reading, after, path, faults)
  const fromMs = after === undefined ? afterMs : Math.max(warmupMs, afterMs - (windowMs ?? 0))
  if (afterMs > endMs || fromMs >= endMs) {
    const end = `the run ends at ${sayMs(endMs)}`
    const problem = `after: nothing is left to measure at ${sayMs(afterMs)}, as ${end}`
    reading.report([...path, 'after'], problem)
  } else if (windowMs !== undefined && fromMs + windowMs > endMs) {
    const room = `only ${sayMs(endMs - fromMs)} are measured`
    reading.report([...path, 'window'], `window: ${sayMs(windowMs)} is too long, as ${room}`)
  }
  return { fromMs, untilMs: endMs, ...(windowMs === undefined ? {} : { windowMs }) }
}

function readAfter(
  reading: ScenarioReader,
  text: string,
  path: Path,
  faults: readonly PlacedFault[],
): Millis {
  const report = (problem: string) => reading.report([...path, 'after'], `after: ${problem}`)
  const [, word, nth, plus] = text.trim().match(/^([a-z-]+)(?:#(\d{1,3}))?\s*(?:\+\s*(.*))?$/) ?? []
  if (word === undefined) return attempt(() => parseDuration(text), report) ?? 0
  const plusMs = plus === undefined ? 0 : (attempt(() => parseDuration(plus), report) ?? 0)
  const events = eventsOf(faults)
  const times = events.get(word)
  if (times === undefined) {
    // Where faults could not be read, nobody knows what there is.
    const words = [...events.keys()]
    const hint = words.length > 0 ? suggest(word, words) : 'there are no faults in this file'
    if (reading.isWell('faults')) report(`${quoted(word)} does not happen: ${hint}`)
    return 0
  }
  if (nth === undefined && times.length > 1) {
    report(`${word} happens ${times.length} times: say which, such as ${word}#1`)
    return 0
  }
  const time = times[Number(nth ?? 1) - 1]
  if (time === undefined)
    report(`${word} happens ${counted(times.length, 'time')}: there is no ${word}#${nth}`)
  return (time ?? 0) + plusMs
}

/** When what begins and ends, by the words for it, each in the order of time. */
function eventsOf(faults: readonly PlacedFault[]): Map<string, Millis[]> {
  const events = new Map<string, Millis[]>()
  const add = (word: string, ms: Millis | undefined) => {
    if (ms !== undefined)
      events.set(
        word,
        [...(events.get(word) ?? []), ms].sort((a, b) => a - b),
      )
  }
  for (const { fault, kind } of faults) {
    add(kind, fault.atMs)
    if ('restartMs' in fault) add('restart', fault.restartMs)
    if (fault.kind === 'pause') add('resume', fault.resumeMs)
    if (fault.kind === 'partition') add('heal', fault.healMs)
    if ('untilMs' in fault) add(`${kind}-end`, fault.untilMs)
  }
  return events
}

function attempt<T>(parse: () => T, onProblem: (problem: string) => void): T | undefined {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    onProblem(error.message)
    return undefined
  }
}
