/** What a fault has cost, in a line. */

import type { Outage } from '../../report/outages.js'
import { shortTime } from './format.js'

export function faultLine({
  words,
  atMs,
  endMs,
  noticedAfterMs,
  recoveredAfterMs,
}: Outage): string {
  const noticed = Object.entries(noticedAfterMs).map(([name, ms]) => `${name} ${shortTime(ms)}`)
  const effects = [
    ...(noticed.length > 0 ? [`noticed by ${noticed.join(', ')}`] : []),
    recoveryText(recoveredAfterMs, endMs === null || endMs === atMs ? 'it' : 'its end'),
  ]
  return `fault: ${words} at ${shortTime(atMs)}: ${effects.join('; ')}`
}

function recoveryText(afterMs: number | null, what: string): string {
  if (afterMs === null) return 'no recovery seen'
  return `as before ${afterMs === 0 ? 'right' : shortTime(afterMs)} after ${what}`
}
