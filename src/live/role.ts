/** What a role, such as a broker's, and the thread that plays it are to each other. */

import type { Millis } from '../base/time.js'
import type { WaysOfTasks } from '../trace/ways.js'
import type { ThreadReport, Word } from './thread-roles.js'

/** What a role gives to its thread. */
interface Role {
  connect(): void
  /**
   * @param startMs when its clients begin, by the clock of the machine.
   * @param originMs when all loads began: their times are from then.
   */
  begin(startMs: Millis, originMs: Millis): void
  report(): ThreadReport
  /**
   * Closes the sockets.
   *
   * @returns for how many ms the thread must live on.
   */
  close(): number
}

/** What clients can also be told. */
export interface ClientRole extends Role {
  /** From now on, no task is sent that was not sent before. */
  cease(): void
}

/** What a broker can also be asked. */
export interface BrokerRole extends Role {
  /** What it remembers of these tasks. */
  ways(tasks: readonly string[]): WaysOfTasks
}

/** What workers can also be told. */
export interface WorkerRole extends Role {
  /** Those workers end at once, with the tasks that they have. */
  kill(names: readonly string[]): void
  /** Workers that ended are started again. */
  hire(names: readonly string[]): void
  /** From now on, work takes `factor` times as long as it should. */
  slowDown(factor: number): void
}

export type AnyRole = BrokerRole | ClientRole | WorkerRole

/** What a thread gives to its role. */
export interface Host {
  say(word: Word): void
  fail(error: unknown): void
}
