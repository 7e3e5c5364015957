/** How far a run is: what its load does, which faults are in force, and how thresholds stand. */

import { counted } from '../base/format.js'
import type { Millis } from '../base/time.js'
import type { Load } from '../client/load.js'
import { faultWords, isOverAtOnce } from '../scenario/fault-labels.js'
import { sayMs } from '../scenario/grammar.js'
import type { LoadSpec, ScenarioPlan } from '../scenario/scenario-plan.js'
import type { RunRecord } from './run-record.js'
import type { ThresholdResult } from './thresholds.js'

/** How far a run is, in words, and how its thresholds stand. */
export interface Progress {
  /** What the load does now, in words: one for each that is alike. */
  readonly loads: readonly string[]
  /** Faults in force, and when they end; and what comes next. */
  readonly faults: readonly string[]
  readonly thresholds: readonly ThresholdResult[]
}

export function progressOf(plan: ScenarioPlan, record: RunRecord, t: Millis): Progress {
  return {
    loads: loadsAt(plan, t),
    faults: [...faultsAt(plan, t), ...nextFault(plan, t)],
    thresholds: record.thresholds.results(),
  }
}

function loadsAt(plan: ScenarioPlan, t: Millis): string[] {
  if (t < plan.warmupMs) return [`warm-up, measured in ${seconds(plan.warmupMs - t)}`]
  const byWords = new Map<string, string[]>()
  for (const spec of plan.loads) {
    const words = loadWords(spec, t)
    byWords.set(words, [...(byWords.get(words) ?? []), spec.at])
  }
  return [...byWords].map(([words, clusters]) => `${clusters.join(' ')} ${words}`)
}

function loadWords({ load, clients, fromMs, untilMs, ...spec }: LoadSpec, t: Millis): string {
  if (t < fromMs) return `begins in ${seconds(fromMs - t)}`
  if (t >= untilMs) return 'has ended'
  const isIn = spec.onlyIn?.some(span => t >= span.fromMs && t < span.untilMs) ?? true
  if (!isIn) return `stands in for ${spec.insteadOf} if it dies`
  return `${counted(clients, 'client')}, ${executorWords(load, t - fromMs)}`
}

function executorWords(load: Load, t: Millis): string {
  switch (load.kind) {
    case 'rate':
      return sayRate(load.perSecond)
    case 'ramping-rate': {
      let began = 0
      for (const { fromPerSecond, toPerSecond, overMs } of load.stages) {
        if (t < began + overMs) {
          const rate = fromPerSecond + ((toPerSecond - fromPerSecond) * (t - began)) / overMs
          const end = toPerSecond === fromPerSecond ? '' : ` on the way to ${sayRate(toPerSecond)}`
          return `${rate.toFixed(0)}/s${end}, ${seconds(began + overMs - t)} left`
        }
        began += overMs
      }
      return 'all stages done'
    }
    default:
      return load.kind
  }
}

function faultsAt({ faults }: ScenarioPlan, t: Millis): string[] {
  return faults.flatMap(fault => {
    const { begins, ends } = faultWords(fault)
    if (t < fault.atMs) return []
    if (!ends) return isOverAtOnce(fault) ? [] : [`${begins}: to the end`]
    if (t >= ends.atMs) return []
    return [`${begins}: ends in ${seconds(ends.atMs - t)}`]
  })
}

function nextFault({ faults }: ScenarioPlan, t: Millis): string[] {
  const next = faults.find(({ atMs }) => atMs > t)
  return next ? [`next, in ${seconds(next.atMs - t)}: ${faultWords(next).begins}`] : []
}

function sayRate(perSecond: number): string {
  return `${Number(perSecond.toFixed(2))}/s`
}

function seconds(ms: Millis): string {
  return sayMs(1000 * Math.ceil(ms / 1000))
}
