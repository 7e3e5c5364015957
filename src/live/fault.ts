/** Faults on real clusters and links: what breaks, and what mends it again. */

import { onWorkers } from '../scenario/crew.js'
import { linkStrike } from '../scenario/link-faults.js'
import type { Fault } from '../scenario/scenario-plan.js'
import type { LiveCloud } from './cloud.js'

/** How a fault strikes, and how it is mended. */
export interface Effect {
  strike(): Promise<void> | void
  mend?(): Promise<void> | void
}

export function effectOf(fault: Fault, cloud: LiveCloud): Effect {
  switch (fault.kind) {
    case 'kill':
      return { strike: () => cloud.kill(fault.cluster), mend: () => cloud.join(fault.cluster) }
    case 'leave':
      return { strike: () => cloud.leave(fault.cluster), mend: () => cloud.join(fault.cluster) }
    case 'join':
      return { strike: () => cloud.join(fault.cluster) }
    case 'pause':
      return {
        strike: () => cloud.pause(fault.cluster, true),
        mend: () => cloud.pause(fault.cluster, false),
      }
    case 'slow':
      return {
        strike: () => cloud.inTurn(fault.cluster, member => member.slowDown(fault.factor)),
        mend: () => cloud.inTurn(fault.cluster, member => member.slowDown(1)),
      }
    case 'kill-workers':
      return onWorkers(fault.count, act => cloud.inTurn(fault.cluster, act))
    default: {
      const strike = linkStrike(fault)
      return { strike: () => cloud.links?.strike(strike), mend: () => cloud.links?.mend(strike) }
    }
  }
}
