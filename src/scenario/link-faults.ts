/** The faults of a scenario that strike links: which directions, and what they do to them. */

import type { LinkFault } from './link-state.js'
import type { Direction, Fault } from './scenario-plan.js'

/** What strikes which links. */
export interface Strike {
  readonly directions: readonly Direction[]
  readonly fault: LinkFault
}

/** A fault that is on links, not on a cluster. */
export type FaultOnLinks = Exclude<Fault, { readonly cluster: string }>

export function linkStrike(fault: FaultOnLinks): Strike {
  switch (fault.kind) {
    case 'partition':
      return { directions: directionsBetween(fault.groups), fault: { isCut: true } }
    case 'slow-links':
      return { directions: fault.links, fault: fault.change }
    case 'loss':
      return { directions: fault.links, fault: { loss: fault.probability } }
  }
}

function directionsBetween(groups: readonly (readonly string[])[]): Direction[] {
  return groups.flatMap((group, index) =>
    groups
      .filter((_, other) => other !== index)
      .flat()
      .flatMap(to => group.map(from => ({ from, to }))),
  )
}
