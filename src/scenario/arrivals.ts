/** Arrival times that a `replay` takes from a file. */

import type { Millis } from '../base/time.js'
import type { LoadSpec, ScenarioPlan } from './scenario-plan.js'
import { UsageError } from './usage-error.js'

/**
 * The first column of a CSV: milliseconds since the start of the load, not below 0 and never
 * before the line above. Empty lines, lines that begin with `#` and one line of titles are passed
 * over, and so are further columns.
 *
 * @throws UsageError with the line of the first thing that is wrong.
 */
export function parseArrivals(csv: string, fileName: string): Millis[] {
  const times: Millis[] = []
  let isFirst = true
  for (const [index, line] of csv.split('\n').entries()) {
    const cell = (line.split(/[,;\t]/, 1)[0] ?? '').trim().replace(/^"(.*)"$/, '$1')
    if (line.trim() === '' || cell.startsWith('#')) continue
    const isTitle = isFirst && /^\D*$/.test(cell)
    isFirst = false
    if (isTitle) continue
    const fail = (problem: string) => new UsageError(`${fileName}:${index + 1}:1: ${problem}`)
    const shown = JSON.stringify(cell.slice(0, 60))
    if (!/^\d{1,15}(?:\.\d{1,15})?$/.test(cell)) throw fail(`use a time in ms, not ${shown}`)
    const ms = Number(cell)
    const before = times.at(-1) ?? 0
    if (ms < before) throw fail(`${ms} ms is before the ${before} ms of the line above`)
    times.push(ms)
  }
  if (times.length === 0) throw new UsageError(`${fileName}:1:1: there is no arrival time in it`)
  return times
}

/**
 * The plan with the arrivals of its replays.
 *
 * @param readText the text of a file that the scenario names, by the path that it has there.
 */
export function withArrivals(plan: ScenarioPlan, readText: (path: string) => string): ScenarioPlan {
  const files = new Set(plan.loads.flatMap(({ file }) => file ?? []))
  const times = new Map([...files].map(file => [file, parseArrivals(readText(file), file)]))
  const filled = (spec: LoadSpec): LoadSpec => {
    const atMs = times.get(spec.file ?? '')
    return atMs === undefined ? spec : { ...spec, load: { kind: 'replay', atMs } }
  }
  return { ...plan, loads: plan.loads.map(filled) }
}
