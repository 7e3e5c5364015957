/**
 * Sequence diagrams as pictures that stand alone, for light pages and dark: time goes down, and an
 * arrow that was on its way for a while is slanted.
 */

import { shortTime } from '../base/format.js'
import { html, type Markup, verbatim } from '../base/markup.js'
import { diesWith } from './lifelines.js'
import { columnsOf, fitted, shownText } from './plain-text.js'
import type { Arrow, Sequence, SequenceRow } from './sequence.js'

const LEFT = 92
const RIGHT = 28
const LANE = 178
const TOP = 86
const ROW = 30
/** A character of a label is about so wide: no font is known that is wider. */
const CHARACTER = 6.9
/** How far a slanted arrow goes down, where nothing happens while it is on its way. */
const SLANT = 16

const STYLE = `
:root{color-scheme:light dark}
svg{--page:#fff;--ink:#1b1f24;--soft:#57606a;--rule:#c4ccd4;--box:#eef3f9;--main:#1565c0;
--state:#6e7781;--bad:#b42318;--busy:#a86500;
font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif}
@media(prefers-color-scheme:dark){svg{--page:#0f1319;--ink:#e6edf3;--soft:#9aa5b1;--rule:#3d4650;
--box:#1b2532;--main:#58a6ff;--state:#929daa;--bad:#ff8478;--busy:#d29922}}
.page{fill:var(--page)}text{fill:var(--ink)}
.title{font-size:15px;font-weight:600}.soft,.time{fill:var(--soft)}
.time{text-anchor:end;font-variant-numeric:tabular-nums}
.box{fill:var(--box);stroke:var(--rule)}.name{text-anchor:middle;font-weight:600}
.lane{stroke:var(--rule);stroke-width:1.5}
.arrow{stroke:var(--main);fill:none;stroke-width:1.6}.head{fill:var(--main)}
.state .arrow{stroke:var(--state);stroke-dasharray:2 3}.state .head{fill:var(--state)}
.bad .arrow,.cross{stroke:var(--bad);fill:none;stroke-width:1.6}.bad .arrow{stroke-dasharray:6 4}
.label{paint-order:stroke;stroke:var(--page);stroke-width:4px;stroke-linejoin:round}
.bad .label{fill:var(--bad)}.busy{fill:var(--busy)}
.spent{fill:var(--busy);font-weight:600}.dot{fill:var(--ink)}
.note{font-style:italic}.all{stroke:var(--busy);stroke-dasharray:8 4}`

