/** Reads what a run wrote: its summary, or all that `--json` printed, which ends with it. */

import { z } from 'zod'
import { describe } from '../scenario/messages.js'
import { UsageError } from '../scenario/usage-error.js'
import type { Measured } from './figures.js'
import { MEASURED } from './measured-definition.js'
import type { Provenance } from './provenance.js'
import { PROVENANCE } from './provenance-definition.js'
import { readJson } from './read-json.js'

/** A result to compare: one run, or one for each of many seeds. */
export interface Result {
  readonly file: string
  readonly name: string
  readonly mode: 'live' | 'sim'
  readonly exitCode: number
  readonly runs: readonly Measured[]
  readonly provenance?: Provenance
}

const summary = z.object({
  type: z.literal('summary'),
  name: z.string(),
  mode: z.enum(['live', 'sim']),
  ...MEASURED.shape,
  exitCode: z.number().min(0),
  seeds: z.array(MEASURED).optional(),
  provenance: PROVENANCE.optional(),
})

/** @throws UsageError that says what is wrong, where, and what writes a result. */
export function readResult(text: string, file: string): Result {
  const json = readJson(text)
  if ('problem' in json) throw noResult(file, json.problem)
  const { success, data, error } = summary.safeParse(json.value)
  if (!success) throw noResult(file, problemOf(error.issues[0], json.value))
  const { name, mode, exitCode, seeds, provenance } = data
  const runs = seeds?.length ? seeds : [data]
  return { file, name, mode, exitCode, runs, ...(provenance && { provenance }) }
}

/** Whether it is what a run wrote, be it whole or not. */
export function isResult(text: string): boolean {
  const json = readJson(text)
  return 'value' in json && summary.pick({ type: true }).safeParse(json.value).success
}

function noResult(file: string, problem: string): UsageError {
  const advice = 'use what peering run or sim wrote with --out x.json, or printed with --json'
  return new UsageError(`${file} is no result of a run: ${problem}: ${advice}`)
}

/** The field, what it is, and what it should be. */
function problemOf(issue: z.core.$ZodIssue | undefined, file: unknown): string {
  const path = issue?.path ?? []
  const value = path.reduce<unknown>((of, key) => (of as never)?.[key], file)
  const name = path.join('.') || 'it'
  if (value === undefined) return `${name} is missing`
  const wanted = issue && wantedBy(issue)
  return wanted ? `${name} is ${describe(value)}, not ${wanted}` : `${name} is damaged`
}

const KINDS: Readonly<Record<string, string>> = {
  number: 'a number',
  string: 'a text',
  array: 'a list',
  object: 'a map',
  record: 'a map',
}

function wantedBy(issue: z.core.$ZodIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return KINDS[issue.expected]
    case 'invalid_value':
      return issue.values.map(value => JSON.stringify(value)).join(' or ')
    case 'too_small':
      return `${issue.minimum} or more`
    default:
      return undefined
  }
}
