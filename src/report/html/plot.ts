/**
 * A plot: lines over an axis, drawn as static markup. The lines are SVG, stretched to the room that
 * there is; the words are HTML beside it, so that they are readable on a telephone too.
 */

import { html, type Markup } from '../../base/markup.js'
import type { Axis } from './axis.js'
import type { LimitLine } from './limit-lines.js'

export interface Plot {
  readonly title: string
  /** What the title cannot say. */
  readonly hint?: string
  readonly x: Axis
  readonly xs: readonly number[]
  readonly y: Axis
  readonly lines: readonly Line[]
  readonly bands?: readonly Band[]
  readonly limits?: readonly LimitLine[]
  /** Says a value, for those who cannot see the line. */
  textOf(value: number): string
  /** Whether it is one of many, and has to do with less room. */
  readonly isSmall?: boolean
}

export interface Line {
  readonly name: string
  /** By its place in the style sheet: colour, width and dashes. */
  readonly look: LineStyle
  /** For each of `xs`; null where there is nothing. */
  readonly values: readonly (number | null)[]
}

export type LineStyle = 'main' | 'plan' | 'low' | 'middle' | 'high' | 'bad' | 'home' | 'away'

/** A span of the axis, with the number by which it is explained elsewhere. */
export interface Band {
  readonly from: number
  readonly until: number
  readonly number: number
}

const [WIDTH, HEIGHT] = [1000, 100]

export function plotOf(plot: Plot): Markup {
  const { title, hint, x, y, lines, bands = [], limits = [], isSmall = false } = plot
  return html`<figure class="plot${isSmall ? ' small' : ''}" data-lines="${dataOf(plot)}" \
data-places="${placesOf(plot)}">
<figcaption><b>${title}</b>${hint === undefined ? '' : html` <i>${hint}</i>`}
<span class="keys">${lines.map(keyOf)}</span></figcaption>
<div class="frame"><div class="ys" aria-hidden="true">${y.ticks.map(
    ({ place, text }) => html`<span style="top:${percent(1 - place)}">${text}</span>`,
  )}</div>
<div class="pane"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" \
aria-label="${wordsOf(plot)}">
${bands.map(bandOf)}${y.ticks.map(({ place }) => gridLine(place))}
${lines.map(line => lineOf(line, plot))}${limits.map(limit => limitPath(limit, plot))}</svg>
${bands.map(flagOf)}${limitWords(limits, plot)}</div>
<div class="xs" aria-hidden="true">${x.ticks.map(
    ({ place, text }) => html`<span style="left:${percent(place)}">${text}</span>`,
  )}</div></div></figure>
`
}

function keyOf({ name, look }: Line): Markup {
  return html`<span class="key"><svg viewBox="0 0 24 8" aria-hidden="true">\
<path class="line ${look}" d="M0 4H24"/></svg>${name}<output></output></span>`
}

function gridLine(place: number): Markup {
  return html`<path class="grid" d="M0 ${short(HEIGHT * (1 - place))}H${WIDTH}"/>`
}

function bandOf({ from, until }: Band): Markup {
  const width = Math.max(WIDTH * (until - from), 0)
  const x = short(WIDTH * from)
  return html`<rect class="band" x="${x}" y="0" width="${short(width)}" height="${HEIGHT}"/>\
<path class="edge" d="M${x} 0V${HEIGHT}"/>`
}

function flagOf({ from, number }: Band): Markup {
  return html`<span class="flag" style="left:${percent(from)}" aria-hidden="true">${number}</span>`
}

/** A line with gaps; a point between two gaps is a short dash. */
function lineOf({ look, values }: Line, plot: Plot): Markup {
  return html`<path class="line ${look}" d="${pathOf(values, plot)}"/>`
}

function pathOf(values: Line['values'], { x, xs, y }: Plot): string {
  let path = ''
  let isOpen = false
  for (const [index, value] of values.entries()) {
    const at = xs[index]
    if (value === null || at === undefined) {
      isOpen = false
      continue
    }
    const [left, top] = [short(WIDTH * x.place(at)), short(HEIGHT * (1 - y.place(value)))]
    const isAlone = !isOpen && (values[index + 1] ?? null) === null
    path += `${isOpen ? 'L' : 'M'}${left} ${top}${isAlone ? 'h2' : ''}`
    isOpen = true
  }
  return path
}

/** A limit that the axis has no room for has no line: its words stand at the edge. */
function limitPath({ values, hasFailed }: LimitLine, plot: Plot): Markup {
  const inside = values.map(value => (value !== null && isOn(plot.y, value) ? value : null))
  return html`<path class="line limit${hasFailed ? ' failed' : ''}" d="${pathOf(inside, plot)}"/>`
}

function isOn(y: Axis, value: number): boolean {
  const place = y.place(value)
  return place > 0 && place < 1
}

/** Those at about the same height share a line of words. */
const SAME_HEIGHT = 0.13

function limitWords(limits: readonly LimitLine[], { y }: Plot): Markup {
  const rows: { place: number; texts: string[]; hasFailed: boolean }[] = []
  for (const { text, values, hasFailed } of limits) {
    const value = values.filter(each => each !== null).at(-1)
    if (value === undefined) continue
    const place = Math.min(1, Math.max(0, y.place(value)))
    const arrow = place === 1 ? '↑ ' : place === 0 ? '↓ ' : ''
    const said = `${arrow}${text}${hasFailed ? ' ✗' : ''}`
    const near = rows.find(row => Math.abs(row.place - place) < SAME_HEIGHT)
    if (near) near.texts.push(said)
    else rows.push({ place, texts: [said], hasFailed })
    if (near && hasFailed) near.hasFailed = true
  }
  if (rows.length === 0) return html``
  return html`<div class="limits" aria-hidden="true">${rows.map(
    ({ place, texts, hasFailed }) =>
      html`<span class="${place > 0.8 ? 'below' : ''}${hasFailed ? ' failed' : ''}" \
style="top:${percent(1 - place)}">${[...new Set(texts)].join(', ')}</span>`,
  )}</div>`
}

function wordsOf({ title, lines, textOf, limits = [] }: Plot): string {
  const words = lines.map(({ name, values }) => {
    const known = values.filter(value => value !== null)
    if (known.length === 0) return `${name}: nothing`
    const [least, most] = extremes(known)
    const last = known.at(-1) ?? 0
    return `${name}: from ${textOf(least)} to ${textOf(most)}, at the end ${textOf(last)}`
  })
  const bounds = limits.map(({ text, hasFailed }) => `${text}${hasFailed ? ' failed' : ''}`)
  const said = bounds.length === 0 ? '' : ` Limits: ${[...new Set(bounds)].join(', ')}.`
  return `${title}. ${words.join('; ')}.${said}`
}

/** The least and the greatest; there may be too many values to be arguments. */
export function extremes(values: readonly number[]): [least: number, most: number] {
  return [
    values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ]
}

/** For the script that shows values under the pointer: a list for each line. */
function dataOf({ lines, textOf }: Plot): string {
  return JSON.stringify(lines.map(({ values }) => values.map(v => (v === null ? '' : textOf(v)))))
}

/** Where its points are, in thousandths of the axis. */
function placesOf({ x, xs }: Plot): string {
  return JSON.stringify(xs.map(at => Math.round(WIDTH * x.place(at))))
}

function percent(place: number): string {
  return `${short(100 * place)}%`
}

function short(number: number): number {
  return Math.round(10 * number) / 10
}
