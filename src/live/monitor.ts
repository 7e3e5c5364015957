/** The monitor: tasks push lines to it, the broker's process pulls them (Guide, peering3). */

import type { Pull } from 'zeromq'
import { readAll } from './reader.js'

/** The longest line that is passed on, in bytes. */
const LINE_MAX = 1024

/** Lines that may be passed on per second; what comes faster is told as a number. */
const LINES_PER_SECOND = 50

/** Reads lines until the socket closes. Anything but one frame of text is malformed. */
export async function readMonitor(
  socket: Pull,
  onLine: (line: string) => void,
  onMalformed: () => void,
): Promise<void> {
  const limited = limitLines(onLine)
  const take = ([frame, ...more]: Buffer[]) => {
    const line = frame && frame.length <= LINE_MAX ? frame.toString('utf8') : '\uFFFD'
    if (more.length > 0 || !isText(line)) onMalformed()
    else limited.push(line)
  }
  await readAll(socket, { take }).finally(limited.end)
}

/** Control characters could move a terminal's cursor, or worse. */
function isText(line: string): boolean {
  return line !== '' && !/[\p{Cc}\uFFFD]/u.test(line)
}

function limitLines(onLine: (line: string) => void) {
  let passed = 0
  let held = 0
  const timer = setInterval(() => {
    if (held > 0) onLine(`${held} more lines like these`)
    passed = 0
    held = 0
  }, 1000)
  return {
    push(line: string) {
      if (passed++ < LINES_PER_SECOND) onLine(line)
      else held++
    },
    end: () => clearInterval(timer),
  }
}
