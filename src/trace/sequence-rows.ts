/** The rows of a sequence diagram, in the order of time and of cause and effect. */

import type { Millis } from '../base/time.js'
import { type Note, withNotes } from './annotations.js'
import { diesWith } from './lifelines.js'
import type { Message } from './messages.js'
import type { Arrow, SequenceRow } from './sequence.js'
import { sortCausally } from './steps.js'
import type { TracedHop } from './tasks.js'

/** A pause says where the time went, if it is this part of all of it. */
const PAUSE_SHARE = 0.03
/** What takes less took no time, as far as clocks can tell. */
const NO_TIME_MS = 0.0005

/** A message left, or came in. */
export interface Point {
  readonly kind: 'leave' | 'arrive'
  readonly t: Millis
  readonly arrow: Arrow
  /** Which of the events it is. */
  readonly place: number
  /** Where it is the only end that is drawn. */
  readonly isAlone: boolean
}

/** What of the messages is within that time. */
export function pointsOf(
  messages: readonly Message[],
  arrowFor: (message: Message) => Arrow,
  [fromMs, untilMs]: readonly [from: Millis, until: Millis],
): Point[] {
  const isDrawn = (hop: TracedHop | undefined): hop is TracedHop =>
    hop !== undefined && hop.t >= fromMs && hop.t <= untilMs
  const hops = messages.flatMap(({ sent, received }) => [sent, received]).filter(isDrawn)
  const inTime = [...new Set(hops)].sort((a, b) => a.t - b.t)
  const order = new Map(sortCausally(inTime).map((hop, place) => [hop, place]))
  const placed = messages.flatMap(message => {
    const { sent, received } = message
    const arrow = arrowFor(message)
    const ends = [sent, received].filter(isDrawn)
    return ends.map(hop => {
      const kind = hop === sent ? ('leave' as const) : ('arrive' as const)
      const point = { kind, t: hop.t, arrow, place: hop.place, isAlone: ends.length < 2 }
      return { turn: order.get(hop) ?? 0, point }
    })
  })
  return placed.sort((a, b) => a.turn - b.turn).map(({ point }) => point)
}

/** @param isOne whether it is all of one task, so that between its messages somebody has it. */
export function rowsOf(
  points: readonly Point[],
  notes: readonly Note[],
  isOne: boolean,
): SequenceRow[] {
  const rows = withNotes(merged(points), ({ place }) => place, notes)
  return withPauses(
    rows.map(each => ('row' in each ? each.row : { kind: 'note', t: each.t, note: each })),
    isOne,
  )
}

interface PlacedRow {
  /** Which of the events it is, or the first of its two. */
  readonly place: number
  readonly row: SequenceRow
}

/** The two ends of a message share a row, unless something happened between them. */
function merged(points: readonly Point[]): PlacedRow[] {
  const arrivals = new Map(
    points.flatMap(({ kind, arrow }, index) => (kind === 'arrive' ? [[arrow, index]] : [])),
  )
  const done = new Set<Arrow>()
  return points.flatMap(({ kind, t, arrow, isAlone, place }, index): PlacedRow[] => {
    if (done.has(arrow)) return []
    if (isAlone) return [{ place, row: { kind: 'arrow', t, arrow } }]
    if (kind === 'arrive') return [{ place, row: { kind, t, arrow } }]
    const arrival = arrivals.get(arrow) ?? index
    const between = points.slice(index + 1, arrival)
    const tookMs = (points[arrival]?.t ?? t) - t
    const isOneRow =
      between.length === 0 ||
      (tookMs < NO_TIME_MS && !between.some(point => touches(point, arrow.to)))
    if (isOneRow) done.add(arrow)
    return [{ place, row: { kind: isOneRow ? 'arrow' : 'leave', t, arrow } }]
  })
}

function touches({ kind, arrow }: Point, name: string): boolean {
  return (kind === 'leave' ? arrow.from : arrow.to) === name
}

function withPauses(rows: readonly SequenceRow[], isOne: boolean): SequenceRow[] {
  const startMs = rows[0]?.t ?? 0
  const endMs = rows.reduce((end, row) => Math.max(end, lastMs(row)), startMs)
  let [knownMs, holder] = [startMs, '']
  return rows.flatMap((row): SequenceRow[] => {
    const ms = row.t - knownMs
    const isLong = ms >= PAUSE_SHARE * (endMs - startMs) && ms > NO_TIME_MS
    const pause = isLong
      ? [{ kind: 'pause' as const, t: knownMs, at: isOne ? holder : '', ms }]
      : []
    knownMs = Math.max(knownMs, lastMs(row))
    holder = holderAfter(row, holder)
    return [...pause, row]
  })
}

function lastMs(row: SequenceRow): Millis {
  return row.kind === 'arrow' ? Math.max(row.t, row.arrow.receivedMs ?? row.t) : row.t
}

/** Who has the task then; '' for nobody, as it is on its way. */
function holderAfter(row: SequenceRow, before: string): string {
  if (row.kind === 'pause') return before
  if (row.kind === 'note') {
    return row.note.isAlive === false && diesWith(before, row.note.at) ? '' : before
  }
  const { from, to, end } = row.arrow
  if (row.kind === 'leave' || end === 'lost') return ''
  return end === 'arrived' ? to : from
}
