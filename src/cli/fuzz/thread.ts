/** A thread of `peering fuzz`: takes one seed after the other, until one breaks something. */

import { parentPort, workerData } from 'node:worker_threads'
import { randomScenario } from '../../fuzz/random-scenario.js'
import { planOfFile } from '../../fuzz/scenario-file.js'
import { firstViolation } from '../../fuzz/trial.js'
import type { Invariant } from '../../report/summary.js'

/** What the threads share: the next seed that nobody has taken yet, and how many are done. */
export interface FuzzShare {
  readonly next: Int32Array
  readonly done: Int32Array
  /** The seed that each thread is at, by its place. */
  readonly at: Int32Array
  readonly place: number
  /** The seed after the last. */
  readonly end: number
}

/** Said once, by a thread that found something. */
export interface Finding {
  readonly seed: number
  readonly broken: Invariant
  /** Whether it was ended in the midst: to run it again takes as long. */
  readonly isStuck?: boolean
}

const { next, done, at, place, end } = workerData as FuzzShare

for (;;) {
  const seed = Atomics.add(next, 0, 1)
  if (seed >= end) break
  Atomics.store(at, place, seed)
  const broken = await firstViolation(planOfFile(randomScenario(seed)))
  Atomics.add(done, 0, 1)
  if (!broken) continue
  // The others end with the seed that they are at.
  Atomics.store(next, 0, end)
  parentPort?.postMessage({ seed, broken } satisfies Finding)
}
