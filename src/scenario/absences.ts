/** When clusters are not there, by what a scenario says: before they join, and when they ended. */

import { type Millis, NEVER } from '../base/time.js'
import type { ScenarioPlan } from './scenario-plan.js'

/** Whose clusters know whether they join later. */
export type Timeline = Pick<ScenarioPlan, 'clusters' | 'faults'>

export interface Absence {
  readonly cluster: string
  readonly fromMs: Millis
  readonly untilMs: Millis
}

/** When clusters are not there, by what the scenario says. */
export function absencesOf({ clusters, faults }: Timeline): Absence[] {
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
