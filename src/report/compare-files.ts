/** A comparison as the text of a file: in which form, its ending says. */

import { UsageError } from '../scenario/usage-error.js'
import type { Comparison } from './compare.js'
import { compareMarkdown } from './compare-markdown.js'
import { comparePage } from './html/compare-page.js'

const TEXTS = {
  html: comparePage,
  md: compareMarkdown,
  json: (comparison: Comparison) => `${JSON.stringify(comparison, null, 2)}\n`,
} as const

/** @throws UsageError for an ending that says nothing. */
export function comparisonWriterOf(path: string): (comparison: Comparison) => string {
  const kind = (['html', 'md', 'json'] as const).find(ending => path.endsWith(`.${ending}`))
  if (kind) return TEXTS[kind]
  throw new UsageError(`${path}: use a file that ends in .html, .md or .json`)
}
