/** Reads what a run wrote: its summary, or all that `--json` printed, which ends with it. */

import { z } from 'zod'
import { UsageError } from '../scenario/usage-error.js'
import type { Measured } from './figures.js'
import { MEASURED } from './measured-definition.js'
import type { Provenance } from './provenance.js'
import { PROVENANCE } from './provenance-definition.js'

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

/** @throws UsageError that says what is wrong, and where. */
export function readResult(text: string, file: string): Result {
  const { success, data, error } = summary.safeParse(jsonOf(text, file))
  if (!success) {
    const { path = [], message = '' } = error.issues[0] ?? {}
    const where = path.length === 0 ? '' : `${path.join('.')}: `
    throw new UsageError(`${file} is no summary of a run: ${where}${message}`)
  }
  const { name, mode, exitCode, seeds, provenance } = data
  const runs = seeds?.length ? seeds : [data]
  return { file, name, mode, exitCode, runs, ...(provenance && { provenance }) }
}

/** Whether it is what a run wrote, be it whole or not. */
export function isResult(text: string): boolean {
  const found = parsed(text) ?? parsed(text.trim().split('\n').at(-1) ?? '')
  return z.object({ type: z.literal('summary') }).safeParse(found).success
}

function jsonOf(text: string, file: string): unknown {
  const whole = text.trim()
  try {
    return JSON.parse(whole)
  } catch (error) {
    const lines = whole.split('\n')
    const last = lines.length > 1 ? parsed(lines.at(-1) ?? '') : undefined
    if (last !== undefined) return last
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}`)
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
