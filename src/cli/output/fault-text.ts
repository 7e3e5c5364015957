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
    recoveredAfterMs === null
      ? 'no recovery seen'
      : `as before ${shortTime(recoveredAfterMs)} after ${endMs === null ? 'it' : 'its end'}`,
  ]
  return `fault: ${words} at ${shortTime(atMs)}: ${effects.join('; ')}`
}
