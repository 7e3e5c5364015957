/** Lets a process that was stopped go on, and so end, when the one here is gone. */

import { spawn } from 'node:child_process'

/** Its standard input ends with the process that holds the other end of it, however that ends. */
const SCRIPT = 'read -r _; kill -CONT "$0"'

/**
 * Watches over a process that is about to be stopped. The watchman is a process of its own, out of
 * reach of the terminal's signals.
 *
 * @returns what ends the watch, and lets the process go on.
 */
export function resumeWatchdog(pid: number): () => void {
  const guard = spawn('/bin/sh', ['-c', SCRIPT, String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  // Without it a pause is as good, as long as nobody kills us meanwhile.
  guard.on('error', () => {})
  guard.stdin.on('error', () => {})
  guard.unref()
  return () => guard.stdin.end()
}
