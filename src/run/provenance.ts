/** Where a result comes from, as far as this process knows. */

import { createHash } from 'node:crypto'
import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os'
import type { Provenance } from '../report/provenance.js'
import { VERSION } from './version.js'

/** A file as it was named, and the text that was read of it. */
export interface NamedText {
  readonly file: string
  readonly text: string
}

/** What a result is the result of. */
export interface Origin {
  /** Those that change what is run. */
  readonly options?: readonly string[]
  readonly scenario?: NamedText
  /** Other files that the run depends on: arrivals, policies. */
  readonly files?: readonly NamedText[]
}

/**
 * The date, the versions, the machine, and the hashes of what was read: for a result that a script
 * writes, as in `{ ...report, provenance: newProvenance() }`.
 */
export function newProvenance({ options = [], scenario, files = [] }: Origin = {}): Provenance {
  return {
    date: new Date().toISOString(),
    peering: VERSION,
    node: process.version,
    machine: {
      os: `${type()} ${release()}`,
      arch: arch(),
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cpus: availableParallelism(),
      memoryBytes: totalmem(),
    },
    options,
    ...(scenario && { scenario: { ...hashed(scenario), text: scenario.text } }),
    files: files.map(hashed),
  }
}

function hashed({ file, text }: NamedText): { file: string; sha256: string } {
  return { file, sha256: createHash('sha256').update(text).digest('hex') }
}
