/** What a fault has cost, in a line. */

import type { Outage } from '../../report/outages.js'
import { shortTime } from './format.js'

export function faultLine(outage: Outage): string {
  const { words, atMs, noticedAfterMs } = outage
  const noticed = Object.entries(noticedAfterMs).map(([name, ms]) => `${name} ${shortTime(ms)}`)
  const effects = [
    ...(noticed.length > 0 ? [`noticed by ${noticed.join(', ')}`] : []),
    recoveryText(outage),
  ]
  return `fault: ${words} at ${shortTime(atMs)}: ${effects.join('; ')}`
}

const UNSEEN = {
  'not seen': 'no recovery seen',
  'too late to see': 'too late in the run to see recovery',
  'nothing to compare with': 'no answers before it to compare with',
  'nothing to recover from': 'nothing to recover from',
} as const

function recoveryText({ atMs, endMs, recoveredAfterMs, notRecovered }: Outage): string {
  if (recoveredAfterMs === null) return UNSEEN[notRecovered ?? 'not seen']
  const what = endMs === null || endMs === atMs ? 'it' : 'its end'
  return `as before ${recoveredAfterMs === 0 ? 'right' : shortTime(recoveredAfterMs)} after ${what}`
}
