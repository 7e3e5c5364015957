/** Numbers and tables as people read them. */

import type { Millis } from '../../base/time.js'

/** `0.42 ms`, `12.3 ms`, `512 ms`, `1.25 s`, `3m05s`. */
export function shortTime(ms: Millis): string {
  if (ms >= 60_000) {
    const seconds = Math.round(ms / 1000)
    return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`
  }
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`
  return `${ms.toFixed(ms >= 100 ? 0 : ms >= 10 ? 1 : 2)} ms`
}

/** Numbers with a comma at each thousand. */
export function grouped(number: number): string {
  return number.toLocaleString('en-US')
}

/** A count and its noun: `1 task`, `2 tasks`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`
}

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
