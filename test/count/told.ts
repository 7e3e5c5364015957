/** All that the count is made from: the plan, and what the trace of its run tells. */

import type { ScenarioPlan } from '../../src/scenario/scenario-plan.js'
import type { TraceEvent } from '../../src/trace/trace.js'
import type { Span } from './figures.js'
import { readStory, type Story } from './read.js'

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
  const story = readStory(events, Object.keys(plan.clusters))
  return { plan, mode, story, measured: { from: plan.warmupMs, until: untilMs } }
}
