/** The links between brokers, in a process of their own: what the one that started it can do. */

import type { Strike } from '../../scenario/link-faults.js'
import { Child, type ChildCalls } from '../child.js'
import { checkPath } from '../endpoint-lock.js'
import type { LinkReport } from './link-emulator.js'
import { FLOWS, type LinksPlan, linkDirOf, socketPath } from './paths.js'

const ENTRY = new URL('./link-entry.js', import.meta.url)

/** Who watches links. */
export interface LinkListener {
  /** It cannot go on: a bug, or its process was killed. All links are cut for good. */
  onFailure?(reason: string): void
}

/** What the process of the links can be called. */
export interface LinkCalls {
  /** A fault begins; its number tells it from others like it. */
  strike(number: number, strike: Strike): void
  mend(number: number): void
  report(): LinkReport | undefined
}

type Calls = ChildCalls<LinksPlan, never> & LinkCalls

/** The links of a cloud, by `LinkProcess.start`. Their process ends with this one. */
export class LinkProcess {
  readonly #child: Child<LinksPlan, never, Calls>
  readonly #numbers = new Map<Strike, number>()
  #strikes = 0

  /**
   * Resolves when all links are there for brokers to use. Clusters are told by `peerDirsOf`.
   *
   * @param signal gives up the start.
   * @throws UsageError if a directory or a path cannot be used.
   */
  static async start(
    plan: LinksPlan,
    listener: LinkListener = {},
    signal?: AbortSignal,
  ): Promise<LinkProcess> {
    for (const { from, to } of plan.pairs) {
      for (const flow of FLOWS) checkPath(socketPath(linkDirOf(plan, from), to, flow))
    }
    const links = new LinkProcess(plan, listener)
    await links.#child.started(signal)
    return links
  }

  private constructor(plan: LinksPlan, listener: LinkListener) {
    this.#child = new Child(ENTRY, plan, {}, reason => {
      if (reason !== undefined) listener.onFailure?.(reason)
    })
  }

  /** The id of the process. */
  get pid(): number | undefined {
    return this.#child.pid
  }

  /** A fault begins. Others that are on the same links stay. */
  strike(strike: Strike): void {
    const number = this.#strikes++
    this.#numbers.set(strike, number)
    this.#child.remote.strike(number, strike)
  }

  /** @param strike the very one that struck; it is over. */
  mend(strike: Strike): void {
    const number = this.#numbers.get(strike)
    if (number === undefined) return
    this.#numbers.delete(strike)
    this.#child.remote.mend(number)
  }

  /** What went over each link since the start; undefined once the process is dead. */
  report(): Promise<LinkReport | undefined> {
    return this.#child.remote.report()
  }

  /** Cuts all connections, and removes the socket files. */
  async stop(): Promise<void> {
    await this.#child.stop()
  }
}
