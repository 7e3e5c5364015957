/** Tables and lists as people read them in a terminal. */

export { counted, grouped, roundTime, shortTime } from '../../base/format.js'

/** `label: a, b, c` in lines of that width at most, broken between the items. */
export function listed(label: string, items: readonly string[], columns: number): string[] {
  const lines = [`${label}:`]
  for (const [index, item] of items.entries()) {
    const word = index < items.length - 1 ? `${item},` : item
    const longer = `${lines.at(-1)} ${word}`
    if (longer.length <= columns) lines[lines.length - 1] = longer
    else lines.push(`  ${word}`)
  }
  return lines
}

/** Gives of a line as much as there is room for. */
export function cutAt(columns: number): (line: string) => string {
  return line => (line.length > columns ? `${line.slice(0, columns - 1)}…` : line)
}

/** Lines of a table: the first column to the left, the others to the right, two spaces between. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(...rows.map(row => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map(row => (row[column] ?? '').length)),
  )
  return rows.map(row =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return column === 0 ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
      .trimEnd(),
  )
}
