/** Shrinking: a scenario that fails, made as small as can be while it still fails the same way. */

import type { CloudOptions } from '../sim/cloud.js'
import { type Fields, planIfValid, type ScenarioFile } from './scenario-file.js'
import { firstViolation } from './trial.js'

export interface ShrinkOptions extends CloudOptions {
  /** The name of the invariant that it breaks. */
  readonly breaks: string
  /** How many scenarios to try at most. */
  readonly trialsMax?: number
  /** Asked before each: whether what was found is small enough for whoever waits. */
  readonly isEnough?: () => Promise<boolean> | boolean
}

const TRIALS_MAX = 2000

/** The smallest that was found; each step of the way broke the same invariant. */
export async function shrink(file: ScenarioFile, options: ShrinkOptions): Promise<ScenarioFile> {
  const { breaks, trialsMax = TRIALS_MAX, isEnough = () => false } = options
  let best = file
  let trials = 0
  // What was found smaller is tried to be made smaller still, from the largest steps on.
  search: for (;;) {
    for (const smaller of smallerThan(best)) {
      const plan = planIfValid(smaller)
      if (!plan) continue
      if (++trials > trialsMax || (await isEnough())) return best
      if ((await firstViolation(plan, options))?.name !== breaks) continue
      best = smaller
      continue search
    }
    return best
  }
}

/** Scenarios that are smaller by one thing, those that may save most first; some may be invalid. */
export function* smallerThan(file: ScenarioFile): Generator<ScenarioFile> {
  for (const name of Object.keys(file.clusters)) yield withoutCluster(file, name)
  // The version, the name and the seed are what they are.
  for (const key of [
    'attacks',
    'faults',
    'load',
    'links',
    'clusters',
    'broker',
    'duration',
  ] as const) {
    for (const value of smallerValues(file[key])) yield { ...file, [key]: value }
  }
}

/** Without the cluster, and without all that speaks of it. */
function withoutCluster(file: ScenarioFile, gone: string): ScenarioFile {
  const { [gone]: _, ...clusters } = file.clusters
  const links = Object.entries(file.links).filter(([link]) => !link.split(/[->]/).includes(gone))
  const rest = (fields: Fields): Fields => without(fields, gone) as Fields
  return {
    ...file,
    clusters: Object.fromEntries(Object.entries(clusters).map(([name, c]) => [name, rest(c)])),
    links: Object.fromEntries(links),
    load: file.load.filter(({ at }) => at !== gone).map(rest),
    faults: file.faults.filter(fault => !speaksOf(fault, gone)).map(rest),
    ...(file.attacks && { attacks: file.attacks.filter(({ on }) => on !== gone) }),
  }
}

const speaksOf = (fault: Fields, name: string) =>
  Object.values(fault).some(
    value => typeof value === 'string' && value.split(/[->]/).includes(name),
  )

/** The name taken out of all lists. */
function without(value: unknown, gone: string): unknown {
  if (Array.isArray(value)) {
    return value.filter(item => item !== gone).map(item => without(item, gone))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, without(of, gone)]))
}

/** The value with one thing less, or one thing smaller, anywhere in it. */
function* smallerValues(value: unknown): Generator<unknown> {
  if (typeof value === 'number') yield* smallerNumbers(value)
  else if (typeof value === 'string') yield* simplerTexts(value)
  else if (Array.isArray(value)) {
    for (const index of value.keys()) yield value.toSpliced(index, 1)
    for (const [index, item] of value.entries()) {
      for (const smaller of smallerValues(item)) yield value.with(index, smaller)
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      const { [key]: _, ...rest } = value as Fields
      yield rest
    }
    for (const [key, of] of Object.entries(value)) {
      for (const smaller of smallerValues(of)) yield { ...value, [key]: smaller }
    }
  }
}

function* smallerNumbers(number: number): Generator<number> {
  if (number > 2) yield Math.floor(number / 2)
  if (number > 0) yield number - 1
}

/** A distribution as a constant; a time as half of it, or rounded. */
function* simplerTexts(text: string): Generator<string> {
  const [, kind, last] = text.match(/^(exp|uniform|choice):(?:.*,)?(\d+ms)$/) ?? []
  if (kind !== undefined && last !== undefined) yield last
  const [, digits] = text.match(/^(\d+)ms$/) ?? []
  const ms = Number(digits ?? 0)
  if (ms > 1) yield `${Math.floor(ms / 2)}ms`
  const round = 10 ** (String(ms).length - 1)
  if (ms % round !== 0) yield `${ms - (ms % round)}ms`
}
