/** Texts as they stand in programs, made fit for a page of some width. */

/** Its paragraphs, each in one line. */
export function paragraphs(text: string): string[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map(paragraph => paragraph.trim().replace(/\s+/g, ' '))
}

/** Broken between words; a word that is too long has a line to itself. */
export function wrapped(text: string, columns: number, indent = ''): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    const longer = last === undefined ? undefined : `${last} ${word}`
    if (longer !== undefined && longer.length <= columns) lines[lines.length - 1] = longer
    else lines.push(`${indent}${word}`)
  }
  return lines
}
