/**
 * Text of others in lines of ours: what does not print is written out, and widths are counted in
 * columns of a terminal, of which a Chinese character takes two.
 */

import stringWidth from 'string-width'

/** What is not seen, or changes how its neighbours are: controls, formats, lone halves of pairs. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu

const SEGMENTS = new Intl.Segmenter('en')

/** The text with what does not print as `\u{7}`, so that it can neither hide nor command. */
export function shownText(text: string): string {
  return text.replace(UNSEEN, char => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)
}

export function columnsOf(text: string): number {
  return stringWidth(text)
}

/** The text in at most so many columns, with `…` for what is left out. */
export function fitted(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text
  let [kept, width] = ['', 0]
  for (const { segment } of SEGMENTS.segment(text)) {
    width += columnsOf(segment)
    if (width > columns - 1) break
    kept += segment
  }
  return `${kept}…`
}

/** The text with spaces behind it, up to so many columns. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)))
}

/** How many bytes the text has as UTF-8. */
export function utf8Bytes(text: string): number {
  let bytes = 0
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}
