/** What whoever reads the figures of a run should know before. */

import { counted, shortTime } from '../base/format.js'
import { BEHIND_MS } from '../client/client.js'
import { isBehind } from './judgement.js'
import type { Summary } from './summary.js'

export function notesOf({ total, drained }: Summary): string[] {
  const notes: string[] = []
  if (isBehind(total)) {
    const late = `${total.behind} of ${counted(total.sent, 'task')}`
    notes.push(
      `the load was not what it should be: ${late} were sent more than ` +
        `${BEHIND_MS} ms late by clients that were free: use sockets: shared, or less load`,
    )
  }
  const { p99 } = total.latencyMs
  const uncorrected = total.uncorrectedMs.p99
  if (p99 > 2 * uncorrected && total.done > 0) {
    notes.push(
      `tasks waited for a client: without that, p99 would be ${shortTime(uncorrected)}, ` +
        `not ${shortTime(p99)}; ` +
        'have more clients, or less load if the clusters cannot do it',
    )
  }
  const { unanswered = 0 } = drained ?? {}
  if (unanswered > 0) {
    notes.push(`${counted(unanswered, 'task')} had no answer when they were waited for no longer`)
  }
  return notes
}
