/** All that the count is made from: the plan, and what the trace of its run tells. */

import type { ScenarioPlan } from '../../src/scenario/scenario-plan.js'
import { isMessage, type TraceEvent } from '../../src/trace/trace.js'
import type { Span } from './figures.js'
import { readStory, type Story } from './read.js'
import { endOf } from './recovery.js'

export interface Told {
  readonly plan: ScenarioPlan
  readonly story: Story
  readonly mode: 'sim' | 'live'
  /** What is measured. */
  readonly measured: Span
}

/** @param untilMs when the run was ended, if that was before its time. */
export function toldBy(
  plan: ScenarioPlan,
  events: readonly TraceEvent[],
  mode: Told['mode'],
  untilMs = plan.durationMs,
): Told {
  const counted = events.filter(event => !isHeldUp(event, plan))
  const story = readStory(counted, Object.keys(plan.clusters))
  return { plan, mode, story, measured: { from: plan.warmupMs, until: untilMs } }
}

/** Whether it tells of a task that was late because its cluster was paused. */
function isHeldUp(event: TraceEvent, { faults }: ScenarioPlan): boolean {
  if (isMessage(event) || event.fact !== 'behind') return false
  const { t, at, count: lateMs } = event
  return faults.some(fault => {
    if (fault.kind !== 'pause' || fault.cluster !== at) return false
    return fault.atMs <= t && t - lateMs <= (endOf(fault) ?? Number.POSITIVE_INFINITY)
  })
}
