/** Where a result of a command comes from, unless it is not to be said. */

import type { Provenance } from '../report/provenance.js'
import { newProvenance, type Origin } from '../run/provenance.js'

/** They say what is shown and written, and not what is run. */
const NOT_OF_THE_RUN = ['out', 'trace', 'json', 'quiet', 'list', 'no-provenance']
/** Words that are no options. */
const POSITIONALS = ['scenario', 'self', 'peers', 'names']

/** To be spread into a report: nothing with `--no-provenance`, so that files can be the same. */
export function provenanceOf(
  argv: { readonly [option: string]: unknown },
  read: Omit<Origin, 'options'>,
): { provenance?: Provenance } {
  if (argv['no-provenance'] === true) return {}
  return { provenance: newProvenance({ ...read, options: optionsIn(argv) }) }
}

/** As they were typed. The parser keeps each name twice if it has a hyphen, once without it. */
function optionsIn(argv: { readonly [option: string]: unknown }): string[] {
  const others = [...NOT_OF_THE_RUN, ...POSITIONALS]
  const isOption = (name: string) => /^[a-z][a-z-]+$/.test(name) && !others.includes(name)
  return Object.entries(argv).flatMap(([name, said]) => {
    if (!isOption(name) || said === undefined || said === false) return []
    return [said].flat().map(value => (value === true ? `--${name}` : `--${name} ${value}`))
  })
}
