/** What a fault has cost, in a line. */

import type { Millis } from '../../base/time.js'
import type { FaultImpact } from '../../report/fault-impact.js'
import type { OutageCost } from '../../report/outage-cost.js'
import { shortTime } from './format.js'

export function faultLine(outage: FaultImpact): string {
  const { words, atMs, noticedAfterMs } = outage
  const noticed = Object.entries(noticedAfterMs).map(([name, ms]) => `${name} ${shortTime(ms)}`)
  const effects = [
    ...(noticed.length > 0 ? [`noticed by ${noticed.join(', ')}`] : []),
    ...costTexts(outage.cost),
    recoveryText(outage),
  ]
  return `fault: ${words} at ${shortTime(atMs)}: ${effects.join('; ')}`
}

/** What it was before, and what it came to. */
function costTexts(cost: OutageCost | undefined): string[] {
  if (!cost) return []
  const time = (ms: Millis | null) => (ms === null ? 'none' : shortTime(ms))
  const change = (name: string, before: Millis | null, worst: Millis | null) =>
    `${name} ${time(before)} → ${time(worst)}`
  const latencies = [
    change('p90', cost.p90BeforeMs, cost.p90WorstMs),
    change('p99', cost.p99BeforeMs, cost.p99WorstMs),
    change('slowest', cost.maxBeforeMs, cost.maxWorstMs),
  ]
  const counts = [
    ...(cost.silentMs > 0 ? [`no answer for ${shortTime(cost.silentMs)}`] : []),
    ...(cost.lost > 0 ? [`${cost.lost} lost`] : []),
    ...(cost.retried > 0 ? [`${cost.retried} sent again`] : []),
  ]
  const { p90BeforeMs, p90WorstMs } = cost
  return [...((p90BeforeMs ?? p90WorstMs) ? [latencies.join(', ')] : []), ...counts]
}

const UNSEEN = {
  'not seen': 'no recovery seen',
  'too late to see': 'too late in the run to see recovery',
  'nothing to compare with': 'no answers before it to compare with',
  'nothing to recover from': 'nothing to recover from',
} as const

function recoveryText({ atMs, endMs, recoveredAfterMs, notRecovered }: FaultImpact): string {
  if (recoveredAfterMs === null) return UNSEEN[notRecovered ?? 'not seen']
  const what = endMs === null || endMs === atMs ? 'it' : 'its end'
  return `as before ${recoveredAfterMs === 0 ? 'right' : shortTime(recoveredAfterMs)} after ${what}`
}
