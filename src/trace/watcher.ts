/** Who was watched in a trace: only of them can be said that they never had a message. */

import type { Hop } from './hop-log.js'
import { isMessage, type TraceEvent } from './trace.js'

/** What was sent so shortly before the end of a trace may be under way. */
const UNDER_WAY_MS = 1000

/** Whether the receiver of what was sent was watched, and for long enough. */
export function watcherOf(events: readonly TraceEvent[]): (hop: Hop) => boolean {
  const names = new Set(events.filter(isMessage).map(({ at }) => at))
  const endMs = events.at(-1)?.t ?? 0
  return hop => names.has(hop.with) && hop.t < endMs - UNDER_WAY_MS
}
