/** The valid word that a wrong one was probably meant to be. */

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

/** `: did you mean "x"?` where there is a near word, else the whole list. */
export function suggestion(wrong: string, words: readonly string[]): string {
  const word = nearest(wrong, words)
  return word ? `did you mean "${word}"?` : `use one of ${words.join(', ')}`
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
