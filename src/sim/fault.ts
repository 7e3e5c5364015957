/** Faults at their times: what breaks, and what mends it again. */

import type { Millis } from '../base/time.js'
import type { Fault } from '../scenario/scenario-plan.js'
import type { SimCluster } from './cluster.js'
import type { Link } from './link.js'

/** What faults strike. */
export interface Target {
  cluster(name: string): SimCluster
  link(from: string, to: string): Link
  /** Lets something happen at a time. */
  at(at: Millis, what: () => void): void
}

/** Sets the fault, and its mending, on their times. */
export function schedule(fault: Fault, target: Target): void {
  const { at } = target
  switch (fault.kind) {
    case 'kill':
      at(fault.atMs, () => target.cluster(fault.cluster).kill())
      return when(fault.restartMs, at, () => target.cluster(fault.cluster).start())
    case 'leave':
      return at(fault.atMs, () => target.cluster(fault.cluster).kill())
    case 'join':
      return at(fault.atMs, () => target.cluster(fault.cluster).start())
    case 'pause':
      at(fault.atMs, () => target.cluster(fault.cluster).pause())
      return when(fault.resumeMs, at, () => target.cluster(fault.cluster).resume())
    case 'kill-workers':
      return at(fault.atMs, () => target.cluster(fault.cluster).killWorkers(fault.count))
    case 'slow':
      at(fault.atMs, () => target.cluster(fault.cluster).slowDown(fault.factor))
      return when(fault.untilMs, at, () => target.cluster(fault.cluster).slowDown(1))
    default:
      return scheduleOnLinks(fault, target)
  }
}

type LinkFault = Extract<Fault, { kind: 'partition' | 'slow-links' | 'loss' }>

function scheduleOnLinks(fault: LinkFault, target: Target): void {
  const links = directionsOf(fault).map(({ from, to }) => target.link(from, to))
  const each = (change: (link: Link) => void) => () => links.forEach(change)
  switch (fault.kind) {
    case 'partition':
      target.at(
        fault.atMs,
        each(link => link.cuts++),
      )
      return when(
        fault.healMs,
        target.at,
        each(link => link.cuts--),
      )
    case 'slow-links':
      target.at(
        fault.atMs,
        each(link => link.slowDown(fault.change)),
      )
      return when(
        fault.untilMs,
        target.at,
        each(link => link.slowDown({ factor: 1 })),
      )
    case 'loss':
      target.at(
        fault.atMs,
        each(link => {
          link.extraLoss = fault.probability
        }),
      )
      return when(
        fault.untilMs,
        target.at,
        each(link => {
          link.extraLoss = 0
        }),
      )
  }
}

function directionsOf(fault: LinkFault): readonly { readonly from: string; readonly to: string }[] {
  if (fault.kind !== 'partition') return fault.links
  const { groups } = fault
  return groups.flatMap((group, index) =>
    groups
      .filter((_, other) => other !== index)
      .flat()
      .flatMap(to => group.map(from => ({ from, to }))),
  )
}

function when(atMs: Millis | undefined, at: Target['at'], what: () => void): void {
  if (atMs !== undefined) at(atMs, what)
}
