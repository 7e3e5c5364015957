/** What a report's page shows: the figures of its headline, and the cells of its tables. */

/** A figure as it is printed, and by how much it may be off: half of its last digit. */
export interface Printed {
  readonly value: number
  readonly within: number
}

export interface Table {
  readonly title: string
  /** Each row by the words above its cells; the row's own name is under ''. */
  readonly rows: readonly Readonly<Record<string, string>>[]
}

/** By the name of the tile. */
export function tilesIn(page: string): Record<string, string> {
  const pairs = page.matchAll(/<div><dt>(.*?)<\/dt><dd>(.*?)<\/dd>/gs)
  return Object.fromEntries([...pairs].map(([, name = '', value = '']) => [name, textOf(value)]))
}

/** The table under a heading. */
export function tableIn(page: string, title: string): Table {
  const section = page.split('<section>').find(part => part.startsWith(`<h2>${title}</h2>`)) ?? ''
  const head = section.match(/<thead>(.*?)<\/thead>/s)?.[1] ?? ''
  const [, ...names] = numbered(cellsIn(head))
  const bodies = [...section.matchAll(/<(tbody|tfoot)>(.*?)<\/\1>/gs)].map(([, , rows]) => rows)
  const rows = bodies.flatMap(body => [...(body ?? '').matchAll(/<tr>(.*?)<\/tr>/gs)])
  return {
    title,
    rows: rows.map(([, row = '']) => {
      const [name = '', ...cells] = cellsIn(row)
      return {
        '': name,
        ...Object.fromEntries(names.map((head, place) => [head, cells[place] ?? ''])),
      }
    }),
  }
}

/** The second of one name has a 2 behind it. */
function numbered(names: readonly string[]): string[] {
  return names.map((name, place) => {
    const nth = names.slice(0, place + 1).filter(other => other === name).length
    return nth > 1 ? `${name} ${nth}` : name
  })
}

function cellsIn(row: string): string[] {
  const cells = row.matchAll(/<(t[hd])\b[^>]*>(.*?)<\/\1>/gs)
  return [...cells].map(([, , cell = '']) => textOf(cell))
}

function textOf(markup: string): string {
  return markup
    .replace(/<br>.*/s, '')
    .replace(/<[^>]*>/g, '')
    .trim()
}

const UNITS: Readonly<Record<string, number>> = { '': 1, '%': 0.01, ms: 1, s: 1000 }

/** `1,234`, `12.3 ms`, `1.25 s`, `3m05s`, `29.0 %`; undefined for a dash. */
export function readFigure(text: string): Printed | undefined {
  const [, minutes, seconds] = text.match(/^(\d+)m(\d\d)s$/) ?? []
  if (minutes !== undefined) {
    return { value: 60_000 * Number(minutes) + 1000 * Number(seconds), within: 500 }
  }
  const [, digits, decimals = '', unit = ''] =
    text.replaceAll(',', '').match(/^(\d+(?:\.(\d+))?)\s*(%|ms|s)?$/) ?? []
  const scale = UNITS[unit]
  if (digits === undefined || scale === undefined) return undefined
  return { value: scale * Number(digits), within: (scale * 10 ** -decimals.length) / 2 }
}
