/** Faults on real clusters: what breaks, and what mends it again. */

import type { Fault } from '../scenario/scenario-plan.js'
import type { LiveCloud } from './cloud.js'

export async function strike(fault: Fault, cloud: LiveCloud): Promise<void> {
  switch (fault.kind) {
    case 'kill':
      return cloud.kill(fault.cluster)
    case 'leave':
      return cloud.leave(fault.cluster)
    case 'join':
      return cloud.join(fault.cluster)
    case 'pause':
      return cloud.pause(fault.cluster)
    case 'slow':
      return cloud.slowDown(fault.cluster, fault.factor)
    case 'kill-workers':
      return cloud.killWorkers(fault.cluster, fault.count)
  }
}

/** Ends a fault that can be ended. */
export async function mend(fault: Fault, cloud: LiveCloud): Promise<void> {
  switch (fault.kind) {
    case 'kill':
      return cloud.join(fault.cluster)
    case 'pause':
      return cloud.resume(fault.cluster)
    case 'slow':
      return cloud.slowDown(fault.cluster, 1)
  }
}
