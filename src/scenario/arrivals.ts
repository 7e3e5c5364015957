/** Arrival times that a `replay` takes from a file. */

import { counted } from '../base/format.js'
import type { Millis } from '../base/time.js'
import { isDamagedTime, parseArrivalTime, type TimeUnit } from './arrival-time.js'
import { type CsvRow, parseCsv } from './csv.js'
import { ARRIVALS_MAX } from './limits.js'
import { quoted, suggest } from './messages.js'
import type { LoadSpec, ScenarioPlan } from './scenario-plan.js'
import { UsageError } from './usage-error.js'

/** How the times of a file are to be read. Plain data. */
export interface ArrivalFormat {
  /** Of its numbers; ms, unless it is said here. */
  readonly unit?: TimeUnit | undefined
  /** Which column they are in: its title, or its number from 1 on. The first, unless said here. */
  readonly column?: string | number | undefined
  /** `first`: they count from the first one, and not from the start of the load. */
  readonly startAt?: 'first' | undefined
}

/**
 * The times of a CSV in ms since the start of the load, not below 0 and never before the line
 * above. Empty lines, lines that begin with `#` and a first row of titles are passed over, and so
 * are other columns.
 *
 * @throws UsageError with the line of the first thing that is wrong.
 */
export function parseArrivals(csv: string, fileName: string, format: ArrivalFormat = {}): Millis[] {
  const { rows, separator } = parseCsv(csv, ARRIVALS_MAX)
  if (rows.length > ARRIVALS_MAX) {
    throw new UsageError(`${fileName}: there are too many lines: use at most ${ARRIVALS_MAX}`)
  }
  const reader = new ArrivalReader(fileName, format, separator !== ',')
  const times = reader.read(rows)
  if (times.length === 0) throw reader.problem(1, 'there is no arrival time in it')
  return times
}

/** A text that is shown where times were read above it. */
const SHORT = 20

/** What a column may be called. */
const TITLE = /^[\p{L}_][\p{L}\d_ .()/%-]{0,31}$/u

/** Reads one file. */
class ArrivalReader {
  readonly #fileName: string
  readonly #format: ArrivalFormat
  readonly #unit: TimeUnit
  /** Whether numbers may have a decimal comma. */
  readonly #hasCommas: boolean

  constructor(fileName: string, format: ArrivalFormat, hasCommas: boolean) {
    this.#fileName = fileName
    this.#format = format
    this.#unit = format.unit ?? 'ms'
    this.#hasCommas = hasCommas
  }

  problem(line: number, what: string): UsageError {
    return new UsageError(`${this.#fileName}:${line}:1: ${what}`)
  }

  read([first, ...others]: readonly CsvRow[]): Millis[] {
    if (!first) return []
    const column = this.#columnOf(first)
    const rows = this.#isTitle(first, column) ? others : [first, ...others]
    const times: Millis[] = []
    let kind: string | undefined
    let firstMs: Millis | undefined
    let above = ''
    for (const row of rows) {
      const cell = row.cells[column] ?? ''
      const time = this.#time(row, cell, first, times.length > 0)
      kind ??= time.kind
      if (time.kind !== kind) {
        throw this.problem(row.line, `${quoted(cell)} is not of the kind of those above: use one`)
      }
      if (time.kind === 'moment' && !this.#format.startAt) {
        const add = 'add startAt: first to the load, so that times count from the first'
        throw this.problem(row.line, `${quoted(cell)} is a moment, and no time of the run: ${add}`)
      }
      firstMs ??= this.#format.startAt ? time.ms : 0
      const ms = this.#rounded(time.ms - firstMs)
      if (ms < (times.at(-1) ?? ms)) {
        throw this.problem(
          row.line,
          `${this.#said(cell)} is before the ${this.#said(above)} of the line above`,
        )
      }
      if (ms < 0)
        throw this.problem(row.line, `use a time that is not below 0, not ${quoted(cell)}`)
      times.push(ms)
      above = cell
    }
    return times
  }

  /** From 0. */
  #columnOf(first: CsvRow): number {
    const { column = 1 } = this.#format
    const { cells } = first
    if (typeof column === 'number') {
      if (column <= cells.length) return column - 1
      throw this.problem(first.line, `there is no column ${column}: it has ${cells.length}`)
    }
    const index = cells.indexOf(column)
    if (index >= 0) return index
    // What is no table of ours may be somebody's secret: only what may be a title is shown.
    const titles = cells.filter(cell => TITLE.test(cell))
    const hint = titles.length > 0 ? `: ${suggest(column, titles)}` : ''
    throw this.problem(first.line, `there is no column ${quoted(column)}${hint}`)
  }

  #isTitle({ cells }: CsvRow, column: number): boolean {
    if (typeof this.#format.column === 'string') return true
    const cell = cells[column] ?? ''
    const isWord = (text: string) =>
      text !== '' && !isDamagedTime(text) && !parseArrivalTime(text, 'ms', true)
    // The title of a column of numbers that a program has added may be empty.
    return cell === '' ? cells.some(isWord) : isWord(cell)
  }

  #time(row: CsvRow, cell: string, first: CsvRow, isList: boolean) {
    const time = parseArrivalTime(cell, this.#unit, this.#hasCommas)
    if (!time) {
      const wanted = `use a time in ${this.#unit}`
      const hint = /^\d+,\d+$/.test(cell) ? ': use a decimal point, or ; between columns' : ''
      // The wrong file may have anything in it, which is nobody's business.
      const isMeant = isDamagedTime(cell) || cell.length <= (isList ? SHORT : 0)
      const what = isMeant ? quoted(cell) : `a text of ${counted(cell.length, 'character')}`
      throw this.problem(row.line, `${wanted}, not ${what}${hint}`)
    }
    if (row.cells.length > first.cells.length && !this.#hasCommas) {
      const counts = `${row.cells.length} cells, and the first row ${first.cells.length}`
      const hint = 'for decimal commas, use ; between columns'
      throw this.problem(row.line, `the row has ${counts}: ${hint}`)
    }
    return time
  }

  #said(cell: string): string {
    return /\d[-:]\d/.test(cell) ? cell : `${cell} ${this.#unit}`
  }

  /** A difference of moments is not exact: to the nanosecond it is meant to be. */
  #rounded(ms: Millis): Millis {
    return this.#format.startAt ? Math.round(ms * 1e6) / 1e6 : ms
  }
}

/** Does what is to be done with a file that a scenario names, by the path that it has there. */
export type Located = <T>(file: string, what: () => T) => T

/**
 * The plan with the arrivals of its replays.
 *
 * @param readText the text of a file that the scenario names, by the path that it has there.
 * @param located says of what goes wrong with a file where it is named.
 */
export function withArrivals(
  plan: ScenarioPlan,
  readText: (path: string) => string,
  located: Located = (_file, what) => what(),
): ScenarioPlan {
  const texts = new Map<string, string>()
  const textOf = (file: string) => {
    const text = texts.get(file) ?? readText(file)
    texts.set(file, text)
    return text
  }
  const times = new Map<string, readonly Millis[]>()
  const filled = (spec: LoadSpec): LoadSpec => {
    const { file, format = {} } = spec
    if (file === undefined) return spec
    const key = JSON.stringify([file, format])
    const parse = () => parseArrivals(textOf(file), file, format)
    const atMs = times.get(key) ?? located(file, parse)
    times.set(key, atMs)
    return { ...spec, load: { kind: 'replay', atMs } }
  }
  return { ...plan, loads: plan.loads.map(filled) }
}
