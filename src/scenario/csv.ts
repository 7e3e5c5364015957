/** The text of a CSV file, cell by cell: RFC 4180, with the separators and comments that occur. */

export interface CsvRow {
  /** Where it begins, from 1. */
  readonly line: number
  /** Without quotes, and without blanks around them. */
  readonly cells: readonly string[]
}

/**
 * Without what is empty, and without lines that begin with `#`.
 *
 * @param most so many rows are read, and one more, which shows that there are too many.
 */
export function parseCsv(text: string, most: number): { rows: CsvRow[]; separator: Separator } {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)
  const first = lines.find(line => !isPassedOver(line)) ?? ''
  const separator = separatorOf(first)
  const rows: CsvRow[] = []
  for (let index = 0; index < lines.length && rows.length <= most; index++) {
    const line = index + 1
    let row = lines[index] ?? ''
    if (isPassedOver(row)) continue
    // A line break within quotes is one of the cell.
    for (let next = index + 1; isOpen(row) && next < lines.length && next < index + LONGEST; next++)
      row += `\n${lines[next]}`
    const cells = cellsOf(row, separator)
    index += row.split('\n').length - 1
    rows.push({ line, cells })
  }
  return { rows, separator }
}

type Separator = ',' | ';' | '\t'

/** No cell has more lines: a quote that is never closed does not swallow the file. */
const LONGEST = 100

function isPassedOver(line: string): boolean {
  return line.trim() === '' || line.trimStart().startsWith('#')
}

/** A comma may be one within a number. */
function separatorOf(line: string): Separator {
  const bare = line.replace(/"(?:[^"]|"")*"/g, '')
  return (['\t', ';'] as const).find(separator => bare.includes(separator)) ?? ','
}

function isOpen(row: string): boolean {
  return row.includes('"') && (row.match(/"/g)?.length ?? 0) % 2 === 1
}

function cellsOf(row: string, separator: Separator): string[] {
  if (!row.includes('"')) return row.split(separator).map(cell => cell.trim())
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (const character of row) {
    if (character === '"') isQuoted = !isQuoted
    if (character === separator && !isQuoted) {
      cells.push(unquoted(cell))
      cell = ''
    } else cell += character
  }
  return [...cells, unquoted(cell)]
}

function unquoted(cell: string): string {
  const [, inside] = cell.trim().match(/^"([\s\S]*)"$/) ?? []
  return inside === undefined ? cell.trim() : inside.replaceAll('""', '"').trim()
}
