/** What `run` and `sim` take alike, `replay` in part: which scenario, changed how, told where. */

import type { Options } from 'yargs'
import { UsageError } from '../scenario/usage-error.js'
import { atLeastOne, flag, option, POLICY, text } from './options.js'

/** What changes a scenario. */
export const CHANGES = {
  set: text('Run:', 'say it otherwise than the file: clusters.DC1.workers=4; can be repeated'),
  duration: text('Run:', "how long it lasts, in place of the file's"),
  scale: text('Run:', 'so much shorter, and large clusters so much smaller', '1'),
  seed: text('Run:', "seed of all chance, in place of the file's"),
  policy: POLICY,
} as const satisfies Record<string, Options>

export const SCENARIO_OPTIONS = {
  list: flag('Run:', 'the scenarios that come along'),
  ...CHANGES,
  seeds: text('Run:', 'in virtual time: with so many seeds, that one and the following', '1'),
  out: text('Run:', 'write the report to this .html, .json, .csv or .xml file; can be repeated'),
  trace: text('Run:', 'write all that happens to this file: about 2.5 KB for each task'),
  'no-provenance': flag('Run:', 'leave out date, machine and scenario: same bytes for one seed'),
  json: flag('Run:', 'one JSON object per line'),
  quiet: flag('Run:', 'only the summary'),
} as const satisfies Record<string, Options>

/** What changes a scenario, as it was typed. */
export type ChangeArguments = { readonly [Name in keyof typeof CHANGES]?: unknown }

export type ScenarioArguments = {
  readonly [Name in keyof typeof SCENARIO_OPTIONS]?: unknown
} & { readonly scenario?: string | undefined }

/** How a run is told of. */
export interface Telling {
  readonly isJson: boolean
  readonly isQuiet: boolean
}

export function tellingOf(argv: ScenarioArguments): Telling {
  return {
    isJson: argv.json === true,
    isQuiet: argv.quiet === true,
  }
}

/** @throws UsageError if there is none: also where a variable of the shell is empty. */
export function scenarioNamed(argv: ScenarioArguments, command: 'run' | 'sim'): string {
  if (argv.scenario) return argv.scenario
  const where = `"peering ${command} --list" lists those that come along`
  throw new UsageError(`Name a scenario, as in "peering ${command} guide": ${where}`)
}

/**
 * How many seeds to run with.
 *
 * @throws UsageError for several where each takes its time, or where there is to be a trace.
 */
export function seedsOf(argv: ScenarioArguments, mode: 'live' | 'sim'): number {
  const seeds = option(argv, 'seeds', atLeastOne) ?? 1
  if (seeds > 1 && mode === 'live') {
    const instead = 'use "peering sim", or run once with each --seed'
    throw new UsageError(`--seeds: on real sockets each seed takes all of its time: ${instead}`)
  }
  if (seeds > 1 && argv.trace !== undefined) {
    throw new UsageError(`--trace: a trace is of one seed, and --seeds says ${seeds}`)
  }
  return seeds
}
