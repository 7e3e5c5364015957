/** What lessons draw and say often: tables, and small numbers in words. */

/** Rows under a head, each column as wide as its widest cell; numbers stand to the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string[] {
  const cells = [head, ...rows.map(row => row.map(String))]
  const widths = head.map((_, at) => Math.max(...cells.map(row => row[at]?.length ?? 0)))
  const isNumber = head.map((_, at) => rows.every(row => /^[\d.]+$/.test(`${row[at]}`)))
  const lines = cells.map(row =>
    row
      .map((cell, at) =>
        isNumber[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
  return lines.toSpliced(1, 0, widths.map(width => '─'.repeat(width)).join('  '))
}

/** What comes several times in a row, as one line: `timer, 5 times`. */
export function collapsed(lines: readonly string[]): string[] {
  const runs: { line: string; times: number }[] = []
  for (const line of lines) {
    const last = runs.at(-1)
    if (last?.line === line) last.times++
    else runs.push({ line, times: 1 })
  }
  return runs.map(({ line, times }) => (times > 1 ? `${line}, ${times} times` : line))
}

export function inWords(count: number | undefined): string {
  const words = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
  return words[count ?? 0] ?? `${count}`
}
