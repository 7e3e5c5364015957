/**
 * Messages drawn as in chapter 3 of the Guide: frame by frame its number, how many bytes it has,
 * what is in it, and what it is. The names come from those who know the socket.
 */

import { columnsOf, fitted, padded, shownText, utf8Bytes } from './plain-text.js'
import type { TraceFrame } from './trace.js'

export interface NamedFrame {
  readonly frame: TraceFrame
  /** What it is, such as `empty delimiter`. */
  readonly name: string
}

/** No content is drawn wider; of longer ones the number of bytes tells how long they are. */
const CONTENT_COLUMNS = 32
/** Where there is little room, contents give way, down to this: not what they are. */
const CONTENT_COLUMNS_MIN = 12
/** Lines, and the spaces around them. */
const BORDER_COLUMNS = 11
/** Of longer messages the first frames are drawn, and the last. */
const FRAMES_MAX = 20

type Corners = readonly [left: string, middle: string, right: string]
const TOP: Corners = ['┌', '┬', '┐']
const BETWEEN: Corners = ['├', '┼', '┤']
const BOTTOM: Corners = ['└', '┴', '┘']

/**
 * The lines of the drawing, without colours. Nothing in them moves a terminal's cursor.
 *
 *              ┌────┬────────────┐
 *     Frame 1  │ 10 │ DC1-c0001  │  identity of client
 *              ├────┼────────────┤
 *     Frame 2  │  0 │            │  empty delimiter
 *              ├────┼────────────┤
 *     Frame 3  │ 11 │ DC1-c0001#3│  body
 *              └────┴────────────┘
 *
 * @param columns how wide it may be, if there is room for the least.
 */
export function drawFrames(
  frames: readonly NamedFrame[],
  columns = Number.POSITIVE_INFINITY,
): string[] {
  if (frames.length === 0) return ['(no frames)']
  const rows = rowsOf(frames, columns)
  const isLong = rows.length > FRAMES_MAX
  const shown = isLong ? [...rows.slice(0, FRAMES_MAX - 1), ...rows.slice(-1)] : rows
  const [labels, lengths, contents] = [
    widest(shown.map(({ label }) => label)),
    widest(shown.map(({ bytes }) => bytes)),
    widest(shown.map(({ content }) => content)),
  ]
  const margin = ' '.repeat(labels + 2)
  const [bar, longBar] = ['─'.repeat(lengths + 2), '─'.repeat(contents + 2)]
  const rule = ([left, middle, right]: Corners) => margin + left + bar + middle + longBar + right
  const leftOut = rows.length - shown.length
  const gap = `${margin}… ${leftOut} more ${leftOut === 1 ? 'frame' : 'frames'} …`
  const lines = shown.flatMap(({ label, bytes, content, name }, index) => [
    rule(index === 0 ? TOP : BETWEEN),
    ...(leftOut > 0 && index === shown.length - 1 ? [gap, rule(BETWEEN)] : []),
    [
      `${padded(label, labels)} `,
      bytes.padStart(lengths),
      padded(content, contents),
      ` ${name}`,
    ].join(' │ '),
  ])
  return [...lines, rule(BOTTOM)]
}

/** How many bytes it has on the wire. */
function bytesOfFrame(frame: TraceFrame): number {
  return typeof frame === 'string' ? utf8Bytes(frame) : frame.hex.length / 2
}

/** What is in it, in at most so many columns: text as it is, other bytes as `0x006b`. */
export function contentOf(frame: TraceFrame, columns = CONTENT_COLUMNS): string {
  // Far behind what is shown nothing need be looked at: a frame can have megabytes.
  if (typeof frame === 'string') return fitted(shownText(frame.slice(0, 8 * columns)), columns)
  return fitted(`0x${frame.hex.slice(0, 8 * columns)}`, columns)
}

interface Row {
  readonly label: string
  readonly bytes: string
  readonly content: string
  readonly name: string
}

function rowsOf(frames: readonly NamedFrame[], columns: number): Row[] {
  const rows = frames.map(({ frame, name }, index) => ({
    label: `Frame ${index + 1}`,
    bytes: String(bytesOfFrame(frame)),
    name: shownText(name),
    frame,
  }))
  const others = ['label', 'bytes', 'name'] as const
  const taken = others.map(what => widest(rows.map(row => row[what])))
  const room = columns - BORDER_COLUMNS - taken.reduce((sum, each) => sum + each, 0)
  const width = Math.min(CONTENT_COLUMNS, Math.max(CONTENT_COLUMNS_MIN, room))
  return rows.map(({ frame, ...row }) => ({ ...row, content: contentOf(frame, width) }))
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map(columnsOf))
}
