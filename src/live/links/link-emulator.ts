/** All links of a cloud, in this process: the forwarders, what they share, and their faults. */

import { rmdirSync } from 'node:fs'
import { randomStream } from '../../base/random.js'
import type { Strike } from '../../scenario/link-faults.js'
import { directionName, type LinkPair } from '../../scenario/link-pairs.js'
import type { Direction, LinkSpec } from '../../scenario/scenario-plan.js'
import { makeDirectory } from '../directory.js'
import { leaveRunDirectory } from '../run-directory.js'
import { LinkProxy } from './link-proxy.js'
import { FLOWS, type LinksPlan, linkDirOf, socketPath } from './paths.js'
import { type LinkCounts, LiveLink } from './stream.js'

/** By direction: `DC1>DC2`. */
export type LinkReport = Readonly<Record<string, LinkCounts>>

export class LinkEmulator {
  readonly #plan: LinksPlan
  readonly #links = new Map<string, LiveLink>()
  readonly #forwarders: LinkProxy[] = []

  /**
   * Resolves when all sockets listen.
   *
   * @throws UsageError if a directory or a path cannot be used.
   */
  static async start(plan: LinksPlan): Promise<LinkEmulator> {
    const net = new LinkEmulator(plan)
    try {
      for (const pair of plan.pairs) await net.#open(pair)
    } catch (error) {
      net.stop()
      throw error
    }
    return net
  }

  private constructor(plan: LinksPlan) {
    this.#plan = plan
  }

  /** Directions that have no link here are plain for good. */
  strike({ directions, fault }: Strike): void {
    for (const direction of directions) this.#links.get(directionName(direction))?.strike(fault)
    this.#settle()
  }

  /** @param strike the very one that struck. */
  mend({ directions, fault }: Strike): void {
    for (const direction of directions) this.#links.get(directionName(direction))?.mend(fault)
    this.#settle()
  }

  report(): LinkReport {
    return Object.fromEntries(
      [...this.#links].map(([name, { bytes, messages, dropped }]) => [
        name,
        { bytes, messages, dropped },
      ]),
    )
  }

  /** Removes its files too. */
  stop(): void {
    for (const forwarder of this.#forwarders) forwarder.close()
    for (const dir of this.#dirs) {
      try {
        rmdirSync(dir)
      } catch {
        // Never made, or somebody has put something there.
      }
    }
    leaveRunDirectory(this.#plan.dir)
  }

  get #dirs(): Set<string> {
    return new Set(this.#plan.pairs.map(({ from }) => linkDirOf(this.#plan, from)))
  }

  async #open(pair: LinkPair): Promise<void> {
    const { from, to } = pair
    const dir = linkDirOf(this.#plan, from)
    makeDirectory(this.#plan.dir)
    makeDirectory(dir)
    const out = this.#link({ from, to }, pair.out)
    const back = this.#link({ from: to, to: from }, pair.back)
    for (const flow of FLOWS) {
      const path = socketPath(this.#plan.dir, to, flow)
      const route = { path, flow, out, back }
      this.#forwarders.push(await LinkProxy.open(socketPath(dir, to, flow), route))
    }
  }

  /** Both pairs of two brokers share their directions. */
  #link(direction: Direction, spec: LinkSpec): LiveLink {
    const name = directionName(direction)
    const known = this.#links.get(name)
    if (known) return known
    const link = new LiveLink(spec, randomStream(this.#plan.seed, name))
    this.#links.set(name, link)
    return link
  }

  #settle(): void {
    for (const forwarder of this.#forwarders) forwarder.settle()
  }
}
