/** What of a run was not made, and why: nothing that a scenario asks for is dropped in silence. */

import { counted, grouped } from '../base/format.js'
import { type Millis, NEVER } from '../base/time.js'
import { sayMs } from '../scenario/grammar.js'
import type { LoadSpec, ScenarioPlan } from '../scenario/scenario-plan.js'
import type { RunRecord } from './run-record.js'

/** How the load of a run came out. */
export interface MadeLoad {
  readonly endMs: Millis
  /** Tasks that should have been sent by then, and that no client was free for. */
  readonly overdue: number
  /** In the time that is measured. */
  readonly sent: number
  /** The threshold that has ended the run, if one has. */
  readonly endedBy: RunRecord['endedBy']
}

export function loadNotes(plan: ScenarioPlan, made: MadeLoad): string[] {
  const { endMs, overdue, sent, endedBy } = made
  const notes = [...beyondTheEnd(plan), ...whileDead(plan, endMs)]
  if (endedBy) {
    const { metric, expr, atMs } = endedBy
    notes.unshift(`the run was ended at ${sayMs(atMs)}, as ${metric} ${expr} had failed`)
  }
  if (overdue > 0) {
    notes.push(
      `${counted(overdue, 'task')} should have been sent by the end, and no client was free: ` +
        'have more clients, or less load if the clusters cannot do it',
    )
  }
  return sent > 0 ? notes : [`nothing was sent${whyNothing(plan)}`, ...notes]
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
    const isMissed = plan.loads.some(
      spec =>
        spec.at === cluster &&
        arrive(spec) &&
        Math.max(spec.fromMs, fromMs) < Math.min(spec.untilMs, untilMs, endMs),
    )
    if (!isMissed) return []
    const until = untilMs < endMs ? `until it comes at ${sayMs(untilMs)}` : 'on'
    const when = `from ${sayMs(fromMs)} ${until}`
    return `${cluster} is not there ${when}: arrivals at it in that time are not made`
  })
}

interface Absence {
  readonly cluster: string
  readonly fromMs: Millis
  readonly untilMs: Millis
}

/** When clusters are not there, by what the scenario says. */
function absencesOf({ clusters, faults }: ScenarioPlan): Absence[] {
  const away = new Map<string, Millis>()
  const absences: Absence[] = []
  const comes = (cluster: string, untilMs: Millis) => {
    const fromMs = away.get(cluster)
    if (fromMs !== undefined) absences.push({ cluster, fromMs, untilMs })
    away.delete(cluster)
  }
  for (const [name, { joinsLater }] of Object.entries(clusters)) if (joinsLater) away.set(name, 0)
  for (const fault of faults) {
    if (fault.kind === 'join') comes(fault.cluster, fault.atMs)
    if (fault.kind !== 'kill' && fault.kind !== 'leave') continue
    away.set(fault.cluster, fault.atMs)
    if (fault.kind === 'kill' && fault.restartMs !== undefined) {
      comes(fault.cluster, fault.restartMs)
    }
  }
  for (const cluster of [...away.keys()]) comes(cluster, NEVER)
  return absences
}

function whyNothing({ loads, warmupMs, durationMs }: ScenarioPlan): string {
  if (loads.length === 0) return ': there is no load in the scenario'
  const isIn = ({ fromMs, untilMs }: LoadSpec) => fromMs < durationMs && untilMs > warmupMs
  if (!loads.some(isIn)) return ': every load is over when the warm-up is'
  return ''
}
