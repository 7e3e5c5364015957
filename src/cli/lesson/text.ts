/** Texts as they stand in programs, made fit for a page of some width. */

/** An empty line between its paragraphs; broken between words. */
export function bodyLines(text: string, columns: number, indent: string): string[] {
  return text.split('\n\n').flatMap((paragraph, index) => {
    const lines = wrapped(paragraph.replaceAll('\n', ' '), columns, indent)
    return index === 0 ? lines : ['', ...lines]
  })
}

/** A word that is too long has a line to itself. */
function wrapped(text: string, columns: number, indent: string): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    const longer = last === undefined ? undefined : `${last} ${word}`
    if (longer !== undefined && longer.length <= columns) lines[lines.length - 1] = longer
    else lines.push(`${indent}${word}`)
  }
  return lines
}
