/** What whoever reads the figures of a run should know before: one list, whichever the driver. */

import { firstLine } from '../base/describe-error.js'
import { counted, grouped, shortTime } from '../base/format.js'
import type { Millis } from '../base/time.js'
import { BEHIND_MS } from '../client/client.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import type { Summary } from './summary.js'
import type { Latencies } from './times.js'
import { isBehind } from './verdict.js'

/** A cluster, or the links between them, whose process ended and was not told to. */
export interface Failure {
  readonly name: string
  readonly reason: string
}

/** What neither the summary nor the plan knows. */
interface Mishaps {
  readonly failures?: readonly Failure[] | undefined
  /** What of the load was not made. */
  readonly ofLoad?: readonly string[] | undefined
  /** What lacks of what was asked for, in a line each. */
  readonly lacking?: readonly string[] | undefined
}

/** What broke down comes first, then what is wrong with the figures, then what is not there. */
export function notesOf(
  summary: Summary,
  plan: Pick<ScenarioPlan, 'notes'>,
  { failures = [], ofLoad = [], lacking = [] }: Mishaps = {},
): string[] {
  return [
    ...failures.map(({ name, reason }) => `${name} broke down: ${firstLine(reason)}`),
    ...ofLoad,
    ...behindNote(summary),
    ...tooFewClientsNote(summary),
    ...drainedNote(summary),
    ...(plan.notes ?? []),
    ...lacking,
  ]
}

function behindNote({ total }: Summary): string[] {
  if (!isBehind(total)) return []
  return [
    `the load was not what it should be: ${grouped(total.behind)} of ${grouped(total.sent)} ` +
      `tasks were sent more than ${BEHIND_MS} ms late by clients that were free: use sockets: ` +
      'shared, or less load',
  ]
}

/** Below that, a wait for a client is no more than the pace of timers. */
const WAIT_MIN_MS = 10
/** How much longer, at the least, it makes the latency. */
const WAIT_MIN_SHARE = 0.25
/** Where it is looked for: few tasks may wait long, or many a little. */
const WHERE = ['p99', 'p50', 'mean'] as const satisfies readonly (keyof Latencies)[]

/** Latency counts from when a task should have been sent; without a free client it waits. */
function tooFewClientsNote({ total }: Summary): string[] {
  const { done, latencyMs, uncorrectedMs } = total
  if (done === 0) return []
  const longer = (all: Millis, sent: Millis) =>
    all - sent >= WAIT_MIN_MS && all - sent >= WAIT_MIN_SHARE * sent
  const where = WHERE.find(key => longer(latencyMs[key], uncorrectedMs[key]))
  if (where === undefined) return []
  const what = where === 'mean' ? 'the mean' : where
  return [
    `tasks waited for a client: without that, ${what} would be ` +
      `${shortTime(uncorrectedMs[where])}, not ${shortTime(latencyMs[where])}; ` +
      'have more clients, or less load if the clusters cannot do it',
  ]
}

/** What became of them while their answers were waited for is in no figure. */
function drainedNote({ drained }: Summary): string[] {
  const { answered = 0, lost = 0, unanswered = 0, tookMs = 0 } = drained ?? {}
  // That they were answered later is how a run ends that is well.
  if (lost + unanswered === 0) return []
  const all = answered + lost + unanswered
  const parts = [
    ...(answered > 0 ? [`${grouped(answered)} answered`] : []),
    ...(lost > 0 ? [`${grouped(lost)} lost`] : []),
    ...(unanswered > 0 ? [`${grouped(unanswered)} without an answer`] : []),
  ]
  const after = unanswered === all ? '' : `, the last ${shortTime(tookMs)} after it`
  return [
    `${counted(all, 'task')} in flight at the end, counted in no other figure: ` +
      `${parts.join(', ')}${after}`,
  ]
}
