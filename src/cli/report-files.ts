/** The files that `--out` names: checked before a run, written after it. */

import { reportKindOf, reportText } from '../report/files.js'
import type { Report } from '../report/report.js'
import { OutputFile } from './output-file.js'

/**
 * @param said each file that was named.
 * @returns what writes them; it throws OutputError if one cannot be written any more.
 * @throws UsageError if one cannot be written, or is of no kind that there is.
 */
export function reportWriter(said: unknown): (report: Report) => void {
  const paths = (said === undefined ? [] : [said].flat()).map(String)
  const kinds = paths.map(reportKindOf)
  const files = paths.map(path => new OutputFile(path))
  return report => {
    for (const [index, file] of files.entries()) {
      file.writeAll(reportText(kinds[index] ?? 'json', report))
    }
  }
}
