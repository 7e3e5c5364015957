/**
 * The contract: what is true of a cloud, whoever drives it. One suite, run in virtual time by
 * `test/sim/contract.test.ts` and on real sockets by `test/live/contract.test.ts`. It waits for
 * what it wants to see, and never for time.
 */

import { capacityContract } from './capacity.js'
import type { NewDrive } from './cloud.js'
import { clustersContract } from './clusters.js'
import { spillOverContract } from './spill-over.js'
import { tasksContract } from './tasks.js'
import { cloudTestOf } from './words.js'

/** @param concurrent whether tests run at once, as is well where they wait for a real clock. */
export function contractOf(newDrive: NewDrive, options: { readonly concurrent: boolean }): void {
  const cloudTest = cloudTestOf(newDrive)
  tasksContract(cloudTest, options)
  spillOverContract(cloudTest, options)
  capacityContract(cloudTest, options)
  clustersContract(cloudTest, options)
}
