/** Faults at their times: what breaks, and what mends it again. */

import type { Millis } from '../base/time.js'
import { onWorkers } from '../scenario/crew.js'
import { faultWords } from '../scenario/fault-labels.js'
import { type FaultOnLinks, linkStrike, type Strike } from '../scenario/link-faults.js'
import type { Fault } from '../scenario/scenario-plan.js'
import type { SimCluster } from './cluster.js'
import type { Link } from './link.js'

/** What faults strike. */
export interface Target {
  cluster(name: string): SimCluster
  link(from: string, to: string): Link
  /** Lets something happen at a time, and says in words what. */
  strike(at: Millis, words: string, what: () => void): void
}

type FaultOnCluster = Exclude<Fault, FaultOnLinks>

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

export function effectOf(fault: Fault, target: Target): Effect {
  return 'cluster' in fault ? onCluster(fault, target) : onLinks(linkStrike(fault), target)
}

function onCluster(fault: FaultOnCluster, target: Target): Effect {
  const cluster = target.cluster(fault.cluster)
  switch (fault.kind) {
    case 'kill':
    case 'leave':
      return { strike: () => cluster.kill(), mend: () => cluster.start() }
    case 'join':
      return { strike: () => cluster.start() }
    case 'pause':
      return { strike: () => cluster.pause(), mend: () => cluster.resume() }
    case 'kill-workers':
      return onWorkers(fault.count, act => act(cluster))
    case 'slow':
      return { strike: () => cluster.slowDown(fault.factor), mend: () => cluster.slowDown(1) }
  }
}

function onLinks({ directions, fault }: Strike, target: Target): Effect {
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
