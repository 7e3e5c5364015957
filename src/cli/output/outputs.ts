/** Which of the outputs a command gets. */

import type { Millis } from '../../base/time.js'
import { type Output, quiet } from './output.js'

/** What an invocation says about the run rather than about a cluster. */
export interface RunOptions {
  /** Undefined: until somebody ends it. */
  readonly forMs: Millis | undefined
  readonly isJson: boolean
  readonly isQuiet: boolean
}

/** Loads only the one that is needed, because a cluster should be ready in half a second. */
export async function outputOf(title: string, options: RunOptions): Promise<Output> {
  const { isJson, isQuiet, forMs } = options
  const output = isJson
    ? (await import('./json-output.js')).jsonOutput(line => process.stdout.write(line))
    : (await import('./text-output.js')).textOutput(process.stdout, title, forMs)
  return isQuiet ? quiet(output) : output
}
