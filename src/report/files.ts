/** A report as the text of a file: in which form, its ending says. */

import { UsageError } from '../scenario/usage-error.js'
import { csvText } from './csv.js'
import { htmlText } from './html/page.js'
import { junitText } from './junit.js'
import type { Report } from './report.js'

export type ReportKind = 'html' | 'json' | 'csv' | 'xml'

const TEXTS: Readonly<Record<ReportKind, (report: Report) => string>> = {
  html: htmlText,
  json: report => `${JSON.stringify(report, null, 2)}\n`,
  csv: csvText,
  xml: junitText,
}

/** @throws UsageError for an ending that says nothing. */
export function reportKindOf(path: string): ReportKind {
  const kind = (Object.keys(TEXTS) as ReportKind[]).find(ending => path.endsWith(`.${ending}`))
  if (kind) return kind
  throw new UsageError(`--out ${path}: use a file that ends in .html, .json, .csv or .xml`)
}

export function reportText(kind: ReportKind, report: Report): string {
  return TEXTS[kind](report)
}
