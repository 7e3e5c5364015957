/** How problems of a file are put into words: short, and in one way. */

const QUOTED_MAX = 60
const LISTED_MAX = 20

/** In quotes, and cut where it is long. */
export function quoted(text: string): string {
  const isLong = text.length > QUOTED_MAX
  return JSON.stringify(isLong ? `${text.slice(0, QUOTED_MAX)}...` : text)
}

/** A value that is not as it should be, as a file has it. */
export function describe(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  return typeof value === 'string' ? quoted(value) : String(value)
}

/** The nearest word, or a list that is not too long to read. */
export function suggest(wrong: string, words: readonly string[]): string {
  const near = nearest(wrong.slice(0, QUOTED_MAX), words)
  if (near) return `did you mean "${near}"?`
  const more = words.length > LISTED_MAX ? ', ...' : ''
  return `use one of ${words.slice(0, LISTED_MAX).join(', ')}${more}`
}

/** For a field's definition: what is expected of it, and what it is instead, if it is there. */
export function expecting(expected: string) {
  return {
    error: ({ input }: { readonly input?: unknown }) =>
      input === undefined ? expected : `${expected}, not ${describe(input)}`,
  }
}

/** The nearest of `words`, or undefined if none is near enough to be a slip of the hand. */
export function nearest(wrong: string, words: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(wrong.length / 3))
  const ranked = words
    .map(word => ({ word, steps: editDistance(wrong.toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps)
  const [first] = ranked
  // A word that has no letter in common is no slip of the hand, however short.
  const isNear = first && first.steps <= limit && first.steps < wrong.length
  return isNear ? first.word : undefined
}

/** How many letters to insert, remove or replace, or neighbours to exchange (Damerau). */
function editDistance(from: string, to: string): number {
  let before: number[] = []
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const replace = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      const isExchange = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      const exchange = isExchange ? (before[j - 2] ?? 0) + 1 : replace
      next.push(Math.min(replace, exchange, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[to.length] ?? 0
}
