/**
 * Watches the memory of the process for what libzmq cannot limit: parts of a message without an
 * end, and subscriptions without number. Both go with the sockets that hold them.
 */

import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'
import type { Millis } from '../base/time.js'
import type { ClusterPlan } from '../scenario/plan.js'
import { memoryOf } from './memory.js'

const MIB = 2 ** 20

const CHECK_EVERY_MS: Millis = 100

/** What a cluster may have besides twice what it is thought to need, in MiB. */
const SPARE = 256

/** The allocator keeps what was freed: so much more must have come before it is done again. */
const STEP = 128

const OWNS_PROCESS = 'peering: the process has one cluster and nothing else'

/** Says so, before its threads begin: else its memory is not the cluster's, and is not guarded. */
export function guardThisProcess(): void {
  setEnvironmentData(OWNS_PROCESS, true)
}

/**
 * @param onFull frees what strangers hold, each time that the memory has grown too far.
 * @returns what ends the watch.
 */
export function guardMemory(plan: ClusterPlan, onFull: (line: string) => void): () => void {
  if (!getEnvironmentData(OWNS_PROCESS)) return () => {}
  const maxMiB = 2 * memoryOf(plan) + SPARE
  let limitMiB = maxMiB
  const timer = setInterval(() => {
    const usedMiB = process.memoryUsage.rss() / MIB
    if (usedMiB <= limitMiB) return
    limitMiB = Math.max(limitMiB, usedMiB) + STEP
    onFull(
      `${plan.self} uses ${Math.round(usedMiB)} MiB, more than the ${Math.round(maxMiB)} MiB ` +
        'that it should: its sockets were closed and opened again',
    )
  }, CHECK_EVERY_MS)
  return () => clearInterval(timer)
}
