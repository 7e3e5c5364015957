/** How problems of a file are put into words: short, and in one way. */

import { nearest } from './nearest.js'

const QUOTED_MAX = 60
const LISTED_MAX = 20

/** In quotes, and cut where it is long. */
export function quoted(text: string): string {
  const isLong = text.length > QUOTED_MAX
  return JSON.stringify(isLong ? `${text.slice(0, QUOTED_MAX)}...` : text)
}

/** A value that is not as it should be, as a file has it. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  return typeof value === 'string' ? quoted(value) : String(value)
}

/** The nearest word, or a list that is not too long to read. */
export function advice(wrong: string, words: readonly string[]): string {
  const near = nearest(wrong.slice(0, QUOTED_MAX), words)
  if (near) return `did you mean "${near}"?`
  const more = words.length > LISTED_MAX ? ', ...' : ''
  return `use one of ${words.slice(0, LISTED_MAX).join(', ')}${more}`
}

/** For a field's definition: what is expected of it, and what it is instead, if it is there. */
export function wants(expected: string) {
  return {
    error: ({ input }: { readonly input?: unknown }) =>
      input === undefined ? expected : `${expected}, not ${shown(input)}`,
  }
}
