/** Where a result comes from, as far as this process knows: for what a command writes. */

import { createHash } from 'node:crypto'
import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os'
import type { Provenance } from '../report/provenance.js'
import { VERSION } from './version.js'

/** They say what is shown and written, and not what is run. */
const NOT_OF_THE_RUN = ['scenario', 'out', 'trace', 'json', 'quiet', 'list', 'no-provenance']

/** A scenario as it was written, or read. */
interface ScenarioText {
  /** As the command line names it. */
  readonly file: string
  readonly text: string
}

/** To be spread into a report: nothing with `--no-provenance`, so that files can be the same. */
export function provenanceOf(
  argv: { readonly [option: string]: unknown },
  { file, text }: ScenarioText,
): { provenance?: Provenance } {
  if (argv['no-provenance'] === true) return {}
  return {
    provenance: {
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
      options: optionsIn(argv),
      scenario: { file, sha256: createHash('sha256').update(text).digest('hex'), text },
    },
  }
}

/** As they were typed. The parser keeps each name twice if it has a hyphen, once without it. */
function optionsIn(argv: { readonly [option: string]: unknown }): string[] {
  const isOption = (name: string) => /^[a-z][a-z-]+$/.test(name) && !NOT_OF_THE_RUN.includes(name)
  return Object.entries(argv).flatMap(([name, said]) => {
    if (!isOption(name) || said === undefined || said === false) return []
    return [said].flat().map(value => (value === true ? `--${name}` : `--${name} ${value}`))
  })
}
