/** How fast tasks were done and how busy workers were, as summaries and reports write it. */

import { grouped, percent } from '../base/format.js'
import type { Totals } from './metrics.js'

/** Tasks per second, without the unit. */
export function rateText({ throughput }: Pick<Totals, 'throughput'>): string {
  return grouped(Number(throughput.toFixed(1)))
}

/** A dash where there were no workers. */
export function shareText(utilisation: Totals['utilisation']): string {
  return utilisation === null ? '–' : percent(utilisation, 1)
}
