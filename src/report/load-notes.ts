/** What of a run was not made, and why: nothing that a scenario asks for is dropped in silence. */

import { counted, grouped } from '../base/format.js'
import type { Millis } from '../base/time.js'
import { absencesOf } from '../scenario/failover.js'
import { sayMs } from '../scenario/grammar.js'
import type { LoadSpec, ScenarioPlan } from '../scenario/scenario-plan.js'
import type { RunRecord } from './run-record.js'

/** How a run came out. */
interface Outcome {
  readonly endMs: Millis
  /** In the time that is measured. */
  readonly sent: number
  /** Whether a process broke down: that says all of a run in which nothing was sent. */
  readonly hasFailed: boolean
}

/** To be asked when the run is over, and before anything else happens to its clusters. */
export function loadNotes(
  plan: ScenarioPlan,
  { overdue, endedBy }: RunRecord,
  { endMs, sent, hasFailed }: Outcome,
): string[] {
  const notes = [...beyondTheEnd(plan), ...whileDead(plan, endMs)]
  if (endedBy) {
    const { metric, expr, atMs } = endedBy
    notes.unshift(`the run was ended at ${sayMs(atMs)}, as ${metric} ${expr} had failed`)
  }
  if (overdue > 0) {
    const late = `${counted(overdue, 'task')} should have been sent by the end`
    notes.push(`${late}, and no client was free to send ${overdue === 1 ? 'it' : 'them'}`)
  }
  return sent > 0 || hasFailed ? notes : [`nothing was sent${whyNothing(plan)}`, ...notes]
}

/** Arrivals of files that come when their load is over. */
function beyondTheEnd({ loads }: ScenarioPlan): string[] {
  return loads.flatMap(({ at, load, file = 'a replay', fromMs, untilMs }) => {
    if (load.kind !== 'replay') return []
    const beyond = load.atMs.filter(ms => fromMs + ms >= untilMs).length
    if (beyond === 0) return []
    const first = sayMs(fromMs + (load.atMs[0] ?? 0))
    const of = `${grouped(beyond)} of ${counted(load.atMs.length, 'arrival')}`
    const all = beyond === load.atMs.length ? `: the first is at ${first}` : ''
    return `${file} at ${at}: ${of} come when the load has ended at ${sayMs(untilMs)}${all}`
  })
}

/** Arrivals at clusters whose clients are not there: nobody makes up for them. */
function whileDead(plan: ScenarioPlan, endMs: Millis): string[] {
  const arrive = (spec: LoadSpec) => spec.load.kind !== 'guide' && spec.load.kind !== 'closed'
  return absencesOf(plan).flatMap(({ cluster, fromMs, untilMs }) => {
    const missed = plan.loads.filter(
      spec =>
        spec.at === cluster &&
        !spec.insteadOf &&
        arrive(spec) &&
        Math.max(spec.fromMs, fromMs) < Math.min(spec.untilMs, untilMs, endMs),
    )
    if (missed.length === 0) return []
    const until = untilMs < endMs ? `until it comes at ${sayMs(untilMs)}` : 'on'
    const when = `from ${sayMs(fromMs)} ${until}`
    const afterMs = Math.max(...missed.map(({ failover }) => failover?.afterMs ?? Infinity))
    if (afterMs < Infinity) {
      return `${cluster} is not there ${when}: its users ask others, ${sayMs(afterMs)} later`
    }
    return `${cluster} is not there ${when}: arrivals at it in that time are not made`
  })
}

function whyNothing({ loads, warmupMs, durationMs }: ScenarioPlan): string {
  if (loads.length === 0) return ': there is no load in the scenario'
  const isIn = ({ fromMs, untilMs }: LoadSpec) => fromMs < durationMs && untilMs > warmupMs
  if (!loads.some(isIn)) return ': every load is over when the warm-up is'
  return ''
}
