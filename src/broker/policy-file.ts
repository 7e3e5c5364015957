/** A policy that a reader wrote, in a file: what it is asked, and who asks it for a broker. */

import type { Random } from '../base/random.js'
import type { Millis } from '../base/time.js'

/** A file with a policy. Plain data: it travels to threads and processes, and into traces. */
export interface PolicyFile {
  readonly file: string
  /** What runs, made of its text; undefined until the file was read. */
  readonly code?: string | undefined
}

/** A peer that has capacity left, as a policy file sees it. */
export interface SparePeer {
  readonly name: string
  /** Free workers as last told, less what was delegated since; above 0. */
  readonly capacity: number
  /** How many of our tasks are with it. */
  readonly outstanding: number
  /** How long ago it last spoke, in ms. */
  readonly ageMs: Millis
}

/**
 * What a policy file exports by default: which peer gets a task that no local worker can take.
 *
 * @param peers those with capacity left; never none. They are frozen, and no two calls share them.
 * @param chance `random()` is uniform in [0, 1), and `now` in ms: in place of `Math.random` and
 * `Date`, so that a run in virtual time can be repeated.
 * @returns one of the peers, or its name; undefined for nobody: then the task waits here.
 */
export type ChoosePeer = (
  peers: readonly SparePeer[],
  chance: { random(): number; readonly now: Millis },
) => SparePeer | string | undefined

/** A policy file that runs: it answers by the name of one of those peers. */
export type AskPolicy = (
  peers: readonly SparePeer[],
  random: Random,
  now: Millis,
) => string | undefined

/** Whoever can run policy files: no machine can by itself. Each broker has a run of its own. */
export type RunPolicy = (policy: PolicyFile) => AskPolicy

/** Where no policy files are expected. */
export const noPolicyFiles: RunPolicy = ({ file }) => {
  throw new Error(`nobody here can run the policy ${file}`)
}
