/** The files that `--out` names: checked before a run, written after it. */

import type { Report } from '../report/report.js'
import { UsageError } from '../scenario/usage-error.js'
import { writeText } from './files.js'

/**
 * @param said each file that was named.
 * @throws UsageError if one cannot be written, or is of no kind that there is.
 */
export function reportWriter(said: unknown): (report: Report) => void {
  const paths = (said === undefined ? [] : [said].flat()).map(String)
  for (const path of paths) {
    if (!path.endsWith('.json')) {
      throw new UsageError(`--out ${path}: use a file that ends in .json`)
    }
    // Until it is written, it stays as it was.
    writeText(path, '', 'a')
  }
  return report => {
    for (const path of paths) writeText(path, `${JSON.stringify(report, null, 2)}\n`)
  }
}
