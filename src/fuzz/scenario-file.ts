/** A scenario as its file says it: what fuzzing makes, shrinks and saves. */

import { stringify } from 'yaml'
import { planOfValue } from '../scenario/scenario.js'
import { ScenarioError } from '../scenario/scenario-error.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'

/** The parts of it that are looked into; what is in them is the format's affair. */
export interface ScenarioFile {
  readonly version: 1
  readonly name: string
  readonly seed: number
  readonly duration: string
  readonly clusters: Readonly<Record<string, Fields>>
  readonly links: Readonly<Record<string, Fields>>
  readonly broker: Fields
  readonly load: readonly Fields[]
  readonly faults: readonly Fields[]
  readonly attacks?: readonly Fields[]
}

export type Fields = Readonly<Record<string, unknown>>

/** @throws ScenarioError if it is none. */
export function planOfFile(file: ScenarioFile): ScenarioPlan {
  return planOfValue(file, file.name)
}

/** Undefined if it is none. */
export function planIfValid(file: ScenarioFile): ScenarioPlan | undefined {
  try {
    return planOfFile(file)
  } catch (error) {
    if (error instanceof ScenarioError) return undefined
    throw error
  }
}

/** As a person would write it. */
export function textOfFile(file: ScenarioFile): string {
  const said = Object.entries(file).filter(([, value]) => !isEmpty(value))
  return stringify(Object.fromEntries(said), { lineWidth: 100 })
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
