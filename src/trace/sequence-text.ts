/** Sequence diagrams in a terminal: time goes down, and each who takes part has a line. */

import { shortTime } from '../base/format.js'
import type { Millis } from '../base/time.js'
import type { Note } from './annotations.js'
import { diesWith } from './lifelines.js'
import { columnsOf, fitted, shownText } from './plain-text.js'
import type { Arrow, Sequence, SequenceRow } from './sequence.js'
import { TextRow } from './text-row.js'

/** The times at the left, and two spaces. */
const LEFT = 11
const LANE_MIN = 12
const LANE_MAX = 30

/** How many lines there is room for. */
export function lanesIn(columns: number): number {
  return Math.max(2, Math.floor((columns - LEFT) / LANE_MIN))
}

/** No line is longer than `columns`, but for a terminal that has no room for two lines. */
export function sequenceLines(sequence: Sequence, columns: number): string[] {
  const { title, participants, rows, startMs, leftOut } = sequence
  const width = Math.min(LANE_MAX, Math.floor((columns - LEFT) / Math.max(1, participants.length)))
  const drawing = new Drawing(participants, Math.max(width, LANE_MIN), startMs)
  return [
    fitted(`${shownText(title)} · times from ${(startMs / 1000).toFixed(4)} s`, columns),
    '',
    drawing.head(),
    ...rows.map(row => drawing.row(row)),
    ...(leftOut.length > 0 ? [''] : []),
    ...leftOut.map(words => fitted(`Left out: ${words}`, columns)),
  ]
}

/** Whether both ends of an arrow are in a row, or which of them. */
type ArrowEnd = 'arrow' | 'leave' | 'arrive'

class Drawing {
  readonly #names: readonly string[]
  readonly #width: number
  readonly #startMs: Millis
  readonly #dead = new Set<string>()
  /** The letters of what is on its way: it left in one row, and arrives in another. */
  readonly #marks = new Map<Arrow, string>()
  #marked = 0
  #lastTime = ''

  constructor(names: readonly string[], width: number, startMs: Millis) {
    this.#names = names
    this.#width = width
    this.#startMs = startMs
  }

  head(): string {
    const row = new TextRow()
    for (const name of this.#names) {
      const shown = fitted(shownText(name), this.#width - 1)
      row.put(this.#x(name) - Math.floor(columnsOf(shown) / 2), shown)
    }
    return row.text
  }

  row(row: SequenceRow): string {
    const line = this.#lanes(row.kind === 'pause' && row.at === '' ? '┊' : '│')
    switch (row.kind) {
      case 'arrow':
      case 'leave':
      case 'arrive':
        this.#drawArrow(line, row.kind, row.arrow)
        break
      case 'pause':
        if (row.at !== '') this.#write(line, row.at, '┃', shortTime(row.ms))
        break
      case 'note':
        this.#drawNote(line, row.note)
        break
    }
    line.put(0, row.kind === 'pause' ? '' : this.#time(row.t))
    return line.text
  }

  /** Said only where it is another than in the row before. */
  #time(t: Millis): string {
    const time = `+${shortTime(Math.max(0, t - this.#startMs))}`.padStart(LEFT - 2)
    const isSame = time === this.#lastTime
    this.#lastTime = time
    return isSame ? '' : time
  }

  #lanes(lane: string): TextRow {
    const row = new TextRow()
    for (const name of this.#names) if (!this.#dead.has(name)) row.put(this.#x(name), lane)
    return row
  }

  #x(name: string): number {
    return LEFT + Math.floor(this.#width * (this.#names.indexOf(name) + 0.5))
  }

  #drawArrow(line: TextRow, kind: ArrowEnd, arrow: Arrow): void {
    const [from, to] = [this.#x(arrow.from), this.#x(arrow.to)]
    if (from === to) return
    const [left, right] = [Math.min(from, to) + 1, Math.max(from, to) - 1]
    const isRight = to > from
    line.put(left, (arrow.kind === 'state' ? '╌' : '─').repeat(right - left + 1))
    if (kind !== 'leave' && arrow.end === 'arrived')
      line.put(isRight ? right : left, isRight ? '▶' : '◀')
    if (arrow.end !== 'arrived') line.put(isRight ? right - 1 : left, '✕ ')
    const mark = kind === 'arrow' ? '' : this.#mark(kind, arrow)
    const isMarkRight = (kind === 'leave') === isRight
    if (mark !== '') line.put(isMarkRight ? right - 3 : left + 1, mark)
    const room = right - left - 3 - mark.length
    const label = labelOf(kind, arrow, room)
    const middle = left + Math.floor((right - left + 1 - columnsOf(label)) / 2) - 1
    const shift = mark === '' ? 0 : isMarkRight ? -2 : 2
    if (label !== '') line.put(middle + shift, ` ${label} `)
  }

  #mark(kind: 'leave' | 'arrive', arrow: Arrow): string {
    const known = this.#marks.get(arrow)
    if (kind === 'arrive') return known ?? '(?)'
    const mark = `(${String.fromCharCode(97 + (this.#marked++ % 26))})`
    this.#marks.set(arrow, mark)
    return mark
  }

  #drawNote(line: TextRow, { at, words, isAlive }: Note): void {
    if (at === '') {
      line.put(LEFT, `── ${shownText(words)} ──`)
      return
    }
    for (const name of this.#names) {
      if (isAlive === undefined || !diesWith(name, at)) continue
      if (isAlive) this.#dead.delete(name)
      else this.#dead.add(name)
    }
    this.#write(line, at, isAlive === false ? '✕' : '●', shownText(words))
  }

  /** Beside a line: at the right, where that is not the last. */
  #write(line: TextRow, name: string, sign: string, words: string): void {
    const x = this.#x(name)
    line.put(x, sign)
    const isLast = this.#names.indexOf(name) === this.#names.length - 1
    const room = isLast
      ? x - LEFT - 2
      : this.#width * (this.#names.length - this.#names.indexOf(name)) - this.#width / 2 - 2
    const shown = fitted(words, Math.floor(room))
    line.put(isLast ? x - 1 - columnsOf(shown) : x + 2, shown)
  }
}

/** The most that can be said in so many columns. */
function labelOf(kind: ArrowEnd, arrow: Arrow, room: number): string {
  const said = saidOf(kind, arrow).map(words => shownText(words.trim()))
  return said.find(words => columnsOf(words) <= room) ?? fitted(said.at(-1) ?? '', room)
}

function saidOf(kind: ArrowEnd, { label, short, end, sentMs, receivedMs }: Arrow): string[] {
  if (end !== 'arrived') {
    const words = end === 'back' ? 'no way' : 'lost'
    return [`${label} ${words}`, `${short} ${words}`, words]
  }
  const tookMs = (receivedMs ?? 0) - (sentMs ?? receivedMs ?? 0)
  const took = receivedMs !== undefined && tookMs >= 0.005 ? shortTime(tookMs) : ''
  if (kind === 'arrive') return [took]
  return kind === 'leave' ? [label, short] : [`${label} ${took}`, `${short} ${took}`, label, short]
}
