/** Faults at their times: what breaks, and what mends it again. */

import type { Millis } from '../base/time.js'
import { faultWords } from '../scenario/fault-words.js'
import type { Direction, Fault } from '../scenario/scenario-plan.js'
import type { SimCluster } from './cluster.js'
import type { Link, LinkFault } from './link.js'

/** What faults strike. */
export interface Target {
  cluster(name: string): SimCluster
  link(from: string, to: string): Link
  /** Lets something happen at a time, and says in words what. */
  strike(at: Millis, words: string, what: () => void): void
}

/** How a fault strikes, and how it is mended. */
interface Effect {
  strike(): void
  mend?(): void
}

/** Sets the fault, and its mending, on their times. */
export function schedule(fault: Fault, target: Target): void {
  const { begins, ends } = faultWords(fault)
  const effect = effectOf(fault, target)
  target.strike(fault.atMs, begins, () => effect.strike())
  if (ends) target.strike(ends.atMs, ends.words, () => effect.mend?.())
}

function effectOf(fault: Fault, target: Target): Effect {
  switch (fault.kind) {
    case 'partition':
      return onLinks(directionsBetween(fault.groups), { isCut: true }, target)
    case 'slow-links':
      return onLinks(fault.links, fault.change, target)
    case 'loss':
      return onLinks(fault.links, { loss: fault.probability }, target)
  }
  const cluster = target.cluster(fault.cluster)
  switch (fault.kind) {
    case 'kill':
      return { strike: () => cluster.kill(), mend: () => cluster.start() }
    case 'leave':
      return { strike: () => cluster.kill() }
    case 'join':
      return { strike: () => cluster.start() }
    case 'pause':
      return { strike: () => cluster.pause(), mend: () => cluster.resume() }
    case 'kill-workers':
      return { strike: () => cluster.killWorkers(fault.count) }
    case 'slow':
      return { strike: () => cluster.slowDown(fault.factor), mend: () => cluster.slowDown(1) }
  }
}

function onLinks(directions: readonly Direction[], fault: LinkFault, target: Target): Effect {
  const links = directions.map(({ from, to }) => target.link(from, to))
  return {
    strike() {
      for (const link of links) link.strike(fault)
    },
    mend() {
      for (const link of links) link.mend(fault)
    },
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
