/** What a role, such as a broker's, and the thread that plays it are to each other. */

import type { ThreadReport, Word } from './thread-roles.js'

/** What a role gives to its thread. */
export interface Role {
  connect(): void
  begin(): void
  report(): ThreadReport
  /**
   * Closes the sockets.
   *
   * @returns for how many ms the thread must live on.
   */
  close(): number
}

/** What a thread gives to its role. */
export interface Host {
  say(word: Word): void
  fail(error: unknown): void
}