/** The whole file. */
export function sequenceSvg(sequence: Sequence): string {
  const { title, participants, rows, startMs, leftOut } = sequence
  const width = LEFT + LANE * participants.length + RIGHT
  const bottom = TOP + ROW * (rows.length + 1)
  const height = bottom + 12 + 18 * leftOut.length
  const drawing = new Drawing(sequence, bottom)
  const words = `${shownText(title)}: ${participants.join(', ')}`
  const picture = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" \
width="${width}" height="${height}" role="img" aria-label="${words}">
<title>${words}</title>
<style>${verbatim(STYLE)}</style>
<rect class="page" width="${width}" height="${height}"/>
<text class="title" x="16" y="26">${fitted(shownText(title), Math.floor(width / 9) - 3)}</text>
<text class="soft" x="16" y="44">times from ${(startMs / 1000).toFixed(4)} s</text>
${drawing.lanes()}${drawing.heads()}${rows.map((row, index) => drawing.row(row, index))}\
${leftOut.map(
  (words, index) =>
    html`<text class="soft" x="16" y="${bottom + 12 + 18 * index}">\
Left out: ${shownText(words)}</text>
`,
)}</svg>
`
  return picture.text
}

class Drawing {
  readonly #sequence: Sequence
  readonly #bottom: number
  /** Where what arrives in a row of its own has left. */
  readonly #left = new Map<Arrow, number>()
  #lastTime = ''

  constructor(sequence: Sequence, bottom: number) {
    this.#sequence = sequence
    this.#bottom = bottom
    for (const [index, row] of sequence.rows.entries()) {
      if (row.kind === 'arrive') this.#left.set(row.arrow, yOf(index))
    }
  }

  heads(): Markup[] {
    return this.#sequence.participants.map(name => {
      const x = this.#x(name)
      const shown = fitted(shownText(name), Math.floor((LANE - 30) / CHARACTER))
      return html`<rect class="box" x="${x - LANE / 2 + 8}" y="${TOP - 28}" width="${LANE - 16}" \
height="24" rx="5"/><text class="name" x="${x}" y="${TOP - 12}">${shown}</text>
`
    })
  }

  /** Each from where it begins to live until it dies, maybe several times. */
  lanes(): Markup[] {
    return this.#sequence.participants.map(name => {
      let d = `M${this.#x(name)} ${TOP - 4}`
      let isAlive = true
      for (const [index, row] of this.#sequence.rows.entries()) {
        if (row.kind !== 'note' || row.note.isAlive === undefined) continue
        if (!diesWith(name, row.note.at) || row.note.isAlive === isAlive) continue
        isAlive = row.note.isAlive
        d += isAlive ? `M${this.#x(name)} ${yOf(index)}` : `V${yOf(index)}`
      }
      return html`<path class="lane" d="${isAlive ? `${d}V${this.#bottom - 10}` : d}"/>
`
    })
  }

  row(row: SequenceRow, index: number): Markup {
    const y = yOf(index)
    const time = row.kind === 'pause' ? undefined : this.#time(row, y)
    switch (row.kind) {
      case 'arrive':
        // It was drawn where it left.
        return html`${time}`
      case 'arrow':
        return html`${time}${this.#arrow(row.arrow, y, y + (tookMs(row.arrow) > 0 ? SLANT : 0))}`
      case 'leave':
        return html`${time}${this.#arrow(row.arrow, y, this.#left.get(row.arrow) ?? y)}`
      case 'pause':
        return row.at === '' ? html`` : this.#pause(row.at, shortTime(row.ms), y)
      case 'note':
        return html`${time}${this.#note(row, y)}`
    }
  }

  /** Said only where it is another than in the row before. */
  #time({ t }: { readonly t: number }, y: number): Markup | undefined {
    const time = `+${shortTime(Math.max(0, t - this.#sequence.startMs))}`
    const isSame = time === this.#lastTime
    this.#lastTime = time
    return isSame
      ? undefined
      : html`<text class="time" x="${LEFT - 14}" y="${y + 4}">${time}</text>
`
  }

  #x(name: string): number {
    return LEFT + LANE * (this.#sequence.participants.indexOf(name) + 0.5)
  }

  #arrow(arrow: Arrow, y: number, endY: number): Markup {
    const [from, to] = [this.#x(arrow.from), this.#x(arrow.to)]
    if (from === to) return html``
    const hasArrived = arrow.end === 'arrived'
    const share = hasArrived ? 1 : 0.72
    const [tipX, tipY] = [from + (to - from) * share, y + (endY - y) * share]
    const kind = hasArrived ? arrow.kind : 'bad'
    return html`<g class="${kind}"><path class="arrow" d="M${from} ${y}L${tipX} ${tipY}"/>\
${hasArrived ? headAt(from, y, tipX, tipY) : crossAt(tipX, tipY)}\
${this.#label(arrow, from, to, y)}</g>
`
  }

  /** Above the arrow, at the side that it leaves from: no other label is in that row. */
  #label(arrow: Arrow, from: number, to: number, y: number): Markup {
    const room = Math.floor((Math.abs(to - from) - 24) / CHARACTER)
    const label = fitted(shownText(labelOf(arrow, room)), room)
    const isRight = to > from
    const x = isRight ? from + 10 : from - 10
    const anchor = isRight ? 'start' : 'end'
    return html`<text class="label" x="${x}" y="${y - 5}" text-anchor="${anchor}">${label}</text>`
  }

  #pause(name: string, words: string, y: number): Markup {
    const x = this.#x(name)
    const side = this.#side(name, words)
    const top = y - ROW / 2 + 2
    return html`<rect class="busy" x="${x - 3}" y="${top}" width="6" height="${ROW - 4}"/>\
<text class="label spent" x="${x + 10 * side}" y="${y + 4}" \
text-anchor="${side > 0 ? 'start' : 'end'}">${words}</text>
`
  }

  #note({ note }: SequenceRow & { readonly kind: 'note' }, y: number): Markup {
    const words = shownText(note.words)
    if (note.at === '') {
      const end = LEFT + LANE * this.#sequence.participants.length
      return html`<path class="all" d="M${LEFT} ${y + 6}H${end}"/>\
<text class="label note" x="${LEFT}" y="${y}">${fitted(words, this.#room(LEFT))}</text>
`
    }
    const x = this.#x(note.at)
    const side = this.#side(note.at, words)
    const shown = fitted(words, side > 0 ? this.#room(x + 12) : Math.floor((x - 12) / CHARACTER))
    const sign =
      note.isAlive === false ? crossAt(x, y) : html`<circle class="dot" cx="${x}" cy="${y}" r="4"/>`
    return html`${sign}<text class="label note" x="${x + 12 * side}" y="${y + 4}" \
text-anchor="${side > 0 ? 'start' : 'end'}">${shown}</text>
`
  }

  /** Words stand at the right, unless there is more room at the left. */
  #side(name: string, words: string): 1 | -1 {
    const x = this.#x(name)
    const isLast = name === this.#sequence.participants.at(-1)
    return columnsOf(words) > this.#room(x + 12) ||
      (isLast && this.#sequence.participants.length > 1)
      ? -1
      : 1
  }

  /** How many characters fit at the right. */
  #room(x: number): number {
    return Math.floor((LEFT + LANE * this.#sequence.participants.length + RIGHT - x) / CHARACTER)
  }
}

function yOf(index: number): number {
  return TOP + ROW * (index + 0.8)
}

function tookMs({ sentMs, receivedMs }: Arrow): number {
  return sentMs === undefined || receivedMs === undefined ? 0 : receivedMs - sentMs
}

function labelOf(arrow: Arrow, room: number): string {
  const { label, short, end } = arrow
  if (end !== 'arrived') return `${label}: ${end === 'back' ? 'no way' : 'lost'}`
  if (tookMs(arrow) < 0.005) return label
  const took = shortTime(tookMs(arrow))
  const whole = `${label} · ${took}`
  return whole.length <= room ? whole : `${short} · ${took}`
}

function headAt(fromX: number, fromY: number, x: number, y: number): Markup {
  const turn = (Math.atan2(y - fromY, x - fromX) * 180) / Math.PI
  return html`<path class="head" d="M0 0L-9 -4.5V4.5Z" \
transform="translate(${x} ${y}) rotate(${Math.round(turn * 10) / 10})"/>`
}

function crossAt(x: number, y: number): Markup {
  return html`<path class="cross" d="M${x - 5} ${y - 5}l10 10m0 -10l-10 10"/>`
}
