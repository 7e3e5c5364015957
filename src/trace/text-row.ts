/** A line of text that things are put into by their columns, some over others. */

import { columnsOf } from './plain-text.js'

const SEGMENTS = new Intl.Segmenter('en')

export class TextRow {
  /** A character stands in its first column; the second of a wide one is empty. */
  readonly #cells: string[] = []

  put(column: number, text: string): void {
    let at = Math.max(0, column)
    for (const { segment } of SEGMENTS.segment(text)) {
      const width = columnsOf(segment)
      if (width === 0) continue
      this.#clear(at, width)
      this.#cells[at] = segment
      at += width
    }
  }

  get text(): string {
    return this.#cells.join('').trimEnd()
  }

  /** Half of a wide character leaves a space. */
  #clear(at: number, width: number): void {
    while (this.#cells.length < at + width) this.#cells.push(' ')
    if (this.#cells[at] === '') this.#cells[at - 1] = ' '
    if (this.#cells[at + width] === '') this.#cells[at + width] = ' '
    for (let cell = at; cell < at + width; cell++) this.#cells[cell] = ''
  }
}
