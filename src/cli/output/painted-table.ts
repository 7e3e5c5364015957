/** Tables whose cells have colours: laid out as plain text first, because colours have no width. */

import { cutAt, table } from './format.js'

type Paint = (text: string) => string

/** What stands in a cell, and how it is coloured. */
export interface Cell {
  readonly text: string
  readonly paint?: Paint | undefined
}

/** The lines, none longer than `columns`; one that has to be cut is left without colours. */
export function paintedTable(rows: readonly (readonly Cell[])[], columns: number): string[] {
  const lines = table(rows.map(row => row.map(({ text }) => text)))
  return lines.map((line, index) =>
    line.length > columns ? cutAt(columns)(line) : painted(line, rows[index] ?? []),
  )
}

/** Cells stand in their order, so that each is found behind the one before. */
function painted(line: string, cells: readonly Cell[]): string {
  let out = ''
  let rest = line
  for (const { text, paint } of cells) {
    const at = rest.indexOf(text)
    out += rest.slice(0, at) + (paint && text !== '' ? paint(text) : text)
    rest = rest.slice(at + text.length)
  }
  return out + rest
}
