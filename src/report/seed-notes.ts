/** The notes of many seeds as one list: each said once, with how many seeds it is of. */

import type { Summary } from './summary.js'

/** Of one seed they stay as they are. */
export function notesOfSeeds(runs: readonly Summary[]): string[] {
  if (runs.length < 2) return [...(runs[0]?.notes ?? [])]
  const groups = new Map<string, { note: string; seed: number }[]>()
  for (const { seed, notes = [] } of runs) {
    for (const note of new Set(notes)) {
      const key = kindOf(note)
      groups.set(key, [...(groups.get(key) ?? []), { note, seed }])
    }
  }
  return [...groups.values()].map(said => noteOf(said, runs.length))
}

/** Without its figures, by which the same note differs from seed to seed: `# task`, `# tasks`. */
function kindOf(note: string): string {
  return note.replace(/(?<![\w.#-])\d[\d.,]*(?: (\w+?)s?\b)?/g, (_, noun = '') => `# ${noun}`)
}

function noteOf(said: readonly { note: string; seed: number }[], count: number): string {
  const seeds = new Set(said.map(({ seed }) => seed)).size
  const [first] = said
  if (!first) throw new Error('nobody said it')
  const isSame = said.every(({ note }) => note === first.note)
  const where = isSame ? '' : `; this is seed ${first.seed}`
  const of = seeds === count ? `all ${count}` : `${seeds} of ${count}`
  return `${first.note} (${of} seeds${where})`
}
